// Makes the files that Node loads. A package of many small modules takes longer to find and to read than to run, so most
// modules of a package are put into one file, `bundle/core.js`. Each public module is a file beside it that hands on its
// exports, so that every class exists once. Bundlers and other runtimes get `dist`, from which they drop what is not used.
//
// Modules that need more than the rest, such as a database, stay outside of the core, with chunks for what they share.
import { build } from "esbuild"
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join, relative, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { entriesOf } from "./entries.mjs"

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** Packages that a program loads only if it asks for them: Node, databases, the server's half of the platform. */
const apart = /^(node:|undici|@effect\/(experimental|platform-node|sql)|@effect\/platform\/(HttpApi|OpenApi))/

const shared = {
  bundle: true,
  format: "esm",
  platform: "neutral",
  target: "es2022",
  packages: "external",
  logLevel: "warning"
}

const at = (name, ...path) => join(root, "packages", name, ...path)

const filesIn = (folder) =>
  readdirSync(folder, { encoding: "utf8", recursive: true })
    .filter((file) => file.endsWith(".js"))
    .map((file) => file.replaceAll("\\", "/").slice(0, -3))

/** The modules of a package: the names that each exports, and the paths that each imports. */
const modulesOf = async (name) => {
  const dist = at(name, "dist")
  const { metafile } = await build({
    ...shared,
    absWorkingDir: dist,
    entryPoints: filesIn(dist).map((module) => `${module}.js`),
    outdir: "out",
    splitting: true,
    metafile: true,
    write: false
  })
  const exports = new Map(
    Object.values(metafile.outputs).map(({ entryPoint, exports }) => [entryPoint?.slice(0, -3), exports])
  )
  return new Map(
    Object.entries(metafile.inputs).map(([file, { imports }]) => {
      const module = file.slice(0, -3)
      return [module, {
        exports: exports.get(module) ?? [],
        imports: imports.filter(({ kind }) => kind === "import-statement")
          .map(({ external, path }) => external === true ? path : path.slice(0, -3))
      }]
    })
  )
}

/** The modules that some of them lead to, themselves included. */
const reachable = (modules, from, found = new Set()) => {
  for (const module of from) {
    if (found.has(module) || !modules.has(module)) continue
    found.add(module)
    reachable(modules, modules.get(module).imports, found)
  }
  return found
}

/** The module of `dist` behind a path by which the package can be imported, such as `services/Qurls` behind `./Qurls`. */
const moduleAt = (name, path) => {
  const { exports } = JSON.parse(readFileSync(at(name, "package.json"), "utf8"))
  const file = exports[path]?.default ?? `./dist/${path.slice("./".length)}.js`
  return file.slice("./dist/".length, -".js".length)
}

const publicModules = (name) => entriesOf(at(name)).map((path) => moduleAt(name, path))

/** Modules that are public or needed by such a module, and need nothing apart, with the names that each exports. */
const coreModules = (name, modules) => {
  const isApart = (module) =>
    [...reachable(modules, [module])].some((each) => modules.get(each).imports.some((path) => apart.test(path)))
  const core = reachable(modules, publicModules(name).filter((module) => !isApart(module)))
  return new Map([...core].map((module) => [module, modules.get(module).exports]))
}

/** The name under which the core exports a name of one of its modules. */
const nameIn = (module, name) => `${module.replaceAll("/", "_")}$${name}`

const handOn = (module, names, from) =>
  names.length === 0
    ? "export {}\n"
    : `export { ${names.map((name) => `${nameIn(module, name)} as ${name}`).join(", ")} } from "${from}"\n`

const coreOf = (name) => `@qurl/${name}/internal/core`

/** Leads imports of modules that are in a core, of this package or another, to that core. */
const throughCores = (cores, own) => ({
  name: "through-cores",
  setup({ onLoad, onResolve }) {
    const found = (name, module) =>
      cores.get(name)?.has(module) === true
        ? { path: module, namespace: "core", pluginData: name, sideEffects: false }
        : undefined
    onResolve({ filter: /^@qurl\/[^/]+\// }, ({ path }) => {
      const [, name, module] = /^@qurl\/([^/]+)\/(.+)$/.exec(path) ?? []
      return module === "internal/core" ? { path, external: true } : found(name, moduleAt(name, `./${module}`))
    })
    if (own !== undefined) {
      onResolve(
        { filter: /^\./ },
        ({ path, resolveDir }) =>
          found(own, relative(at(own, "dist"), resolve(resolveDir, path)).replaceAll("\\", "/").slice(0, -3))
      )
    }
    onLoad({ filter: /.*/, namespace: "core" }, ({ path, pluginData: name }) => ({
      contents: handOn(path, cores.get(name).get(path), coreOf(name)),
      resolveDir: root
    }))
  }
})

/** Hands on what an entry point of the core exports, under the names of its modules. */
const entry = (name, core) => ({
  contents: [...core].map(([module, names]) =>
    names.length === 0
      ? ""
      : `export { ${names.map((each) => `${each} as ${nameIn(module, each)}`).join(", ")} } from "./${module}.js"`
  ).join("\n"),
  resolveDir: at(name, "dist"),
  sourcefile: "core.js"
})

const writeFacades = (name, core) => {
  for (const module of publicModules(name)) {
    const names = core.get(module)
    if (names === undefined) continue
    const file = at(name, "bundle", `${module}.js`)
    const up = "../".repeat(module.split("/").length - 1)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, handOn(module, names, `${up === "" ? "./" : up}core.js`))
  }
}

const outputOf = (name) => ({
  absWorkingDir: at(name),
  outdir: at(name, "bundle"),
  sourcemap: true,
  sourcesContent: false
})

const bundlePackage = async (name, cores) => {
  const modules = await modulesOf(name)
  const core = coreModules(name, modules)
  await build({
    ...shared,
    ...outputOf(name),
    stdin: entry(name, core),
    entryNames: "core",
    plugins: [throughCores(cores)]
  })
  cores.set(name, core)
  await build({
    ...shared,
    ...outputOf(name),
    entryPoints: publicModules(name).filter((module) => !core.has(module))
      .map((module) => at(name, "dist", `${module}.js`)),
    outbase: at(name, "dist"),
    chunkNames: "chunks/[name]-[hash]",
    splitting: true,
    plugins: [throughCores(cores, name)]
  })
  writeFacades(name, core)
}

/**
 * Gives the Effect of a bundle global values of its own. Shared with another copy in the process they would be instances of
 * that copy's classes, and calls would take twice as long, because every function would see two kinds of each object.
 */
const ownGlobals = (name) => ({
  name: "own-globals",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]effect[\\/]dist[\\/]esm[\\/]GlobalValue\.js$/ }, ({ path }) => {
      const text = readFileSync(path, "utf8")
      if (!text.includes("`effect/GlobalValue`")) throw new Error(`${path} has another name for its store.`)
      return { contents: text.replace("`effect/GlobalValue`", `"effect/GlobalValue of @qurl/${name}"`) }
    })
  }
})

/** Users of Promises see nothing of Effect, so that the file of `@qurl/promise` holds what it needs of it. */
const bundleWhole = async (name) => {
  const modules = await modulesOf(name)
  const core = new Map(publicModules(name).map((module) => [module, modules.get(module).exports]))
  await build({
    ...shared,
    ...outputOf(name),
    packages: "bundle",
    external: ["node:*", "undici"],
    conditions: ["module", "node", "import"],
    mainFields: ["module", "main"],
    stdin: entry(name, core),
    entryNames: "core",
    plugins: [ownGlobals(name)]
  })
  writeFacades(name, core)
}

/** Bundles these packages, each after those that it imports. */
export const bundlePackages = async (names) => {
  const cores = new Map()
  for (const name of names) {
    rmSync(at(name, "bundle"), { recursive: true, force: true })
    await (name === "promise" ? bundleWhole(name) : bundlePackage(name, cores))
  }
}
