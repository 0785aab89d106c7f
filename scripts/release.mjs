// Publishes every package whose version is new, with a statement of where it was built. npm takes that statement only when
// the package names the repository it was built from, which is told here, by whom it is built.
import { execFileSync } from "node:child_process"
import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { root } from "./pack.mjs"

const { GITHUB_REPOSITORY, GITHUB_SERVER_URL } = process.env
if (GITHUB_REPOSITORY === undefined || GITHUB_SERVER_URL === undefined) {
  console.error("Packages are published by the workflow `Release`, and from nowhere else.")
  process.exit(1)
}

for (const name of readdirSync(join(root, "packages"))) {
  const file = join(root, "packages", name, "package.json")
  const repository = {
    type: "git",
    url: `git+${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}.git`,
    directory: `packages/${name}`
  }
  writeFileSync(file, `${JSON.stringify({ ...JSON.parse(readFileSync(file, "utf8")), repository }, null, 2)}\n`)
}

const changeset = join(root, "node_modules", "@changesets", "cli", "bin.js")
execFileSync(process.execPath, [changeset, "publish"], {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, NPM_CONFIG_PROVENANCE: "true" }
})
