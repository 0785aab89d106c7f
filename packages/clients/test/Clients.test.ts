import { FetchHttpClient } from "@effect/platform"
import { assert, it } from "@effect/vitest"
import { KeyGenerator, RetryPolicy } from "@qurl/idempotency"
import { Context, Effect, Layer, Redacted } from "effect"
import { inspect } from "node:util"
import { Atlas, Skadi, SurveyCoder } from "../src/index.js"
import { connect, serve } from "./support/surveyCoder.js"
import { done, finish } from "./support/time.js"

const request = { question: "Why?", responses: ["Price"] }
const key = Redacted.make("sc_1")

const failureOf = <A, E>(layer: Layer.Layer<A, E>) => Effect.flip(Layer.build(layer))
const http = Layer.provide(FetchHttpClient.layer)

it.scoped("generator and policy come from the layers around a call, else from those around the client, else from the vendor", () =>
  Effect.gen(function*() {
    const server = yield* serve()
    const layers = [KeyGenerator.sequence("built"), RetryPolicy.layer(RetryPolicy.none)] as const
    const layer = SurveyCoder.layer({ apiUrl: server.url, apiKey: key }).pipe(http, Layer.provide(layers))
    const built = Context.get(yield* Layer.build(layer), SurveyCoder)
    const plain = yield* connect(server.url)
    const around = Effect.provide([
      KeyGenerator.sequence("around"),
      RetryPolicy.layer({ ...RetryPolicy.keyed, attempts: 2 })
    ])
    const attempts = (call: ReturnType<typeof plain.code>) =>
      Effect.gen(function*() {
        const before = (yield* server.arrivals).length
        yield* server.fail(...Array(4).fill({ kind: "status", when: "before", status: 503 }))
        yield* finish(Effect.flip(call))
        const arrivals = (yield* server.arrivals).slice(before)
        yield* Effect.forEach(Array(4 - arrivals.length).fill(0), () => done(Effect.either(built.get("jobs", "none"))))
        return arrivals.map(({ headers }) => headers["idempotency-key"])
      })
    assert.strictEqual((yield* attempts(plain.code(request))).length, 3)
    assert.deepStrictEqual(yield* attempts(built.code(request)), ["built-1"])
    assert.deepStrictEqual(yield* attempts(around(built.code(request))), ["around-1", "around-1"])
    assert.deepStrictEqual(yield* attempts(around(built.code(request, { idempotencyKey: "mine" }))), ["mine", "mine"])
  }))

it.scoped("a client that would send its credential in the clear, or cannot send it, is not built", () =>
  Effect.gen(function*() {
    const clear = yield* failureOf(http(SurveyCoder.layer({ apiUrl: "http://api.test", apiKey: key })))
    assert.deepInclude(clear, { _tag: "SetupError", setting: "apiUrl" })
    const torn = yield* failureOf(http(SurveyCoder.layer({ apiKey: Redacted.make("sc_secret\r\nx: y") })))
    assert.deepInclude(torn, { _tag: "SetupError", setting: "apiKey" })
    assert.notInclude(inspect(torn), "sc_secret")
    const unsigned = yield* failureOf(http(Skadi.layer({ apiKey: key, signingSecret: Redacted.make("") })))
    assert.deepInclude(unsigned, { _tag: "SetupError", setting: "signingSecret" })
    const inCluster = { apiUrl: "http://control-plane:8000" }
    yield* Layer.build(http(Atlas.layer(inCluster)))
    const token = yield* failureOf(http(Atlas.layer({ ...inCluster, apiKey: key })))
    assert.deepInclude(token, { _tag: "SetupError", setting: "apiUrl" })
  }))

it.scoped("an id that would lead to another path is refused before sending", () =>
  Effect.gen(function*() {
    const server = yield* serve()
    const surveyCoder = yield* connect(server.url)
    for (const id of ["", ".", "..", "a\nb", undefined as never]) {
      assert.deepInclude(yield* Effect.flip(surveyCoder.delete("projects", id)), { _tag: "WrongInputError" })
    }
    assert.deepStrictEqual(yield* server.arrivals, [])
    yield* Effect.either(surveyCoder.get("projects", "../jobs?x#y"))
    assert.strictEqual((yield* server.arrivals)[0]?.path, "/v1/projects/..%2Fjobs%3Fx%23y")
  }))

it.scoped("no error shows the credential", () =>
  Effect.gen(function*() {
    const server = yield* serve({ apiKeys: [] })
    const surveyCoder = yield* connect(server.url)
    const refused = yield* Effect.flip(surveyCoder.code(request))
    yield* server.fail({ kind: "lost answer" })
    const lost = yield* Effect.flip(surveyCoder.code(request, { retry: RetryPolicy.none }))
    assert.deepStrictEqual([refused._tag, lost._tag], ["RefusedError", "TransportError"])
    for (const error of [refused, lost]) {
      assert.notInclude(inspect(error, { depth: 10, showHidden: true }) + JSON.stringify(error) + error.message, "sc_1")
    }
  }))
