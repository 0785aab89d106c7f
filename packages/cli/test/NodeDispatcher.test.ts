import { FetchHttpClient, HttpClient } from "@effect/platform"
import { assert, describe, it } from "@effect/vitest"
import * as Transport from "@qurl/idempotency/Transport"
import { Qurl } from "@qurl/sdk"
import * as UndiciTransport from "@qurl/sdk/UndiciTransport"
import { Effect, Layer, Redacted } from "effect"
import { createServer, type IncomingMessage, type RequestListener } from "node:http"
import type { AddressInfo } from "node:net"
import { gzipSync } from "node:zlib"
import { nodeDispatcher } from "../src/api/nodeDispatcher.js"

const link = JSON.stringify({
  data: {
    qurl_id: "q_1",
    resource_id: "r_1",
    qurl_link: "https://qurl.link/#at_1",
    qurl_site: "https://r_1.qurl.site"
  },
  meta: { request_id: "req_1" }
})
const json = { "content-type": "application/json" }

/** A server that answers the n-th request by the n-th listener, and later ones by the last. */
const serve = (...listeners: ReadonlyArray<RequestListener>) =>
  Effect.acquireRelease(
    Effect.async<{ readonly url: string; readonly received: Array<IncomingMessage>; readonly close: () => void }>(
      (resume) => {
        const received: Array<IncomingMessage> = []
        const server = createServer((request, response) => {
          received.push(request)
          request.resume().on("end", () =>
            listeners[Math.min(received.length, listeners.length) - 1]?.(request, response))
        })
        server.listen(0, "127.0.0.1", () => {
          // A listening TCP server has an address with a port.
          const { port } = server.address() as AddressInfo
          resume(Effect.succeed({
            url: `http://127.0.0.1:${port}`,
            received,
            close: () =>
              server.close()
          }))
        })
      }
    ),
    ({ close }) => Effect.sync(close)
  )

const client = Layer.effect(
  HttpClient.HttpClient,
  Effect.map(HttpClient.HttpClient, (client) => Transport.attach(client, UndiciTransport.make(nodeDispatcher)))
).pipe(Layer.provide(FetchHttpClient.layer))

const create = (baseUrl: string) =>
  Qurl.create({ target_url: "https://example.com" }).pipe(
    Effect.provide(Layer.provide(Qurl.layer({ apiKey: Redacted.make("lv_live_0123456789"), baseUrl }), client))
  )

const answers =
  (body: string | Uint8Array, headers: Readonly<Record<string, string>> = {}): RequestListener => (_, response) => {
    response.writeHead(201, { ...json, ...headers }).end(body)
  }

describe("calls over Node's own client", () => {
  it.scopedLive("an answer is read, compressed or not", () =>
    Effect.gen(function*() {
      const server = yield* serve(answers(link), answers(gzipSync(link), { "content-encoding": "gzip" }))
      for (const attempts of [1, 1]) {
        const created = yield* create(server.url)
        assert.strictEqual(created.qurl_id, "q_1")
        assert.strictEqual(created.meta.attempts, attempts)
      }
      assert.strictEqual(server.received[0]?.headers["content-type"], "application/json")
      assert.isString(server.received[0]?.headers["idempotency-key"])
    }))

  it.scopedLive.each<[what: string, lost: RequestListener]>([
    ["a connection that ends before an answer", (request) => request.socket.destroy()],
    ["a body whose connection ends", (request, response) => {
      response.writeHead(201, { ...json, "content-length": "500" })
      response.write(link.slice(0, 20), () => request.socket.destroy())
    }],
    ["a compressed body that stops", answers(gzipSync(link).subarray(0, 40), { "content-encoding": "gzip" })]
  ])("$0: the call is repeated under its key", ([, lost]) =>
    Effect.gen(function*() {
      const server = yield* serve(lost, answers(link))
      assert.strictEqual((yield* create(server.url)).meta.attempts, 2)
      const keys = server.received.map(({ headers }) => headers["idempotency-key"])
      assert.lengthOf(keys, 2)
      assert.strictEqual(keys[0], keys[1])
    }))

  it.scopedLive("a redirect is not followed", () =>
    Effect.gen(function*() {
      const server = yield* serve((_, response) => {
        response.writeHead(307, { location: "/elsewhere" }).end()
      })
      yield* Effect.flip(create(server.url))
      assert.isTrue(server.received.every(({ url }) => url === "/v1/qurls"))
    }))

  it.live("a refused connection is not sent", () =>
    Effect.gen(function*() {
      const error = yield* Effect.flip(create("http://127.0.0.1:1"))
      assert.propertyVal(error, "outcome", "not sent")
    }), 60_000)
})
