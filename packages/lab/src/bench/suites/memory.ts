/** Memory that a call holds while it waits for its answer. */
import * as Effect from "effect/Effect"
import type * as Client from "../client.js"
import type { Name } from "../contenders.js"
import { interleaved } from "../rounds.js"
import type { Table } from "../row.js"
import * as Rpc from "../rpc.js"
import type * as Server from "../server.js"
import type { Suite } from "../suite.js"

const clients: Readonly<Partial<Record<Name, string>>> = {
  undici: "undici",
  sdkNode: "@qurl/sdk/Node",
  httpApiClientUndici: "HttpApiClient on undici",
  fetch: "global fetch",
  sdkFetch: "@qurl/sdk on fetch",
  ky: "ky with retries",
  got: "got with retries"
}

const inFlight = 400

/** Measures the memory of a call: the heap of a process with calls in flight, less that of the same process without. */
const measure = (name: string): Effect.Effect<number> =>
  Effect.gen(function*() {
    const server = yield* Rpc.start<Server.Question, Server.Answer>("server", [])
    const { url } = yield* server.ask({ mode: "answer" })
    const client = yield* Rpc.start<Client.Question, Client.Answer>("client", [name, url], ["--expose-gc"])
    const hold = Effect.gen(function*() {
      yield* server.ask({ mode: "hold" })
      yield* client.ask({ begin: "create", calls: inFlight })
      yield* server.ask({ held: inFlight })
      return yield* client.ask({ heap: true })
    })
    // Connections and compiled code are not what is asked for: they are there from the first time.
    yield* hold
    yield* server.ask({ mode: "answer" })
    yield* client.ask({ run: "create", calls: inFlight, concurrency: inFlight })
    const before = yield* client.ask({ heap: true })
    const during = yield* hold
    return (during.bytes - before.bytes) / inFlight / 1024
  }).pipe(Effect.scoped)

export const memory: Suite = {
  id: "memory",
  run: (options) =>
    Effect.map(
      interleaved(Object.keys(clients), options.quick ? 1 : 3, options, measure),
      (results): ReadonlyArray<Table> => [{
        id: "memory",
        title: `Memory per call in flight, of ${inFlight}`,
        unit: "KiB",
        digits: 1,
        baseline: "undici",
        rows: Object.entries(clients).map(([client, name]) => ({ name, samples: results.get(client) ?? [] }))
      }]
    )
}
