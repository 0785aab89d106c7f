// Packs every published package, as npm would receive it, into a directory, and says how to install each:
// `npm run tarballs -- ./tarballs`.
import { mkdirSync } from "node:fs"
import { join, resolve } from "node:path"
import { manifestOf, pack } from "./pack.mjs"

const directory = resolve(process.argv[2] ?? "tarballs")
mkdirSync(directory, { recursive: true })

const packed = new Map(
  pack(directory).map((file) => {
    const path = join(directory, file)
    const manifest = manifestOf(path)
    return [manifest.name, { manifest, path }]
  })
)

/** A package and those of its dependencies that are packed as well. */
const withDependencies = (name, found = new Set()) => {
  if (!packed.has(name) || found.has(name)) return found
  for (const dependency of Object.keys(packed.get(name).manifest.dependencies ?? {})) {
    withDependencies(dependency, found)
  }
  return found.add(name)
}

/** The peers that every user needs, each in the newest version that its range allows: `^0.97.2` is `0.97`, `^3.22` is `3`. */
const peersOf = ({ peerDependencies = {}, peerDependenciesMeta = {} }) =>
  Object.entries(peerDependencies)
    .filter(([name]) => !packed.has(name) && peerDependenciesMeta[name]?.optional !== true)
    .map(([name, range]) => `${name}@${/\d+/.exec(range)[0] === "0" ? /0\.\d+/.exec(range)[0] : /\d+/.exec(range)[0]}`)

console.log(`The packages are in ${directory}. In a project of your own:`)
for (const name of packed.keys()) {
  const needed = [...withDependencies(name)]
  const peers = new Set(needed.flatMap((name) => peersOf(packed.get(name).manifest)))
  console.log(`\n# ${name}\nnpm install ${[...needed.map((name) => packed.get(name).path), ...peers].join(" ")}`)
}
