// Looks at the packages as npm would receive them: what is in the tarball, and whether every entry point resolves.
import { execFileSync, spawnSync } from "node:child_process"
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import { publint } from "publint"
import { formatMessage } from "publint/utils"
import { entriesOf } from "./entries.mjs"
import { pack, root } from "./pack.mjs"

const windows = process.platform === "win32"

const filesIn = (directory) =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1).replaceAll("\\", "/"))

/** `src/a/B.ts` and the four files it is built to. */
const outputs = [".js", ".js.map", ".d.ts", ".d.ts.map"]
const moduleOf = (file) => file.replace(/^(src|dist)\//, "").replace(/(\.d)?\.[jt]s(\.map)?$/, "")

/** Files that modules of a bundle share, and those that a command loads when it needs them. */
const isPart = (file) => /^bundle\/(chunks|alone|lazy)\/[\w.-]+\.js$/.test(file)

/** Problems of the files that Node loads: one for each public module, the core, and their parts. */
const nodeProblems = (files, manifest) => {
  if (JSON.parse(manifest).exports["."].node === undefined) {
    return files.filter((file) => file.startsWith("bundle/")).map((file) => `${file} is not loaded by anything`)
  }
  const wanted = files.filter((file) => /^dist\/.*\.js$/.test(file) && !file.startsWith("dist/internal/"))
    .map((file) => file.replace(/^dist/, "bundle"))
  const known = new Set(["bundle/core.js", ...wanted])
  return [
    ...[...known].filter((file) => !files.includes(file)).map((file) => `${file} is missing`),
    ...files.filter((file) => file.startsWith("bundle/"))
      .map((file) => file.replace(/\.map$/, ""))
      .filter((file) => !known.has(file) && !isPart(file))
      .map((file) => `${file} does not belong in the package`)
  ]
}

/** A package without an entry point is a command: a file to run with its chunks, and nothing to import. */
const isCommand = (manifest) => JSON.parse(manifest).exports["."] === undefined

const commandProblems = (files, manifest) => {
  const { bin } = JSON.parse(manifest)
  const wanted = [
    "README.md",
    "LICENSE",
    "package.json",
    ...Object.values(bin).map((file) => file.replace(/^\.\//, ""))
  ]
  return [
    ...wanted.filter((file) => !files.includes(file)).map((file) => `${file} is missing`),
    ...files.filter((file) => !wanted.includes(file) && !isPart(file)).map((file) =>
      `${file} does not belong in the package`
    )
  ]
}

/** A package whose dependencies are inside of it: its entry points, their declarations and what they share. */
const isBundle = (manifest) => JSON.parse(manifest).exports["."]?.default.startsWith("./bundle/") === true

const bundleProblems = (files, manifest) => {
  const entries = Object.values(JSON.parse(manifest).exports).flatMap((entry) =>
    Object.values(entry?.types ? entry : {})
  )
  const wanted = ["README.md", "LICENSE", "package.json", ...new Set(entries.map((file) => file.replace(/^\.\//, "")))]
  return [
    ...wanted.filter((file) => !files.includes(file)).map((file) => `${file} is missing`),
    ...files.filter((file) => !wanted.includes(file) && !isPart(file) && file !== "CHANGELOG.md").map((file) =>
      `${file} does not belong in the package`
    ),
    ...Object.keys(JSON.parse(manifest).dependencies ?? {}).map((name) => `${name} is to be inside of the bundle`)
  ]
}

const contentProblems = (files, manifest) => {
  const sources = new Set(files.filter((file) => file.startsWith("src/")).map(moduleOf))
  const rest = /^(package\.json|README\.md|LICENSE|CHANGELOG\.md)$/
  return [
    ...["README.md", "LICENSE", "src/index.ts", "dist/index.js", "dist/index.d.ts"]
      .filter((file) => !files.includes(file))
      .map((file) => `${file} is missing`),
    ...files
      .filter((file) => !/^(src|dist|bundle|assets)\//.test(file) && !rest.test(file))
      .map((file) => `${file} does not belong in the package`),
    ...files
      .filter((file) => /\.(test|types)\.|\.tsbuildinfo$/.test(file))
      .map((file) => `${file} is ours alone`),
    ...files
      .filter((file) => file.startsWith("dist/") && outputs.some((end) => file.endsWith(end)))
      .filter((file) => !sources.has(moduleOf(file)))
      .map((file) => `${file} has no source any more`),
    ...[...sources]
      .filter((source) => outputs.some((end) => !files.includes(`dist/${source}${end}`)))
      .map((source) => `src/${source}.ts was not built`),
    ...nodeProblems(files, manifest),
    ...(/"(catalog|workspace):/.test(manifest) ? ["package.json still speaks of the workspace"] : []),
    ...Object.entries({ ...JSON.parse(manifest).dependencies, ...JSON.parse(manifest).peerDependencies })
      .filter(([, range]) => /^\d+\.\d+\.\d+/.test(range))
      .map(([name, version]) => `${name} is pinned to ${version}, which gives users a second copy of it`)
  ]
}

const publintProblems = async (directory) => {
  const { messages, pkg } = await publint({ pkgDir: directory, pack: false, strict: true, level: "warning" })
  return messages.map((message) => `publint: ${formatMessage(message, pkg, { color: false })}`)
}

/** attw sees no modules behind a `./*` entry, so they are named one by one. */
const attwProblems = (tarball, directory) => {
  const { status, stdout, stderr } = spawnSync(
    join(root, "node_modules", ".bin", "attw"),
    [tarball, "--profile", "esm-only", "--format", "ascii", "--entrypoints", ...entriesOf(directory)],
    { encoding: "utf8", shell: windows }
  )
  return status === 0 ? [] : [`attw: ${stdout}${stderr}`]
}

const work = mkdtempSync(join(tmpdir(), "qurl-packages-"))
let failed = false
try {
  for (const tarball of pack(work)) {
    const directory = join(work, basename(tarball, ".tgz"))
    mkdirSync(directory)
    execFileSync("tar", ["-xzf", join(work, tarball), "-C", directory, "--strip-components=1"])
    const files = filesIn(directory)
    const manifest = readFileSync(join(directory, "package.json"), "utf8")
    const command = isCommand(manifest)
    const bundled = isBundle(manifest)
    const contents = command ? commandProblems : bundled ? bundleProblems : contentProblems
    const problems = [
      ...contents(files, manifest),
      ...(command || bundled || existsSync(join(directory, "dist")) ? await publintProblems(directory) : []),
      ...(command ? [] : attwProblems(join(work, tarball), directory))
    ]
    if (problems.length > 0) {
      failed = true
      console.log(`${tarball}\n${problems.map((problem) => `  ${problem}`).join("\n")}`)
    }
  }
} finally {
  rmSync(work, { recursive: true, force: true })
}
if (failed) process.exit(1)
