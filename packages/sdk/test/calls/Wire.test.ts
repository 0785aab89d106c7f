import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import { assert, describe, it } from "@effect/vitest"
import { Qurl } from "@qurl/sdk"
import { layerHttpClient } from "@qurl/sdk/Node"
import { Effect, Layer, Redacted } from "effect"
import { execFileSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { createServer } from "node:https"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { apiKey, created, problem, serve } from "../support/server.js"

const hour = 3_600_000

/** Self-signed certificate for localhost. */
const certificate = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "qurl-tls-"))),
  (home) => Effect.sync(() => rmSync(home, { recursive: true }))
).pipe(Effect.map((home) => {
  const [key, cert] = [join(home, "key.pem"), join(home, "cert.pem")]
  const names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
  const files = ["-keyout", key, "-out", cert]
  execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", ...names, ...files], {
    stdio: "pipe"
  })
  return { key: readFileSync(key), cert: readFileSync(cert) }
}))

/** A server with that certificate, and how many requests and connections reached it. */
const selfSigned = Effect.flatMap(certificate, (options) =>
  Effect.acquireRelease(
    Effect.async<{ readonly url: string; readonly seen: { requests: number; connections: number }; close: () => void }>(
      (resume) => {
        const seen = { requests: 0, connections: 0 }
        const server = createServer(options, (_, response) => {
          seen.requests += 1
          response.end()
        })
        server.on("connection", () => seen.connections += 1)
        server.listen(0, "127.0.0.1", () => {
          // A listening TCP server has an address with a port.
          const { port } = server.address() as AddressInfo
          resume(Effect.succeed({ url: `https://localhost:${port}`, seen, close: () => server.close() }))
        })
      }
    ),
    ({ close }) => Effect.sync(close)
  ))

const on = { fetch: FetchHttpClient.layer, undici: layerHttpClient }
const input = { target_url: "https://example.com/report.pdf" }

describe.each(Object.entries(on))("what a real wire brings, on %s", (_, layerClient) => {
  const layerOf = (baseUrl: string) =>
    Qurl.layer({ apiKey: Redacted.make(apiKey), baseUrl }).pipe(Layer.provide(layerClient))

  it.scopedLive("an untrusted certificate: nothing was sent, and nothing is repeated", () =>
    Effect.gen(function*() {
      const server = yield* selfSigned
      const error = yield* Effect.flip(Qurl.create(input)).pipe(Effect.provide(layerOf(server.url)))
      assert.strictEqual(error._tag, "NetworkError")
      assert.strictEqual(error.outcome, "not sent")
      assert.include(error.message, "localhost")
      assert.deepStrictEqual(server.seen, { requests: 0, connections: 1 })
    }))

  it.scopedLive("an answer whose compressed body stops is asked for again under the same key", () =>
    Effect.gen(function*() {
      const { json } = created()
      const whole = gzipSync(JSON.stringify(json))
      // The length is that of the part: on the wire nothing is missing.
      const half = { status: 201, text: whole.subarray(0, whole.length - 12), headers: { "content-encoding": "gzip" } }
      const server = yield* serve(half, created())
      const link = yield* Qurl.create(input).pipe(Effect.provide(layerOf(server.url)))
      assert.strictEqual(link.qurl_id, "q_1")
      assert.strictEqual(link.meta.attempts, 2)
      const keys = server.received.map(({ headers }) => headers["idempotency-key"])
      assert.lengthOf(new Set(keys), 1)
      assert.isString(keys[0])
    }))

  it.scopedLive("a Retry-After of a day ends the call at once, and holds others back for an hour at most", () =>
    Effect.gen(function*() {
      const limited = problem(429, { code: "rate_limit_exceeded", title: "Too many requests" })
      const server = yield* serve({ ...limited, headers: { ...limited.headers, "retry-after": "86400" } })
      const waits = yield* Effect.replicateEffect(
        Effect.map(Effect.flip(Qurl.create(input)), (error) => {
          assert.strictEqual(error._tag, "RateLimitError")
          return "retryAt" in error && error.retryAt !== undefined ? error.retryAt - Date.now() : 0
        }),
        2
      ).pipe(Effect.provide(layerOf(server.url)))
      // The first error says what the server asked for, the second when the client sends again.
      assert.closeTo(waits[0] ?? 0, 24 * hour, hour / 2)
      assert.closeTo(waits[1] ?? 0, hour, hour / 2)
      // The second call was refused by the client.
      assert.lengthOf(server.received, 1)
    }))
})
