// Runs the tests: `npm test` a quick test of every behaviour, `npm run test:all` the long ones too. Arguments narrow it:
// `npm test -- packages/sdk`, `npm test -- packages/sdk Webhooks`, `npm test -- retry`. Several projects run at once, each
// in a process of its own, because most tests wait. The last line sums up: `N passed, N failed`.
import { spawn } from "node:child_process"
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { availableParallelism, tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("..", import.meta.url))
const args = process.argv.slice(2)
const all = args.includes("--all")
const places = args.filter((arg) => arg !== "--all").map((arg) => arg.replace(/^\.\//, "").replace(/\/+$/, ""))

const known = [
  ...readdirSync(join(root, "packages")).filter((name) => existsSync(join(root, "packages", name, "test"))),
  "scripts"
]

/**
 * Projects whose tests take long, and in how many processes they run. They begin first, so that short ones fill the end.
 * A further process loads everything once more, which pays in the long form only.
 */
const shards = {
  "idempotency-server": all ? 3 : 2,
  cli: all ? 2 : 1,
  sdk: all ? 2 : 1,
  lab: all ? 2 : 1,
  scripts: all ? 2 : 1,
  promise: 1,
  emulator: all ? 2 : 1,
  idempotency: 1,
  testing: 1
}
const inOrder = [...new Set([...Object.keys(shards), ...known])].filter((name) => known.includes(name))

const nameOf = (place) => place === "scripts" ? "scripts" : /^packages\/([^/]+)/.exec(place)?.[1]
const chosen = [...new Set(places.flatMap((place) => nameOf(place) ?? []))]
const unknown = chosen.filter((name) => !known.includes(name))
if (unknown.length > 0) {
  console.error(`No tests in packages/${unknown.join(", packages/")}. There are: ${known.join(", ")}.`)
  process.exit(2)
}
/** Parts of file names, also as what follows a package: `packages/sdk/test/webhooks/Webhooks.test.ts`. */
const filters = places.flatMap((place) =>
  nameOf(place) === undefined ? [place] : place.split("/").slice(2).at(-1) ?? []
)
  .filter((filter) => filter !== "test")

const isLong = all || filters.length > 0

/**
 * The files of a project share the modules of one process: loading Effect and the sources anew costs about a second of CPU
 * for each of them. The long tests of these projects are isolated, because they measure their process or start many.
 */
const isolated = new Set(isLong ? ["effect4", "lab", "scripts"] : [])

const projects = chosen.length > 0 ? chosen : inOrder
const jobs = projects.flatMap((name) => {
  const count = chosen.length === 1 || filters.length > 0 ? 1 : shards[name] ?? 1
  return Array.from(
    { length: count },
    (_, index) => ({ name, shard: count === 1 ? undefined : `${index + 1}/${count}` })
  )
})

/** A single project shows each test as it ends. Of several, only those that fail show their output, after their end. */
const isAlone = jobs.length === 1

const directory = mkdtempSync(join(tmpdir(), "qurl-tests-"))
process.on("exit", () => rmSync(directory, { recursive: true, force: true }))

const run = ({ name, shard }) =>
  new Promise((resolve) => {
    const report = join(directory, `${name}-${shard?.replace("/", "-") ?? "all"}.json`)
    const child = spawn(process.execPath, [
      join(root, "node_modules", "vitest", "vitest.mjs"),
      "run",
      "--project",
      name,
      "--passWithNoTests",
      ...(isolated.has(name) ? [] : ["--no-isolate", "--poolOptions.forks.singleFork"]),
      ...(shard === undefined ? [] : ["--shard", shard]),
      "--reporter",
      isAlone ? "verbose" : "default",
      "--reporter",
      "json",
      "--outputFile.json",
      report,
      ...filters
    ], {
      cwd: root,
      env: { ...process.env, QURL_TESTS: isLong ? "all" : "quick" },
      stdio: isAlone ? ["ignore", "inherit", "inherit"] : ["ignore", "pipe", "pipe"]
    })
    const output = []
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => output.push(chunk))
    child.on("close", (code) => {
      const { numFailedTests = 0, numPassedTests = 0, testResults = [] } = existsSync(report)
        ? JSON.parse(readFileSync(report, "utf8"))
        : {}
      // A file that cannot be loaded and an error outside any test fail the run without failing a test.
      const unloaded = testResults.filter(({ assertionResults, status }) =>
        status === "failed" && !assertionResults.some((test) => test.status === "failed")
      ).length
      const failed = numFailedTests + unloaded
      resolve({
        passed: numPassedTests,
        failed: code !== 0 && failed === 0 ? 1 : failed,
        output: Buffer.concat(output).toString()
      })
    })
  })

const queue = [...jobs]
const total = { passed: 0, failed: 0 }
const work = async () => {
  for (let job = queue.shift(); job !== undefined; job = queue.shift()) {
    const started = performance.now()
    const { failed, output, passed } = await run(job)
    total.passed += passed
    total.failed += failed
    const seconds = ((performance.now() - started) / 1000).toFixed(1)
    if (failed > 0 && !isAlone) console.log(output)
    if (passed + failed > 0 || failed > 0) {
      const title = job.shard === undefined ? job.name : `${job.name} ${job.shard}`
      console.log(
        `${title.padEnd(24)}${String(passed).padStart(5)} passed${failed > 0 ? `, ${failed} FAILED` : ""}  ${seconds} s`
      )
    }
  }
}
await Promise.all(Array.from({ length: availableParallelism() + (all ? 1 : 2) }, work))

if (total.passed + total.failed === 0) console.error(`No test file is called ${filters.join(" or ")}.`)
const line = `${total.passed} passed, ${total.failed} failed`
console.log(line)
if (process.env.QURL_TEST_SUMMARY !== undefined) writeFileSync(process.env.QURL_TEST_SUMMARY, `${line}\n`)
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0)
