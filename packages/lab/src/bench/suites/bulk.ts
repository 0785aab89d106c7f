/** Bulk work: `batchCreateAll` beside a plain loop over hundreds. */
import * as Effect from "effect/Effect"
import type * as Client from "../client.js"
import type { Name } from "../contenders.js"
import { interleaved } from "../rounds.js"
import type { Table } from "../row.js"
import * as Rpc from "../rpc.js"
import type * as Server from "../server.js"
import type { Suite } from "../suite.js"
import { batchSize } from "../workload.js"

const baseline = "loop of batchCreate"

const clients: ReadonlyArray<{ readonly title: string; readonly client: Name }> = [
  { title: baseline, client: "bulkLoop" },
  { title: `${baseline}, once more`, client: "bulkLoop" },
  { title: "batchCreateAll", client: "bulkUnwritten" },
  { title: "batchCreateAll, journal in SQLite", client: "bulkJournal" }
]

/** As many requests at once as `batchCreateAll` has by default. */
const concurrency = 4

export const bulk: Suite = {
  id: "bulk",
  run: (options) =>
    Effect.gen(function*() {
      const size = options.quick
        ? { warmUp: 20, turn: 10, rounds: 3 }
        : { warmUp: 1000, turn: 100, rounds: 15 }
      const rows = size.turn * batchSize
      const server = yield* Rpc.start<Server.Question, Server.Answer>("server", [])
      const { url } = yield* server.ask({ mode: "answer" })
      const execArgv = options.profiles === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${options.profiles}`]
      const turn = (calls: number) => (peer: Rpc.Peer<Client.Question, Client.Answer>) =>
        peer.ask({ run: "batch", calls, concurrency })
      const peers = yield* Effect.forEach(clients, ({ client }) =>
        Effect.tap(Rpc.start<Client.Question, Client.Answer>("client", [client, url], execArgv), turn(size.warmUp)))
      const results = yield* interleaved(peers, size.rounds, options, turn(size.turn))
      const rowsOf = (read: (answer: Client.Answer) => number): Table["rows"] =>
        clients.map(({ title }, index) => {
          const peer = peers[index]
          return { name: title, samples: (peer === undefined ? undefined : results.get(peer))?.map(read) ?? [] }
        })
      const table: Pick<Table, "baseline" | "subject" | "digits"> = { baseline, subject: "how", digits: 1 }
      return [
        {
          ...table,
          id: "bulk-cpu",
          title: `CPU of the client per row, ${batchSize} in a request`,
          unit: "us",
          rows: rowsOf(({ cpu }) =>
            cpu / rows
          )
        },
        {
          ...table,
          id: "bulk-throughput",
          title: `Rows per second, ${batchSize} in a request, ${concurrency} requests in flight`,
          unit: "rows/s",
          digits: 0,
          moreIsBetter: true,
          rows: rowsOf(({ wall }) => rows / (wall / 1e6))
        }
      ]
    }).pipe(Effect.scoped)
}
