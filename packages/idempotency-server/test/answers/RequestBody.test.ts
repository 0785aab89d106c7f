import { HttpRouter, HttpServer, HttpServerRequest, HttpServerResponse } from "@effect/platform"
import * as NodeContext from "@effect/platform-node/NodeContext"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import * as NodeHttpServerRequest from "@effect/platform-node/NodeHttpServerRequest"
import { assert, describe, it } from "@effect/vitest"
import { Deferred, Effect, Option, Stream } from "effect"
import { request as httpRequest } from "node:http"
import { text } from "node:stream/consumers"
import { RequestBody } from "../../src/index.js"

const decoder = new TextDecoder()
const joined = Stream.runFold("", (text: string, bytes: Uint8Array) => text + decoder.decode(bytes))

type Read = (request: HttpServerRequest.HttpServerRequest) => Effect.Effect<unknown, unknown>

/** The forms in which a request gives its body. */
const forms: Readonly<Record<string, readonly [type: string, body: string, read: Read, read: unknown]>> = {
  text: ["text/plain", "a=ä", ({ text }) => text, "a=ä"],
  json: ["application/json", "{\"a\":1}", ({ json }) => json, { a: 1 }],
  "nothing as JSON": ["application/json", "", ({ json }) => json, null],
  bytes: ["text/plain", "abc", ({ arrayBuffer }) => Effect.map(arrayBuffer, (bytes) => decoder.decode(bytes)), "abc"],
  "a form": [
    "application/x-www-form-urlencoded",
    "a=1&b=2",
    ({ urlParamsBody }) => Effect.map(urlParamsBody, (params) => [...params]),
    [["a", "1"], ["b", "2"]]
  ],
  "a stream": ["text/plain", "abc", ({ stream }) => joined(stream), "abc"],
  "parts, one after the other": [
    "multipart/form-data; boundary=x",
    "--x\r\ncontent-disposition: form-data; name=\"a\"\r\n\r\n1\r\n--x--\r\n",
    ({ multipartStream }) =>
      Effect.map(
        Stream.runCollect(multipartStream),
        (parts) => [...parts].map((part) => part._tag === "Field" ? [part.key, part.value] : part._tag)
      ),
    [["a", "1"]]
  ],
  "text of what a router changed": ["text/plain", "abc", (request) => request.modify({ url: "/else" }).text, "abc"]
}

/** Applies `use` to a request on a real connection. */
const asked = (
  init: RequestInit & { readonly duplex?: "half" },
  use: (request: HttpServerRequest.HttpServerRequest) => Effect.Effect<unknown, unknown>
) =>
  Effect.gen(function*() {
    const app = Effect.flatMap(HttpServerRequest.HttpServerRequest, (request) =>
      Effect.map(use(request), (made) => HttpServerResponse.unsafeJson({ made })))
    yield* HttpServer.serveEffect(HttpRouter.post(HttpRouter.empty, "/here", app))
    const { address } = yield* HttpServer.HttpServer
    const url = `${HttpServer.formatAddress(address)}/here`
    const answer: unknown = yield* Effect.promise(() =>
      fetch(url, { ...init, method: "POST" }).then((got) => got.json())
    )
    return answer
  }).pipe(Effect.scoped, Effect.provide(NodeHttpServer.layerTest))

describe("a body that was read", () => {
  for (const [form, [type, body, read, expected]] of Object.entries(forms)) {
    it.effect(`is given as ${form}, and once more`, () =>
      Effect.gen(function*() {
        const answer = yield* asked({ headers: { "content-type": type }, body }, (request) =>
          Effect.flatMap(RequestBody.read(request, { maxBytes: 1000 }), (bytes) => {
            const buffered = RequestBody.withBody(request, bytes)
            return Effect.all([read(buffered), read(buffered)])
          }))
        assert.deepStrictEqual(answer, { made: [expected, expected] })
      }))
  }

  it.effect("leaves everything else of the request as it was", () =>
    Effect.gen(function*() {
      const answer = yield* asked({ headers: { "x-trace": "1" }, body: "abc" }, (request) => {
        const buffered = RequestBody.withBody(request, new Uint8Array())
        const { method, url } = NodeHttpServerRequest.toIncomingMessage(buffered)
        return Effect.succeed([buffered.method, buffered.url, buffered.headers["x-trace"], method, url])
      })
      assert.deepStrictEqual(answer, { made: ["POST", "/here", "1", "POST", "/here"] })
    }))

  it.effect("is there for code that reads Node's own request", () =>
    Effect.gen(function*() {
      const answer = yield* asked({ body: "abc" }, (request) =>
        Effect.flatMap(RequestBody.read(request, { maxBytes: 1000 }), (bytes) =>
          Effect.promise(() =>
            text(NodeHttpServerRequest.toIncomingMessage(RequestBody.withBody(request, bytes)))
          )))
      assert.deepStrictEqual(answer, { made: "abc" })
    }))

  it.effect("is used again if it was read as text before, and else refused at once", () =>
    Effect.gen(function*() {
      const reads: ReadonlyArray<readonly [Read, string]> = [
        [({ text }) => text, "ä"],
        [({ json }) => Effect.ignore(json), "ä"],
        [({ arrayBuffer }) => arrayBuffer, "consumed"],
        [({ stream }) => Stream.runDrain(stream), "consumed"]
      ]
      for (const [readBefore, expected] of reads) {
        const answer = yield* asked({ body: "ä" }, (request) =>
          Effect.zipRight(readBefore(request), RequestBody.read(request, { maxBytes: 1000 })).pipe(
            Effect.match({
              onFailure: (error) =>
                error instanceof RequestBody.BodyError ? error.reason : error,
              onSuccess: (bytes) => decoder.decode(bytes)
            })
          ))
        assert.deepStrictEqual(answer, { made: expected })
      }
    }))

  it.effect("is given to middleware that reads it later, and else refused to it at once", () =>
    Effect.gen(function*() {
      const reads: ReadonlyArray<Read> = [
        ({ text }) => text,
        ({ json }) => Effect.map(json, String),
        ({ arrayBuffer }) => Effect.map(arrayBuffer, (bytes) => decoder.decode(bytes)),
        ({ urlParamsBody }) => Effect.map(urlParamsBody, (params) => params[0]?.[0]),
        ({ stream }) => joined(stream),
        (request) => Effect.map(RequestBody.read(request, { maxBytes: 1000 }), (bytes) => decoder.decode(bytes))
      ]
      for (const [maxBytes, expected] of [[1000, "12"], [1, "refused"]] as const) {
        for (const read of reads) {
          const answer = yield* asked({ body: new Blob(["12"]).stream(), duplex: "half" }, (request) =>
            Effect.zipRight(
              Effect.ignore(RequestBody.read(request, { maxBytes })),
              Effect.orElseSucceed(Effect.suspend(() => read(request)), () => "refused")
            ))
          assert.deepStrictEqual(answer, { made: expected })
        }
      }
    }))

  it.effect("is given as parts to middleware that reads it later, and else refused to it at once", () =>
    Effect.gen(function*() {
      const [type, body, readParts, parts] = forms["parts, one after the other"] ?? assert.fail("there is no such form")
      const persisted: Read = ({ multipart }) => Effect.scoped(Effect.provide(multipart, NodeContext.layer))
      for (const [read, expected] of [[readParts, parts], [persisted, { a: "1" }]] as const) {
        for (const [maxBytes, made] of [[1000, expected], [1, "refused"]] as const) {
          const init: RequestInit = Object.assign(
            { body: new Blob([body]).stream(), headers: { "content-type": type } },
            { duplex: "half" }
          )
          const answer = yield* asked(init, (request) =>
            Effect.zipRight(
              Effect.ignore(RequestBody.read(request, { maxBytes })),
              Effect.orElseSucceed(Effect.suspend(() => read(request)), () => "refused")
            ))
          assert.deepStrictEqual(answer, { made })
        }
      }
    }))

  it.effect("is none where it is longer than it may be, with a length and without one", () =>
    Effect.gen(function*() {
      const lengths: ReadonlyArray<readonly [bytes: number, isNone: boolean]> = [[1000, false], [1001, true]]
      for (const [bytes, isNone] of lengths) {
        const body = "a".repeat(bytes)
        // Undici sends a stream in chunks, and requires the option that it is half duplex.
        const chunked: RequestInit = Object.assign({ body: new Blob([body]).stream() }, { duplex: "half" })
        for (const init of [{ body }, chunked]) {
          const read = yield* Deferred.make<boolean>()
          // Refused while it arrives, it costs the connection and with it the answer.
          yield* Effect.exit(asked(init, (request) =>
            Effect.flatMap(Effect.option(RequestBody.read(request, { maxBytes: 1000 })), (bytes) =>
              Deferred.succeed(read, Option.isNone(bytes)))))
          assert.strictEqual(yield* Deferred.await(read), isNone)
        }
      }
    }))
})

it.scopedLive("a body that is over the limit and never ends is refused at once", () =>
  Effect.gen(function*() {
    const app = Effect.flatMap(HttpServerRequest.HttpServerRequest, (request) =>
      Effect.match(RequestBody.read(request, { maxBytes: 4, timeoutMillis: 500 }), {
        onFailure: ({ reason }) =>
          HttpServerResponse.text(reason, { status: 413 }),
        onSuccess: () => HttpServerResponse.text("read")
      }))
    yield* HttpServer.serveEffect(app)
    const { address } = yield* HttpServer.HttpServer
    const refusal = yield* Effect.async<string>((resume) => {
      const sent = httpRequest(HttpServer.formatAddress(address), { method: "POST" }, (response) =>
        void text(response).then((body) => {
          sent.destroy()
          resume(Effect.succeed(body))
        }))
      sent.on("error", () => {}).write("more than four")
    })
    assert.strictEqual(refusal, "too large")
  }).pipe(Effect.provide(NodeHttpServer.layerTest)))
