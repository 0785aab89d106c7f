import { read } from "../kit/options.js"
import { type Assumptions, simulate } from "./model.js"

const values = read({
  rows: { type: "string", default: "100000000" },
  workers: { type: "string", default: "10,100,1000" },
  pace: { type: "string", default: "10,100,none" },
  seed: { type: "string", default: "1" },
  json: { type: "boolean", default: false }
})

const hour = 3_600_000

const assumed: Omit<Assumptions, "workers" | "requestsPerSecond"> = {
  rows: Number(values.rows),
  rowsPerRequest: 100,
  journal: { millis: 2, atOnce: 8 },
  paceMillis: 2,
  api: { millis: 60, atOnce: 64 },
  networkMillis: 40,
  lost: { before: 0.005, after: 0.005 },
  timeoutMillis: 30_000,
  backoffMillis: 500,
  death: { every: 6 * hour, restart: 30_000 },
  retentionMillis: 24 * hour,
  leaseMillis: 15_000,
  seed: Number(values.seed)
}

const runs = values.workers.split(",").flatMap((workers) =>
  values.pace.split(",").map((pace) => {
    process.stderr.write(`${workers} workers, pace ${pace} ...\n`)
    const requestsPerSecond = pace === "none" ? undefined : Number(pace)
    return { workers, pace, ...simulate({ ...assumed, workers: Number(workers), requestsPerSecond }) }
  })
)

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`

if (values.json) console.log(JSON.stringify({ assumed, runs }, undefined, 2))
else {
  console.table(runs.map(({ busy, rowsPerSecond, seconds, ...run }) => ({
    workers: run.workers,
    pace: run.pace,
    hours: (seconds / 3600).toFixed(1),
    "rows/s": Math.round(rowsPerSecond),
    requests: run.requests,
    replays: run.replays,
    missing: run.missing,
    double: run.double,
    deaths: run.deaths,
    "busiest second": run.busiestSecond,
    journal: percent(busy.journal),
    "pace row": percent(busy.pace),
    api: percent(busy.api)
  })))
}
if (runs.some(({ double, missing }) => double + missing > 0)) process.exitCode = 1
