/** The load on a server in trouble, per call. */
import * as Effect from "effect/Effect"
import type * as Client from "../client.js"
import type { Name } from "../contenders.js"
import type { Row } from "../row.js"
import * as Rpc from "../rpc.js"
import type * as Server from "../server.js"
import type { Suite } from "../suite.js"

const clients: Readonly<Partial<Record<Name, string>>> = {
  sdkNode: "@qurl/sdk/Node",
  ky: "ky with retries",
  got: "got with retries"
}

const requestsPerCall = (name: string, calls: number): Effect.Effect<number> =>
  Effect.gen(function*() {
    const server = yield* Rpc.start<Server.Question, Server.Answer>("server", [])
    const { url } = yield* server.ask({ mode: "outage" })
    const client = yield* Rpc.start<Client.Question, Client.Answer>("client", [name, url, "hurry"])
    yield* client.ask({ run: "create", calls, concurrency: 16 })
    const { requests } = yield* server.ask({ mode: "answer" })
    return requests / calls
  }).pipe(Effect.scoped)

export const storm: Suite = {
  id: "storm",
  run: ({ quick }) => {
    const calls = quick ? 200 : 1000
    return Effect.map(
      Effect.forEach(
        Object.entries(clients),
        ([client, name]): Effect.Effect<Row> =>
          Effect.map(requestsPerCall(client, calls), (requests) => ({ name, samples: [requests] }))
      ),
      (rows) => [{
        id: "storm",
        title: `An outage, every connection cut: requests per call, of ${calls}`,
        unit: "requests",
        digits: 2,
        rows
      }]
    )
  }
}
