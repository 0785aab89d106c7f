// Installs the packages in a fresh project, from the tarballs that npm would receive: every entry point is imported and
// compiled with TypeScript 5.9 and 7, nothing internal can be imported, and importing one service loads no other
// one. The package for Effect 4 has its own project, without Effect 3.
import { build } from "esbuild"
import { spawnSync } from "node:child_process"
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { entriesOf } from "./entries.mjs"
import { manifestOf, pack, pnpm, root } from "./pack.mjs"

const project = mkdtempSync(join(tmpdir(), "qurl-install-"))
const problems = []

const write = (file, text) => writeFileSync(join(project, file), text)

/** Runs a program of the project; what it says is a problem unless it ends well. */
const run = (what, args) => {
  const { status, stderr, stdout } = spawnSync(process.execPath, args, { cwd: project, encoding: "utf8" })
  if (status !== 0) problems.push(`${what}\n${stdout}${stderr}`)
}

/**
 * Writes the dependencies that a user would add: the packages and their peers. `@types/pg` belongs to @effect/sql-pg,
 * which does not bring it. Nothing here opens a database, so the SQLite driver need not be compiled.
 */
const install = (tarballs, manifests) => {
  const files = Object.fromEntries(manifests.map(({ name }, index) => [name, `file:./${tarballs[index]}`]))
  const peers = Object.assign({}, ...manifests.map(({ peerDependencies }) => peerDependencies))
  write(
    "package.json",
    JSON.stringify({
      private: true,
      type: "module",
      dependencies: { ...peers, ...files, "@types/node": "20", "@types/pg": "8" },
      pnpm: { overrides: files, onlyBuiltDependencies: [] }
    })
  )
  pnpm(["--ignore-workspace", "install", "--prefer-offline", "--config.strict-peer-dependencies=true"], project)
}

/** Everything that can be imported by name. The bundle for Effect 4 is imported in a project of its own. */
const namesOf = (name) => {
  const directory = join(project, "node_modules", name)
  return existsSync(join(directory, "dist")) ? entriesOf(directory).map((path) => name + path.slice(1)) : []
}

const importAll = (entries, names) => {
  write("all.mjs", entries.map((entry) => `await import("${entry}")`).join("\n"))
  run("An entry point cannot be imported.", ["all.mjs"])
  const closed = names.map((name) =>
    `await import("${name}/internal/nothing.js").then(() => { throw new Error("${name} is open") }, ({ code }) => {
      if (code !== "ERR_PACKAGE_PATH_NOT_EXPORTED") throw new Error("${name}: " + code)
    })`
  )
  write("closed.mjs", closed.join("\n"))
  run("What is internal can be imported.", ["closed.mjs"])
}

const compilers = {
  "5.9": join(root, "node_modules", "typescript", "bin", "tsc"),
  "7": join(root, "node_modules", "typescript-7", "bin", "tsc")
}

const compileAll = (entries) => {
  write("all.ts", entries.map((entry, index) => `export * as m${index} from "${entry}"`).join("\n"))
  for (const [module, moduleResolution] of [["NodeNext", "NodeNext"], ["ESNext", "Bundler"]]) {
    const options = { module, moduleResolution, target: "ES2022", lib: ["ES2022"], types: ["node"], strict: true }
    write("tsconfig.json", JSON.stringify({ compilerOptions: { ...options, noEmit: true }, files: ["all.ts"] }))
    for (const [version, tsc] of Object.entries(compilers)) {
      run(`TypeScript ${version} does not compile it (${moduleResolution}).`, [tsc, "--project", "tsconfig.json"])
    }
  }
}

/** Our modules of which something is left in a bundle, as `sdk/Qurls`. */
const leftOf = async (contents) => {
  const { metafile } = await build({
    stdin: { contents, resolveDir: project },
    bundle: true,
    format: "esm",
    platform: "browser",
    metafile: true,
    write: false,
    logLevel: "error"
  })
  return Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([file, { bytesInOutput }]) => {
      const [, module] = /node_modules\/@qurl\/([^/]+\/dist\/.*)\.js$/.exec(file) ?? []
      return module === undefined || bytesInOutput === 0 ? [] : [module.replace("/dist/", "/")]
    })
  )
}

/** A connector is found through its resource, and the caller's own key is described by its scopes. */
const related = { Connectors: ["contract/groups/Resources"], Customer: ["contract/groups/ApiKeys"] }

/** The services of the SDK, each in a file that is called like its group of the contract. */
const shakeAll = async () => {
  const folder = join(project, "node_modules", "@qurl", "contract", "dist", "groups")
  const services = join(project, "node_modules", "@qurl", "sdk", "dist", "services")
  const groups = readdirSync(folder).filter((file) =>
    file.endsWith(".js") && existsSync(join(services, file))
    && /extends Service\.tag\(/.test(readFileSync(join(services, file), "utf8"))
  ).map((file) => file.slice(0, -3))
  const index = readFileSync(join(project, "node_modules", "@qurl", "sdk", "dist", "index.js"), "utf8")
  if (groups.length < 5) problems.push(`Only these services were found: ${groups.join(", ")}.`)
  for (const group of groups) {
    const name = group === "Qurls" ? "Qurl" : group
    // A retired service has only a module of its own.
    const entry = index.includes(`"./services/${group}.js"`) ? "@qurl/sdk" : `@qurl/sdk/${group}`
    const left = await leftOf(`import { ${name} } from "${entry}"; console.log(${name}.layer)`)
    const others = groups.filter((other) => other !== group).flatMap((
      other
    ) => [`sdk/services/${other}`, `contract/groups/${other}`])
    const found = left.filter((module) => others.includes(module) && !related[group]?.includes(module))
    if (!left.includes(`sdk/services/${group}`)) problems.push(`${name} is not in its own bundle.`)
    if (found.length > 0) problems.push(`Whoever imports ${name} alone gets ${found.join(", ")} as well.`)
  }
  const calls = (await leftOf(`import { KeyGenerator } from "@qurl/sdk"; console.log(KeyGenerator.sequence)`))
    .filter((module) => /^(sdk|contract)\//.test(module))
  if (calls.length > 0) problems.push(`Whoever imports KeyGenerator alone gets ${calls.join(", ")} as well.`)
}

/** Every copy of Effect in the project, by its version. */
const effectsIn = (directory) =>
  readdirSync(join(directory, "node_modules", ".pnpm"))
    .filter((name) => /^(effect|@effect\+.*)@/.test(name))

/** A program of Effect 4 that has this package and nothing of Effect 3. */
const installEffect4 = (tarball, { peerDependencies: { effect } }) => {
  const directory = join(project, "effect4")
  mkdirSync(directory)
  const dependencies = { effect, "@qurl/effect4": `file:../${tarball}`, "@types/node": "20" }
  writeFileSync(join(directory, "package.json"), JSON.stringify({ private: true, type: "module", dependencies }))
  pnpm(["--ignore-workspace", "install", "--prefer-offline", "--config.strict-peer-dependencies=true"], directory)
  const effects = effectsIn(directory)
  if (effects.length !== 1 || !effects[0].startsWith("effect@4.")) {
    problems.push(`A user of Effect 4 is given ${effects.join(", ")}.`)
  }
  const program = readFileSync(join(root, "README.md"), "utf8").split("```ts\n")[1]?.split("```")[0] ?? ""
  writeFileSync(join(directory, "readme.ts"), program.replace("@qurl/sdk", "@qurl/effect4"))
  writeFileSync(
    join(directory, "run.mjs"),
    `import { KeyGenerator, Qurl, QurlLive } from "@qurl/effect4"
import * as Memory from "@qurl/effect4/Journal/Memory"
import { Effect } from "effect"
const answer = Response.json({ error: { code: "not_found", title: "no", detail: "no", status: 404 }, meta: { request_id: "r" } }, { status: 404 })
globalThis.fetch = async () => answer
const program = Qurl.get("r_k8xqp9h2sj9").pipe(
  Effect.as("found"),
  Effect.catchTag("NotFoundError", () => Effect.succeed("caught")),
  Effect.provide([KeyGenerator.none, QurlLive, Memory.layer])
)
if (await Effect.runPromise(program) !== "caught") process.exit(1)
`
  )
  const options = {
    target: "ES2022",
    lib: ["ES2022", "DOM"],
    types: ["node"],
    strict: true,
    exactOptionalPropertyTypes: true
  }
  for (const [module, moduleResolution] of [["NodeNext", "NodeNext"], ["ESNext", "Bundler"]]) {
    const compilerOptions = { ...options, module, moduleResolution, skipLibCheck: true, noEmit: true }
    writeFileSync(join(directory, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["readme.ts"] }))
    for (const [version, tsc] of Object.entries(compilers)) {
      run(`TypeScript ${version} does not compile it for Effect 4.`, [
        tsc,
        "--project",
        join(directory, "tsconfig.json")
      ])
    }
  }
  process.env["QURL_API_KEY"] = "lv_live_0123456789"
  run("The package for Effect 4 does not run.", [join(directory, "run.mjs")])
}

const isForEffect4 = ({ name }) => name === "@qurl/effect4"

try {
  const packed = pack(project)
  const all = packed.map((tarball) => manifestOf(join(project, tarball)))
  const tarballs = packed.filter((_, index) => !isForEffect4(all[index]))
  const manifests = all.filter((manifest) => !isForEffect4(manifest))
  install(tarballs, manifests)
  const names = manifests.map(({ name }) => name)
  const entries = names.flatMap(namesOf)
  importAll(entries, names)
  compileAll(entries)
  await shakeAll()
  const index = all.findIndex(isForEffect4)
  installEffect4(packed[index], all[index])
  for (const command of manifests.flatMap(({ bin }) => Object.keys(bin ?? {}))) {
    const { status } = spawnSync(join(project, "node_modules", ".bin", command), ["--version"], {
      shell: process.platform === "win32"
    })
    if (status !== 0) problems.push(`The command ${command} does not run.`)
  }
} finally {
  rmSync(project, { recursive: true, force: true })
}
if (problems.length > 0) {
  console.log(problems.join("\n"))
  process.exit(1)
}
