// The documentation as a static site in site/dist: `npm run docs`, or `npm run docs -- --serve` to look at it as well.
// Fails on any warning, on links that lead nowhere, and on addresses of other hosts that a page would load.
import { spawn, spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { stripVTControlCharacters } from "node:util"
import { problemsOf } from "./docs/built.mjs"

const root = fileURLToPath(new URL("..", import.meta.url))
const site = join(root, "site")
const { packageManager } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"))
const vitepress = join(site, "node_modules", "vitepress", "bin", "vitepress.js")

const run = (command, args, options = {}) =>
  spawnSync(command, args, { cwd: root, encoding: "utf8", shell: process.platform === "win32", ...options })

const install = run("npx", [
  "--yes",
  packageManager,
  "--dir",
  "site",
  "--ignore-workspace",
  "install",
  "--frozen-lockfile"
])
if (install.status !== 0) {
  console.error(install.stdout + install.stderr)
  process.exit(1)
}

const built = run(process.execPath, [vitepress, "build", "site"], { shell: false })
const output = stripVTControlCharacters(built.stdout + built.stderr)
console.log(output.trim())

const problems = [
  ...(built.status === 0 ? [] : ["the build failed"]),
  ...output.split("\n").filter((line) => /warn/i.test(line)),
  ...(built.status === 0 ? problemsOf(join(site, "dist"), process.env.QURL_DOCS_BASE ?? "/") : [])
]
for (const problem of problems) console.error(problem)
if (problems.length > 0) process.exit(1)

console.log(`The site is in ${join("site", "dist")}.`)
if (process.argv.includes("--serve")) {
  spawn(process.execPath, [vitepress, "preview", "site", "--port", "4173"], { cwd: root, stdio: "inherit" })
}
