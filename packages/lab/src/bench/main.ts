/**
 * Measures what calls cost: `npm run bench -- [--quick] [--only calls,store-sqlite] [--wait MINUTES] [--out FOLDER]
 * [--profiles FOLDER]`.
 *
 * `--out` is where the result goes, as JSON, as a page and as pictures; what is committed is in `docs/benchmarks`.
 */
import * as Effect from "effect/Effect"
import { mkdirSync, writeFileSync } from "node:fs"
import { cpus, loadavg, totalmem } from "node:os"
import { join } from "node:path"
import { read } from "../kit/options.js"
import { page } from "./report/page.js"
import { svg } from "./report/svg.js"
import type { Result } from "./result.js"
import type { Suite } from "./suite.js"
import { bulk } from "./suites/bulk.js"
import { bundle } from "./suites/bundle.js"
import { calls } from "./suites/calls.js"
import { coldStart } from "./suites/coldStart.js"
import { memory } from "./suites/memory.js"
import { stores } from "./suites/stores.js"
import { storm } from "./suites/storm.js"
import { streaming } from "./suites/streaming.js"
import { workers } from "./suites/workers.js"

const suites: ReadonlyArray<Suite> = [calls, coldStart, memory, storm, bundle, bulk, workers, ...stores, streaming]

const values = read({
  quick: { type: "boolean", default: false },
  only: { type: "string" },
  out: { type: "string" },
  profiles: { type: "string" },
  wait: { type: "string", default: "0" }
})

const names = values.only?.split(",") ?? suites.map(({ id }) => id)
const unknown = names.filter((name) => !suites.some(({ id }) => id === name))
if (unknown.length > 0) {
  console.error(`No such suite: ${unknown.join(", ")}. The suites are: ${suites.map(({ id }) => id).join(", ")}.`)
  process.exit(2)
}

const load = () => Math.round((loadavg()[0] ?? 0) * 100) / 100

/** Processes that want to run, up to which a machine counts as quiet. */
const quiet = 0.3

/** Waits until the machine is quiet, for `--wait` minutes at most. */
const settled = Effect.gen(function*() {
  for (let waited = 0; load() >= quiet && waited < Number(values.wait) * 60; waited += 5) {
    yield* Effect.sleep("5 seconds")
  }
  if (load() >= quiet) {
    console.error(`The machine is busy (load ${load()}): trust the ratios, and those not to the digit.`)
  }
})

const measured = Effect.gen(function*() {
  yield* settled
  const before = load()
  const tables = yield* Effect.forEach(suites.filter(({ id }) => names.includes(id)), (suite) => {
    console.error(`${suite.id} ...`)
    return suite.run({ quick: values.quick, random: Math.random, profiles: values.profiles })
  })
  const result: Result = {
    date: new Date().toISOString(),
    quick: values.quick,
    machine: {
      node: process.version,
      platform: `${process.platform} ${process.arch}`,
      cpu: `${cpus().length} x ${cpus()[0]?.model ?? "unknown"}`,
      memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
      load: [before, load()]
    },
    tables: tables.flat()
  }
  return result
})

const result = await Effect.runPromise(measured)
console.log(page(result))
if (values.out !== undefined) {
  mkdirSync(values.out, { recursive: true })
  writeFileSync(join(values.out, "result.json"), `${JSON.stringify(result, undefined, 2)}\n`)
  writeFileSync(join(values.out, "README.md"), `${page(result)}\n`)
  for (const table of result.tables) writeFileSync(join(values.out, `${table.id}.svg`), svg(table))
}
