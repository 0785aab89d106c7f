// Changes the code as a careless hand would, one change at a time, and asks for each whether its test fails:
// `npm run mutants`, or `npm run mutants -- --only gate` for those with the word in their name. `--check` only looks
// whether every change can still be made and every test is still there. No file is touched.
import { spawn } from "node:child_process"
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { mutants } from "./list.mjs"

const root = fileURLToPath(new URL("../../..", import.meta.url))
const { values } = parseArgs({
  options: {
    only: { type: "string", default: "" },
    check: { type: "boolean", default: false },
    write: { type: "string" }
  }
})

const read = (...path) => readFileSync(join(root, ...path), "utf8")

/** The cases of a store's contract, and those of the middleware, are named where they are and not in what runs them. */
const shared = ["packages/idempotency-server/src/internal/contract", "packages/idempotency-server/test/support"]
const cases = shared
  .flatMap((folder) => readdirSync(join(root, folder)).map((file) => read(folder, file)))
  .join("\n")

/** Finds a mistake in the description of a mutant before it is tried. */
const problemOf = ({ file, find, project, replace, test, title }) => {
  const path = `packages/${project}/${test}`
  if (!existsSync(join(root, file))) return `${file} does not exist`
  const found = read(file).split(find).length - 1
  if (found !== 1) return `its text stands ${found} times in ${file}`
  if (find === replace) return "it changes nothing"
  if (!existsSync(join(root, path))) return `${path} does not exist`
  const text = read(path)
  const known = text.includes(title) || (/Conformance\.cases|\/cases\.js"/.test(text) && cases.includes(title))
  return known ? undefined : `${path} has no test called "${title}"`
}

const chosen = mutants.filter(({ name }) => name.includes(values.only))
const names = mutants.map(({ name }) => name)
const problems = chosen.flatMap((mutant) => {
  const problem = names.indexOf(mutant.name) === names.lastIndexOf(mutant.name) ? problemOf(mutant) : "has a twin"
  return problem === undefined ? [] : [`${mutant.name}: ${problem}`]
})
if (chosen.length === 0) problems.push(`No mutant is called "${values.only}".`)
if (problems.length > 0) {
  console.error(problems.join("\n"))
  process.exit(1)
}
if (values.check) {
  console.log(`${chosen.length} mutants can be made.`)
  process.exit(0)
}

const directory = mkdtempSync(join(tmpdir(), "mutants-"))
process.on("exit", () => rmSync(directory, { recursive: true, force: true }))

/** Runs the test of a mutant, with it or without it. */
const run = ({ file, find, project, replace, test, title }, mutated) =>
  new Promise((resolve, reject) => {
    const report = join(directory, "report.json")
    rmSync(report, { force: true })
    const pattern = title.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")
    const args = [join(root, "node_modules", "vitest", "vitest.mjs"), "run", "--project", project, test]
    const child = spawn(
      process.execPath,
      [...args, "--testNamePattern", pattern, "--reporter", "json", "--outputFile", report],
      {
        cwd: root,
        stdio: "ignore",
        env: { ...process.env, ...(mutated ? { QURL_MUTANT: JSON.stringify({ file, find, replace }) } : {}) }
      }
    )
    child.on("error", reject)
    child.on("close", () => {
      const { testResults } = existsSync(report) ? JSON.parse(readFileSync(report, "utf8")) : { testResults: [] }
      const tests = testResults.flatMap(({ assertionResults }) => assertionResults)
      const failed = tests.filter(({ status }) => status === "failed")
      resolve({
        passed: tests.filter(({ status }) => status === "passed").length,
        failed: failed.length,
        messages: failed.flatMap(({ failureMessages }) => failureMessages),
        broken: testResults.some(({ assertionResults, message, status }) =>
          status === "failed" && (assertionResults.length === 0 || (failed.length === 0 && message !== ""))
        )
      })
    })
  })

const sound = new Map()
/** True if the test runs and passes without the mutant. Asked once for each test. */
const isSound = async (mutant) => {
  const key = `${mutant.project} ${mutant.test} ${mutant.title}`
  if (!sound.has(key)) sound.set(key, await run(mutant, false))
  const { broken, failed, passed } = sound.get(key)
  return passed > 0 && failed === 0 && !broken
}

/** A test that fails because the code no longer loads has noticed nothing. */
const isNoise = (message) =>
  /SyntaxError|ReferenceError|is not a function|Failed to (load|resolve)|Transform failed/.test(message)

const verdictOf = async (mutant) => {
  if (!(await isSound(mutant))) return "its test does not pass without it, or does not run"
  const { broken, failed, messages } = await run(mutant, true)
  if (broken || messages.some(isNoise)) return `does not run: ${messages[0]?.split("\n")[0] ?? "it does not load"}`
  if (failed === 0) return "survived"
  return messages.some((message) => /Test timed out/.test(message)) ? "killed (the test waits for ever)" : "killed"
}

const rows = []
for (const mutant of chosen) {
  const verdict = await verdictOf(mutant)
  rows.push({ ...mutant, verdict })
  console.log(`${verdict.padEnd(8)}  ${mutant.name}`)
}
const survivors = rows.filter(({ verdict }) => !verdict.startsWith("killed"))
console.log(`${rows.length - survivors.length} of ${rows.length} killed`)

if (values.write !== undefined) {
  const cell = (text) => text.replaceAll("|", "\\|")
  const lines = rows.map(({ name, project, test, verdict }) =>
    `| ${cell(name)} | ${verdict} | \`packages/${project}/${test}\` |`
  )
  writeFileSync(
    values.write,
    `# Mutants

\`\`\`sh
npm run mutants -- --write docs/results/mutants.md
\`\`\`

Each mutant is one careless change to the code that keeps one effect per key. Its test passes without the change, and with it
must fail. The changes are in \`packages/lab/mutants/list.mjs\`.

| mutant | verdict | test |
| - | - | - |
${lines.join("\n")}
`
  )
}
process.exit(survivors.length === 0 ? 0 : 1)
