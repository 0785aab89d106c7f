// Every changeset must make sense, and on a branch a changed package needs one. On main, and in a clone that has no main
// branch to compare with, there is nothing to ask for.
import getReleasePlan from "@changesets/get-release-plan"
import { execFileSync, spawnSync } from "node:child_process"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("..", import.meta.url))
const options = { cwd: root, encoding: "utf8" }

await getReleasePlan(root)

const mergeBase = (ref) => spawnSync("git", ["merge-base", ref, "HEAD"], options).stdout.trim()
const main = ["main", "origin/main"].find((ref) => mergeBase(ref) !== "")
if (main !== undefined && mergeBase(main) !== execFileSync("git", ["rev-parse", "HEAD"], options).trim()) {
  const changeset = join(root, "node_modules", "@changesets", "cli", "bin.js")
  const { status } = spawnSync(process.execPath, [changeset, "status", `--since=${main}`], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"]
  })
  process.exitCode = status ?? 1
}
