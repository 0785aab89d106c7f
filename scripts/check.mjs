// Everything that must hold besides the tests, one step after the other: `npm run check`, or `npm run check -- types lint`.
// A step is one or more command lines; the tools come from node_modules/.bin.
import { spawn } from "node:child_process"
import { readFileSync } from "node:fs"
import { delimiter, join } from "node:path"
import { fileURLToPath } from "node:url"
import { stripVTControlCharacters } from "node:util"

const root = fileURLToPath(new URL("..", import.meta.url))
const { packageManager } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"))

// The compiler that builds. `tsc` is 5.9, whose API the other tools need.
const native = "node node_modules/typescript-7/bin/tsc"

const steps = {
  format: ["dprint check"],
  // The language of comments and pages.
  prose: ["node scripts/check-prose.mjs"],
  lint: ["oxlint --type-aware --deny-warnings --report-unused-disable-directives"],
  // Effects that are never run, and other mistakes that type-check.
  effects: ["node scripts/check-effects.mjs"],
  types: [`${native} --build`, `${native} --project tsconfig.test.json`],
  // As a program of a user: with TypeScript 5.9 and 7, and without the types of Node.
  "public-types": [
    "tsc --project scripts/consumer",
    `${native} --project scripts/consumer`,
    `${native} --project scripts/consumer/tsconfig.browser.json`
  ],
  arrows: ["depcruise packages --config scripts/config/arrows.mjs"],
  unused: ["knip --config scripts/config/knip.json --no-config-hints --exclude duplicates"],
  exports: ["node scripts/check-packages.mjs"],
  // From the tarballs, in a project of their own.
  install: ["node scripts/check-install.mjs"],
  publish: [`npx --yes ${packageManager} --recursive publish --dry-run --no-git-checks`],
  changesets: ["node scripts/check-changesets.mjs"],
  docs: ["vitest run --project scripts --reporter default Docs"],
  // Without a warning, without a link that leads nowhere.
  site: ["node scripts/docs.mjs"]
}

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !Object.hasOwn(steps, name))
if (unknown.length > 0) {
  console.error(`No such step: ${unknown.join(", ")}. The steps are: ${Object.keys(steps).join(", ")}.`)
  process.exit(2)
}

const path = [join(root, "node_modules", ".bin"), process.env.PATH].join(delimiter)

const run = (line) =>
  new Promise((resolve) => {
    const [command, ...args] = line.split(" ")
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, PATH: path },
      stdio: ["ignore", "pipe", "pipe"],
      shell: process.platform === "win32"
    })
    const chunks = []
    child.stdout.on("data", (chunk) => chunks.push(chunk))
    child.stderr.on("data", (chunk) => chunks.push(chunk))
    child.on("error", (error) => resolve({ ok: false, output: `${command}: ${error.message}\n` }))
    child.on("close", (code) => {
      resolve({ ok: code === 0, output: stripVTControlCharacters(Buffer.concat(chunks).toString()) })
    })
  })

// Most steps read the build. When it fails, `types` says so.
await run("node scripts/setup.mjs")

const failed = []
for (const [name, lines] of Object.entries(steps)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  const started = performance.now()
  const problems = []
  for (const line of lines) {
    const { ok, output } = await run(line)
    if (!ok) problems.push(`$ ${line}\n${output.trimEnd()}\n`)
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(5)
  console.log(`${name.padEnd(14)}${seconds} s  ${problems.length === 0 ? "ok" : "FAILED"}`)
  for (const problem of problems) console.log(`\n${problem}`)
  if (problems.length > 0) failed.push(name)
}

if (failed.length > 0) {
  console.log(`FAILED: ${failed.join(", ")}`)
  process.exit(1)
}
