import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as HttpClient from "@effect/platform/HttpClient"
import { assert, describe, it } from "@effect/vitest"
import { Qurl, RetryPolicy } from "@qurl/sdk"
import { layerHttpClient, layerHttpClientWith } from "@qurl/sdk/Node"
import { Effect, Layer, Redacted, Schema } from "effect"
import { createServer as createHttpServer } from "node:http"
import { type AddressInfo, connect, createServer, type Server } from "node:net"
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib"
import { serve } from "../support/server.js"

/** Reads the quota from a server that answers with `body` and says that it is in `encoding`. */
const quota = (encoding: string, body: string | Uint8Array, status = 200) =>
  Effect.gen(function*() {
    const server = yield* serve({ status, text: body, headers: { "content-encoding": encoding } })
    const layer = Qurl.layer({ apiKey: Redacted.make("lv_test_1"), baseUrl: server.url })
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

  const text = JSON.stringify({ data: { plan: "growth" } })
  const spellings: ReadonlyArray<[string, string | Uint8Array]> = [
    ["GZIP", gzipSync(text)],
    ["x-gzip", gzipSync(text)],
    ["X-GZip", gzipSync(text)],
    ["deflate", deflateRawSync(text)],
    ["gzip, br", brotliCompressSync(gzipSync(text))],
    ["br , identity,GZIP", gzipSync(brotliCompressSync(text))],
    ["identity", text]
  ]
  for (const [encoding, body] of spellings) {
    it.scopedLive(`what RFC 9110 allows is read, attached and as a stream: ${encoding}`, () =>
      Effect.gen(function*() {
        const { result } = yield* quota(encoding, body)
        assert.ok(result._tag === "Right" && result.right.plan === "growth")
        const server = yield* serve({ status: 200, text: body, headers: { "content-encoding": encoding } })
        const streamed = yield* Effect.flatMap(HttpClient.get(server.url), (response) => response.text).pipe(
          Effect.provide(layerHttpClient)
        )
        assert.strictEqual(streamed, text)
      }))
  }

  it.scopedLive("a coding that is only a property of every object is not one", () =>
    Effect.gen(function*() {
      for (const encoding of ["constructor", "__proto__", "gzip, toString"]) {
        const { result } = yield* quota(encoding, text)
        assert.ok(result._tag === "Right" && result.right.plan === "growth", encoding)
      }
    }))

  it.scopedLive("a proxy is used where it is asked for, and is not where a host is excepted", () =>
    Effect.gen(function*() {
      const api = yield* serve({ status: 200, text })
      const tunnels: Array<string> = []
      const proxy = yield* Effect.acquireRelease(
        Effect.async<ReturnType<typeof createHttpServer>>((resume) => {
          const proxy = createHttpServer()
          proxy.on("connect", (request, socket) => {
            tunnels.push(request.url ?? "")
            const [host = "", port] = (request.url ?? "").split(":")
            const upstream = connect(Number(port), host, () => {
              socket.write("HTTP/1.1 200 Connection Established\r\n\r\n")
              upstream.pipe(socket).pipe(upstream)
            })
            upstream.on("error", () => socket.destroy())
            socket.on("error", () => upstream.destroy())
          })
          proxy.listen(0, "127.0.0.1", () => resume(Effect.succeed(proxy)))
        }),
        (proxy) => Effect.sync(() => proxy.close())
      )
      // A listening TCP server has an address with a port.
      const { port } = proxy.address() as AddressInfo
      const through = (except: string) =>
        Qurl.getQuota({ retry: RetryPolicy.none }).pipe(
          Effect.provide(Qurl.layer({ apiKey: Redacted.make("lv_test_1"), baseUrl: api.url })),
          Effect.provide(layerHttpClientWith({ proxy: { http: `http://127.0.0.1:${port}`, except } }))
        )
      yield* through("")
      assert.deepStrictEqual(tunnels, [new URL(api.url).host])
      yield* through("127.0.0.1")
      assert.strictEqual(tunnels.length, 1)
    }))

  it.scopedLive("a proxy that is not a URL is refused, and not shown", () =>
    Effect.gen(function*() {
      const layer = layerHttpClientWith({ proxy: { http: "secret password", https: "secret password" } })
      const error = yield* Effect.flip(Layer.build(layer))
      assert.strictEqual(error.setting, "proxy")
      assert.notInclude(error.message, "secret")
    }))

  it.scopedLive("a proxy that refuses the tunnel, or is not there, has sent nothing", () =>
    Effect.gen(function*() {
      const api = yield* serve({ status: 200, text })
      const refusing = yield* Effect.acquireRelease(
        Effect.async<ReturnType<typeof createHttpServer>>((resume) => {
          const proxy = createHttpServer()
          proxy.on("connect", (_, socket) => socket.end("HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n"))
          proxy.listen(0, "127.0.0.1", () => resume(Effect.succeed(proxy)))
        }),
        (proxy) => Effect.sync(() => proxy.close())
      )
      // A listening TCP server has an address with a port.
      const { port } = refusing.address() as AddressInfo
      for (const http of [`http://127.0.0.1:${port}`, "http://127.0.0.1:1"]) {
        const error = yield* Qurl.create({ target_url: "https://example.com" }, { retry: RetryPolicy.none }).pipe(
          Effect.flip,
          Effect.provide(Qurl.layer({ apiKey: Redacted.make("lv_test_1"), baseUrl: api.url })),
          Effect.provide(layerHttpClientWith({ proxy: { http, except: "" } }))
        )
        assert.deepInclude(error, { _tag: "NetworkError", outcome: "not sent" }, http)
      }
      assert.deepStrictEqual(api.received, [])
    }))

  it.scopedLive("a port that `fetch` blocks is not sent to, and not tried again", () =>
    Effect.gen(function*() {
      const error = yield* Qurl.create({ target_url: "https://example.com" }).pipe(
        Effect.flip,
        Effect.provide(Qurl.layer({ apiKey: Redacted.make("lv_test_1"), baseUrl: "http://127.0.0.1:6000" })),
        Effect.provide(FetchHttpClient.layer)
      )
      assert.deepInclude(error, { _tag: "NetworkError", outcome: "not sent", attempts: 1, code: "BAD_PORT" })
    }))

  it.scopedLive("D8 a failure after a request that the client has repeated by itself is not \"not sent\"", () =>
    Effect.gen(function*() {
      for (const layer of [FetchHttpClient.layer, layerHttpClient]) {
        let requests = 0
        const server = yield* Effect.acquireRelease(
          Effect.async<ReturnType<typeof createHttpServer>>((resume) => {
            // It does the first request, loses the answer, and is gone.
            const server = createHttpServer((_, response) => {
              requests += 1
              server.close()
              response.destroy()
            })
            server.listen(0, "127.0.0.1", () => resume(Effect.succeed(server)))
          }),
          (server) => Effect.sync(() => server.close())
        )
        // A listening TCP server has an address with a port.
        const { port } = server.address() as AddressInfo
        const repeating = Layer.effect(
          HttpClient.HttpClient,
          Effect.map(HttpClient.HttpClient, HttpClient.retryTransient({ times: 2 }))
        ).pipe(Layer.provide(layer))
        const error = yield* Qurl.create({ target_url: "https://example.com" }, { retry: RetryPolicy.none }).pipe(
          Effect.flip,
          Effect.provide(Qurl.layer({ apiKey: Redacted.make("lv_test_1"), baseUrl: `http://127.0.0.1:${port}` })),
          Effect.provide(repeating)
        )
        assert.deepInclude(error, { _tag: "NetworkError", outcome: "unknown" })
        assert.strictEqual(requests, 1)
      }
    }))

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
      const layer = Qurl.layer({ apiKey: Redacted.make("lv_test_1"), baseUrl: `http://127.0.0.1:${port}` })
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
