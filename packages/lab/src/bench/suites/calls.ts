/** CPU and throughput of a call, 16 in flight. */
import * as Effect from "effect/Effect"
import type * as Client from "../client.js"
import type { Name } from "../contenders.js"
import { interleaved } from "../rounds.js"
import type { Row, Table } from "../row.js"
import * as Rpc from "../rpc.js"
import type * as Server from "../server.js"
import type { Options, Suite } from "../suite.js"
import type { Operation } from "../workload.js"

interface Subject {
  readonly title: string
  readonly client: Name
}

const baseline: Subject = { title: "undici", client: "undici" }

const clients: ReadonlyArray<Subject> = [
  baseline,
  { title: "undici, once more", client: "undici" },
  { title: "@qurl/sdk/Node", client: "sdkNode" },
  { title: "HttpApiClient on undici", client: "httpApiClientUndici" },
  { title: "global fetch", client: "fetch" },
  { title: "@qurl/sdk on fetch", client: "sdkFetch" },
  { title: "@qurl/promise", client: "promise" },
  { title: "@qurl/effect4 on fetch", client: "effect4" },
  { title: "HttpApiClient on fetch", client: "httpApiClientFetch" },
  { title: "ky with retries", client: "ky" },
  { title: "got with retries", client: "got" },
  { title: "axios, no retries", client: "axios" },
  { title: "ofetch with retries", client: "ofetch" }
]

const validation: ReadonlyArray<Subject> = [
  { title: "100 items checked by plain Schema", client: "validateInput" },
  { title: "100 results checked by plain Schema", client: "validateAnswer" }
]

const concurrency = 16

const measure = (
  operation: Operation,
  subjects: ReadonlyArray<Subject>,
  calls: { readonly warmUp: number; readonly turn: number; readonly rounds: number },
  options: Options
): Effect.Effect<ReadonlyArray<Table>> =>
  Effect.gen(function*() {
    const server = yield* Rpc.start<Server.Question, Server.Answer>("server", [])
    const { url } = yield* server.ask({ mode: "answer" })
    const execArgv = options.profiles === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${options.profiles}`]
    const turn = (calls: number) => (peer: Rpc.Peer<Client.Question, Client.Answer>) =>
      peer.ask({ run: operation, calls, concurrency })
    const peers = yield* Effect.forEach(subjects, ({ client }) =>
      Effect.tap(Rpc.start<Client.Question, Client.Answer>("client", [client, url], execArgv), turn(calls.warmUp)))
    const results = yield* interleaved(peers, calls.rounds, options, turn(calls.turn))
    const rows = (read: (answer: Client.Answer) => number): ReadonlyArray<Row> =>
      subjects.map(({ title }, index) => {
        const peer = peers[index]
        return { name: title, samples: (peer === undefined ? undefined : results.get(peer))?.map(read) ?? [] }
      })
    const what = operation === "create" ? "`create`" : "`batchCreate` of 100"
    return [
      {
        id: `${operation}-cpu`,
        title: `CPU of the client per ${what}`,
        unit: "us",
        digits: 0,
        baseline: baseline.title,
        rows: rows(({ cpu }) =>
          cpu / calls.turn
        )
      },
      {
        id: `${operation}-throughput`,
        title: `Calls per second, ${what}, ${concurrency} in flight`,
        unit: "calls/s",
        digits: 0,
        moreIsBetter: true,
        baseline: baseline.title,
        rows: rows(({ wall }) => calls.turn / (wall / 1e6)).filter(({ name }) => !name.startsWith("only"))
      }
    ]
  }).pipe(Effect.scoped)

export const calls: Suite = {
  id: "calls",
  run: (options) =>
    Effect.all([
      measure(
        "create",
        clients,
        options.quick ? { warmUp: 3000, turn: 300, rounds: 5 } : { warmUp: 5000, turn: 800, rounds: 15 },
        options
      ),
      measure(
        "batch",
        [...clients, ...validation],
        options.quick ? { warmUp: 800, turn: 50, rounds: 5 } : { warmUp: 2000, turn: 150, rounds: 15 },
        options
      )
    ]).pipe(Effect.map((tables) => tables.flat()))
}
