// The packages as npm would receive them.
import { execFileSync } from "node:child_process"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

export const root = fileURLToPath(new URL("..", import.meta.url))

const { packageManager } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"))

/** Manifest of a packed package, as npm reads it. */
export const manifestOf = (tarball) =>
  JSON.parse(execFileSync("tar", ["-xzOf", tarball, "package/package.json"], { encoding: "utf8" }))

/** Runs the package manager of this workspace. */
export const pnpm = (args, cwd) =>
  execFileSync("npx", ["--yes", packageManager, ...args], {
    cwd,
    stdio: ["ignore", "ignore", "inherit"],
    shell: process.platform === "win32"
  })

/** Packs every published package into a directory and gives the names of the files. */
export const pack = (directory) => {
  pnpm(
    ["--recursive", "--filter", "./packages/*", "--filter", "!@qurl/lab", "pack", "--pack-destination", directory],
    root
  )
  return readdirSync(directory).filter((file) => file.endsWith(".tgz")).sort()
}
