import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import { parseArgs } from "node:util"
import { prove } from "./prove.js"

const { values } = parseArgs({
  options: {
    rows: { type: "string", default: "100000" },
    runners: { type: "string", default: "3" },
    kills: { type: "string", default: "50" },
    restarts: { type: "string", default: "2" },
    "stop-seconds": { type: "string", default: "20" },
    pace: { type: "string", default: "10" },
    json: { type: "boolean", default: false }
  }
})

const report = Effect.scoped(prove({
  rows: Number(values.rows),
  runners: Number(values.runners),
  kills: Number(values.kills),
  restarts: Number(values.restarts),
  stopMillis: Number(values["stop-seconds"]) * 1000 || undefined,
  pace: Number(values.pace),
  log: (line) => process.stderr.write(`${line}\n`)
}))

await Effect.runPromise(Effect.flatMap(report, (report) => {
  const holds = report.links === report.rows && report.targets === report.rows && report.results === report.rows
  if (!holds) process.exitCode = 1
  return values.json
    ? Console.log(JSON.stringify(report))
    : Console.table({ ...report, ...report.counts, counts: undefined, holds })
}))
