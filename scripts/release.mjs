// Publishes every package whose version is new, with a statement of where it was built. npm accepts that statement only if
// the package names the repository it was built from. The manifests leave it open, so that a fork publishes its own address:
// repository, homepage and bugs are filled in here, from the workflow that runs.
import { execFileSync } from "node:child_process"
import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { root } from "./pack.mjs"

const { GITHUB_REPOSITORY, GITHUB_SERVER_URL } = process.env
if (GITHUB_REPOSITORY === undefined || GITHUB_SERVER_URL === undefined) {
  console.error("Packages are published by the workflow `Release`, and from nowhere else.")
  process.exit(1)
}

const address = `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}`
for (const name of readdirSync(join(root, "packages"))) {
  const file = join(root, "packages", name, "package.json")
  const links = {
    homepage: `${address}/tree/main/packages/${name}#readme`,
    bugs: `${address}/issues`,
    repository: { type: "git", url: `git+${address}.git`, directory: `packages/${name}` }
  }
  writeFileSync(file, `${JSON.stringify({ ...JSON.parse(readFileSync(file, "utf8")), ...links }, null, 2)}\n`)
}

const changeset = join(root, "node_modules", "@changesets", "cli", "bin.js")
execFileSync(process.execPath, [changeset, "publish"], {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, NPM_CONFIG_PROVENANCE: "true" }
})
