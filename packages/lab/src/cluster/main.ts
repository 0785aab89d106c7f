import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import { read, whole } from "../kit/options.js"
import { prove } from "./prove.js"

const values = read({
  rows: { type: "string", default: "100000" },
  runners: { type: "string", default: "3" },
  kills: { type: "string", default: "50" },
  restarts: { type: "string", default: "2" },
  "stop-seconds": { type: "string", default: "20" },
  pace: { type: "string", default: "10" },
  json: { type: "boolean", default: false }
})

const report = Effect.scoped(prove({
  rows: whole("rows", values.rows),
  runners: whole("runners", values.runners),
  kills: whole("kills", values.kills),
  restarts: whole("restarts", values.restarts),
  stopMillis: whole("stop-seconds", values["stop-seconds"]) * 1000 || undefined,
  pace: whole("pace", values.pace),
  log: (line) => process.stderr.write(`${line}\n`)
}))

await Effect.runPromise(Effect.flatMap(report, (report) => {
  const { counts, ...rest } = report
  const { busiestTenSeconds, links, results, rows, targets } = rest
  const isOnce = links === rows && targets === rows && results === rows
  const isPaced = busiestTenSeconds <= 10 * whole("pace", values.pace)
  if (!isOnce || !isPaced) process.exitCode = 1
  if (values.json) return Console.log(JSON.stringify(report))
  return Effect.zipRight(
    Console.table({ ...rest, ...counts }),
    Console.log(
      `${isOnce ? "Every row has one link and one result." : "FAILED: rows, links and results differ."} `
        + (isPaced ? "The pace was kept." : `FAILED: ${busiestTenSeconds} requests reached the API in ten seconds.`)
    )
  )
}))
