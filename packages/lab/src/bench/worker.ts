/**
 * Runs a worker of a bulk job in its own process: `worker.js URL JOURNAL`, where the journal is a file or an address.
 */
import { Gate, Qurl } from "@qurl/sdk"
import * as Postgres from "@qurl/sdk/Journal/Postgres"
import * as Sqlite from "@qurl/sdk/Journal/Sqlite"
import { QurlLive } from "@qurl/sdk/Node"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"
import * as Rpc from "./rpc.js"
import { apiKey, input } from "./workload.js"

export interface Question {
  readonly job: string
  /** Rows of the whole job. Every worker reads all of them, and sends those of the chunks that it claims. */
  readonly rows: number
  /** True if other workers take part. */
  readonly shared: boolean
}

/** Microseconds of CPU, and the rows that this worker settled. */
export interface Answer {
  readonly cpu: number
  readonly rows: number
}

const [url = "", journal = ""] = process.argv.slice(2)
process.env.QURL_API_KEY = apiKey
process.env.QURL_API_URL = url
const layerJournal = journal.startsWith("postgres")
  ? Postgres.layer({ url: Redacted.make(journal) })
  : Sqlite.layer({ filename: journal })
const runtime = ManagedRuntime.make(Layer.merge(Layer.provide(QurlLive, Gate.layer(1000)), layerJournal))

const rowsOf = (count: number) =>
  Stream.range(1, count).pipe(Stream.map((row) => ({ ...input, label: `for guest ${row}` })), Stream.rechunk(100))

Rpc.answer<Question, Answer>(async ({ job, rows, shared }) => {
  const before = process.cpuUsage()
  const settled = await runtime.runPromise(Stream.runCount(Qurl.batchCreateAll(rowsOf(rows), { job, shared })))
  const { system, user } = process.cpuUsage(before)
  return { cpu: system + user, rows: settled }
})
