// Brings a fresh clone to the point where everything runs: dependencies as locked, then the build (not with --no-build).
// A second run does nothing that is already done. With --demo it only translates what the demo runs, without checking
// types, which takes a second. With --engines it also brings the JavaScript runtimes in which the SDK is tried; they are
// half a gigabyte, and stay apart in scripts/runtimes/engines.
import { spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const [major, minor] = process.versions.node.split(".").map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Node 20.19 or newer is needed, this is ${process.versions.node}.`)
  process.exit(1)
}

const run = (command, args) => {
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32"
  })
  if (status !== 0) process.exit(status ?? 1)
}

const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"))

/** Installs what the lockfile of a directory says, unless that was done before. */
const install = (directory, { flags = [], name, notice }) => {
  const stamp = join(root, ".setup", name)
  const wanted = createHash("sha256")
    .update(readFileSync(join(directory, "pnpm-lock.yaml")))
    .update(process.version)
    .digest("hex")
  if (
    existsSync(stamp) && existsSync(join(directory, "node_modules")) && readFileSync(stamp, "utf8") === wanted
  ) return
  console.error(notice)
  run("npx", [
    "--yes",
    manifest.packageManager,
    "--dir",
    directory,
    ...flags,
    "install",
    "--frozen-lockfile",
    "--reporter=append-only",
    "--config.confirmModulesPurge=false"
  ])
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, wanted)
}

install(root, {
  name: "installed",
  notice: "Installing dependencies (once; the native SQLite driver may be compiled) ..."
})

if (process.argv.includes("--engines")) {
  install(join(root, "scripts", "runtimes", "engines"), {
    flags: ["--ignore-workspace"],
    name: "engines",
    notice: "Installing Bun, Deno, workerd and another Node (once) ..."
  })
}

/** Removes the output of deleted sources. The compiler keeps it, and imports of it would go unnoticed. */
const sweep = (name) => {
  const dist = join(root, "packages", name, "dist")
  if (!existsSync(dist)) return
  for (
    const file of readdirSync(dist, { encoding: "utf8", recursive: true }).filter((file) => file.endsWith(".d.ts"))
  ) {
    const module = file.slice(0, -".d.ts".length)
    if (existsSync(join(root, "packages", name, "src", `${module}.ts`))) continue
    for (const end of [".js", ".js.map", ".d.ts", ".d.ts.map"]) rmSync(join(dist, module + end), { force: true })
  }
}

const changedAt = (...path) => {
  const file = join(root, "packages", ...path)
  return existsSync(file) ? statSync(file).mtimeMs : 0
}

/** The command is a bundle. The compiler leaves its notes alone when there was nothing to do. */
const isBundled = () => {
  const notes = ["idempotency", "contract", "sdk", "cli"].map((name) => changedAt(name, "dist", ".tsbuildinfo"))
  return changedAt("cli", "bundle", "qurl.js") > Math.max(...notes, changedAt("cli", "bundle.mjs"))
}

/**
 * Translates the sources of a package, or of a part of it, that are newer than their translation. The next build of the
 * compiler does not rely on the result, because its notes do not mention it.
 */
const translate = async (name, part = "") => {
  const { build } = await import("esbuild")
  const base = join(root, "packages", name)
  const files = readdirSync(join(base, "src", part), { encoding: "utf8", recursive: true })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(part, file))
    .filter((file) => changedAt(name, "src", file) > changedAt(name, "dist", file.replace(/\.ts$/, ".js")))
  await build({
    entryPoints: files.map((file) => join(base, "src", file)),
    outbase: join(base, "src"),
    outdir: join(base, "dist"),
    tsconfig: join(base, "tsconfig.json"),
    format: "esm",
    sourcemap: true,
    logLevel: "warning"
  })
}

/** Makes the files that Node loads, if one of these packages has changed since. */
const bundle = async (names) => {
  const builtAt = (name) => {
    const dist = join(root, "packages", name, "dist")
    return readdirSync(dist, { encoding: "utf8", recursive: true })
      .filter((file) => file.endsWith(".js"))
      .map((file) => changedAt(name, "dist", file))
      .reduce((latest, time) => Math.max(latest, time), 0)
  }
  const latest = Math.max(...names.map(builtAt), changedAt("..", "scripts", "bundle.mjs"))
  if (names.every((name) => changedAt(name, "bundle", "index.js") > latest)) return
  const { bundlePackages } = await import("./bundle.mjs")
  await bundlePackages(names)
}

if (process.argv.includes("--demo")) {
  for (const name of ["idempotency", "contract", "idempotency-server", "sdk", "emulator"]) await translate(name)
  for (const part of ["demo", "kit"]) await translate("lab", part)
  await bundle(["idempotency", "contract", "sdk"])
} else if (!process.argv.includes("--no-build")) {
  for (const name of readdirSync(join(root, "packages"))) sweep(name)
  run(process.execPath, [
    join(root, "node_modules", "typescript-7", "bin", "tsc"),
    "--build",
    join(root, "tsconfig.json")
  ])
  await bundle(["idempotency", "contract", "sdk", "promise"])
  if (!isBundled()) run(process.execPath, [join(root, "packages", "cli", "bundle.mjs")])
}
