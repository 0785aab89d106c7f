// Takes the changesets in: versions and changelogs of the packages, and the version that the SDK and the command tell
// the server.
import { execFileSync } from "node:child_process"
import { readFileSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { join } from "node:path"

// The working directory, so that a test can try it on a copy.
const root = process.cwd()
const { resolve } = createRequire(import.meta.url)
execFileSync(process.execPath, [resolve("@changesets/cli/bin.js"), "version"], { cwd: root, stdio: "inherit" })

for (const [name, path] of [["sdk", "src/internal/version.ts"], ["cli", "src/version.ts"]]) {
  const { version } = JSON.parse(readFileSync(join(root, "packages", name, "package.json"), "utf8"))
  const file = join(root, "packages", name, path)
  writeFileSync(file, readFileSync(file, "utf8").replace(/(version = )"[^"]*"/, `$1"${version}"`))
}
