import { assert, describe, it } from "@effect/vitest"
import { Qurl, RetryPolicy } from "@qurl/sdk"
import { layerHttpClient } from "@qurl/sdk/Node"
import { Effect, Layer, Redacted, Schema } from "effect"
import { createServer, type Server } from "node:net"
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib"
import { serve } from "./support/server.js"

/** Reads the quota from a server that answers with `body` and says that it is in `encoding`. */
const quota = (encoding: string, body: string | Uint8Array, status = 200) =>
  Effect.gen(function*() {
    const server = yield* serve({ status, text: body, headers: { "content-encoding": encoding } })
    const layer = Qurl.layer({ apiKey: Redacted.make("lv_test_1"), apiUrl: server.url })
    const call = Qurl.getQuota({ retry: RetryPolicy.none }).pipe(Effect.provide(Layer.provide(layer, layerHttpClient)))
    return { result: yield* Effect.either(call), asked: String(server.received[0]?.headers["accept-encoding"]) }
  })

const encodings = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync }

describe("on undici", () => {
  for (const [encoding, compress] of Object.entries(encodings)) {
    it.scopedLive(`an answer in ${encoding} is asked for and read`, () =>
      Effect.gen(function*() {
        const { asked, result } = yield* quota(encoding, compress(JSON.stringify({ data: { plan: "growth" } })))
        assert.ok(result._tag === "Right" && result.right.plan === "growth")
        assert.include(asked, encoding)
      }))
  }

  it.scopedLive("a compressed failure is read, too", () =>
    Effect.gen(function*() {
      const body = gzipSync(JSON.stringify({ error: { code: "insufficient_scope" } }))
      const { result } = yield* quota("gzip", body, 403)
      assert.ok(result._tag === "Left" && result.left._tag === "AuthorizationError")
      assert.strictEqual(result.left.code, "insufficient_scope")
    }))

  it.scopedLive("a few kilobytes that would become 64 megabytes are refused", () =>
    Effect.gen(function*() {
      const { result } = yield* quota("gzip", gzipSync(Buffer.alloc(64 * 1024 * 1024, " ")))
      assert.ok(result._tag === "Left" && result.left._tag === "UnexpectedResponseError")
      assert.strictEqual(result.left.reason, "too large")
    }))

  it.scopedLive("what answers may speak something else than HTTP", () =>
    Effect.gen(function*() {
      const server = yield* Effect.acquireRelease(
        Effect.async<Server>((resume) => {
          // Who does not read what comes in never sees the end of it.
          const server = createServer((socket) => {
            socket.resume().on("error", () => {}).end("SSH-2.0-OpenSSH_9.7\r\n")
          })
          server.listen(0, "127.0.0.1", () => resume(Effect.succeed(server)))
        }),
        (server) => Effect.async<void>((resume) => void server.close(() => resume(Effect.void)))
      )
      const { port } = Schema.decodeUnknownSync(Schema.Struct({ port: Schema.Int }))(server.address())
      const layer = Qurl.layer({ apiKey: Redacted.make("lv_test_1"), apiUrl: `http://127.0.0.1:${port}` })
      const error = yield* Qurl.create({ target_url: "https://example.com" }, { retry: RetryPolicy.none }).pipe(
        Effect.flip,
        Effect.provide(Layer.provide(layer, layerHttpClient))
      )
      assert.deepInclude(error, { _tag: "NetworkError", outcome: "unknown" })
    }))

  it.scopedLive("a body that is not what it says is a broken body", () =>
    Effect.gen(function*() {
      const { result } = yield* quota("gzip", "not compressed at all")
      assert.ok(result._tag === "Left" && result.left._tag === "NetworkError")
      assert.strictEqual(result.left.reason, "body cut")
    }))
})
