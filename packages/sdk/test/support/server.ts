import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import { Qurl } from "@qurl/sdk"
import { Effect, Layer, Redacted, type Scope } from "effect"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"

/** A request as it arrived. */
export interface Received {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage["headers"]
  readonly body: string
}

/** Reply of the server to a request: an answer, or a connection that breaks before (`reset`) or within (`cut`) it. */
export type Reply =
  | {
    readonly status: number
    readonly json?: unknown
    readonly text?: string | Uint8Array
    readonly headers?: Readonly<Record<string, string>>
  }
  | "reset"
  | "cut"

export interface Server {
  readonly url: string
  /** Every request so far, in the order of arrival. */
  readonly received: ReadonlyArray<Received>
}

const answer = (response: ServerResponse, reply: Reply) => {
  if (reply === "reset") {
    response.destroy()
    return
  }
  if (reply === "cut") {
    response.writeHead(201, { "content-type": "application/json", "content-length": "100" })
    response.write("{\"data\":", () => response.destroy())
    return
  }
  const body = reply.text ?? (reply.json === undefined ? "" : JSON.stringify(reply.json))
  response.writeHead(reply.status, { "content-type": "application/json", ...reply.headers })
  response.end(body)
}

/** A server on a free port that answers the n-th request with the n-th reply, and the last reply from there on. */
export const serve = (
  ...replies: ReadonlyArray<Reply | ((request: Received) => Reply)>
): Effect.Effect<Server, never, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.async<Server & { readonly close: () => void }>((resume) => {
      const received: Array<Received> = []
      const server = createServer((request, response) => {
        const chunks: Array<Buffer> = []
        request.on("data", (chunk) => chunks.push(chunk))
        request.on("end", () => {
          const one = {
            method: request.method ?? "",
            url: request.url ?? "",
            headers: request.headers,
            body: Buffer.concat(chunks).toString("utf8")
          }
          received.push(one)
          const reply = replies[Math.min(received.length, replies.length) - 1] ?? { status: 500 }
          answer(response, typeof reply === "function" ? reply(one) : reply)
        })
      })
      server.listen(0, "127.0.0.1", () => {
        // A listening TCP server has an address with a port.
        const { port } = server.address() as AddressInfo
        resume(Effect.succeed({
          url: `http://127.0.0.1:${port}`,
          received,
          close: () => {
            server.closeAllConnections()
            server.close()
          }
        }))
      })
    }),
    ({ close }) => Effect.sync(close)
  )

export const apiKey = "lv_test_0123456789abcdef"

/** The service on `fetch`, for one server. */
const layerFor = (baseUrl: string) =>
  Qurl.layer({ apiKey: Redacted.make(apiKey), baseUrl }).pipe(Layer.provide(FetchHttpClient.layer))

/** Runs an effect against a scripted server, with the real clock. */
export const against = <A, E>(
  server: Server,
  effect: Effect.Effect<A, E, Qurl>
): Effect.Effect<A, E> =>
  Effect.orDie(Layer.build(layerFor(server.url))).pipe(
    Effect.flatMap((context) => Effect.provide(effect, context)),
    Effect.scoped
  )

export const created = (id = "r_1") => ({
  status: 201,
  json: {
    data: { qurl_id: "q_1", resource_id: id, qurl_link: "https://qurl.link/#at_planted", qurl_site: "https://s.test" },
    meta: { request_id: "req_1" }
  }
})

/** Half of a stored success. */
export const replayOfHalf = {
  status: 201,
  text: "{\"data\":{\"qurl_id\":\"q_1",
  headers: { "content-type": "application/json", "idempotency-replayed": "true" }
}

export const problem = (status: number, error: Readonly<Record<string, unknown>>, meta: object = {}) => ({
  status,
  json: { error, meta: { request_id: "req_9", ...meta } },
  headers: { "content-type": "application/problem+json" }
})
