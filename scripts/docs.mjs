// The documentation as a static site in docs/.vitepress/dist: `npm run docs`, or `npm run docs -- --serve` to look at it as well.
// Fails on any warning, on links that lead nowhere, and on what a page would load from other hosts.
import { spawn, spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { stripVTControlCharacters } from "node:util"

const root = fileURLToPath(new URL("..", import.meta.url))
const { packageManager } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"))
const site = join("docs", ".vitepress")
const vitepress = join(root, site, "node_modules", "vitepress", "bin", "vitepress.js")

const run = (command, args, shell) => {
  const { status, stderr, stdout } = spawnSync(command, args, { cwd: root, encoding: "utf8", shell })
  return { ok: status === 0, output: stripVTControlCharacters(`${stdout}${stderr}`).trim() }
}

// Apart from the workspace, so that the site's builder is installed only for the site.
const install = ["--yes", packageManager, "--dir", site, "--ignore-workspace", "install", "--frozen-lockfile"]
const installed = run("npx", install, process.platform === "win32")
if (!installed.ok) {
  console.error(installed.output)
  process.exit(1)
}

const built = run(process.execPath, [vitepress, "build", "docs"], false)
console.log(built.output)
if (!built.ok) process.exit(1)
if (/warn|\(!\)/i.test(built.output)) {
  console.error("The site builds with warnings.")
  process.exit(1)
}
console.log(`The site is in ${join(site, "dist")}.`)

if (process.argv.includes("--serve")) {
  spawn(process.execPath, [vitepress, "preview", "docs", "--port", "4173"], { cwd: root, stdio: "inherit" })
}
