// Brings a fresh clone to the point where everything runs: dependencies as locked, then the build.
// A second run does nothing that is already done.
import { spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const stamp = join(root, ".setup", "installed")

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
const wanted = createHash("sha256")
  .update(readFileSync(join(root, "pnpm-lock.yaml")))
  .update(process.version)
  .digest("hex")
const installed = existsSync(stamp) && existsSync(join(root, "node_modules")) ? readFileSync(stamp, "utf8") : ""

if (installed !== wanted) {
  console.error("Installing dependencies (once; the native SQLite driver may be compiled) ...")
  run("npx", ["--yes", manifest.packageManager, "install", "--frozen-lockfile", "--reporter=append-only"])
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, wanted)
}

run(process.execPath, [join(root, "node_modules", "typescript", "bin", "tsc"), "--build", join(root, "tsconfig.json")])
