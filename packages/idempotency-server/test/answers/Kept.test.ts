import { HttpServerRequest, HttpServerResponse } from "@effect/platform"
import { assert, describe, it } from "@effect/vitest"
import { standard } from "@qurl/idempotency/Dialect"
import { Effect, Stream, TestClock } from "effect"
import { Execution, Middleware, Store, StoreMemory } from "../../src/index.js"
import { call, counting, options, servers } from "../support/leasing.js"

describe("what is kept", () => {
  it.scoped("S31 an answer that is too long, endless or secret reaches the client, and is not run again", () =>
    Effect.gen(function*() {
      const long = "x".repeat(2000)
      const cases = [
        [Effect.succeed(HttpServerResponse.text(long)), long, "too large"],
        [
          Effect.succeed(
            HttpServerResponse.stream(Stream.encodeText(Stream.make(long.slice(0, 1000), long.slice(1000))))
          ),
          long,
          "too large"
        ],
        [
          Effect.succeed(HttpServerResponse.stream(Stream.encodeText(Stream.make("data: 1\n\n")), {
            contentType: "text/event-stream"
          })),
          "data: 1\n\n",
          "stream"
        ],
        [Effect.as(Execution.withhold, HttpServerResponse.text("secret")), "secret", "withheld"]
      ] as const
      for (const [app, text, reason] of cases) {
        const { one } = yield* servers({ maxKeptBytes: 1500 })
        let runs = 0
        const counted = Effect.zipRight(Effect.sync(() => void runs++), app)
        assert.strictEqual((yield* call(one(counted))).text, text)
        const again = yield* call(one(counted))
        assert.deepStrictEqual([again.status, runs], [409, 1])
        assert.include(again.text, reason)
      }
    }))

  it.scoped("S35 with sameness of JSON the order of members and the spaces do not count, and values do", () =>
    Effect.gen(function*() {
      const { one } = yield* servers({ sameBody: "json" })
      const { app } = counting()
      yield* call(one(app), { body: "{\"a\":1,\"b\":[2.0]}" })
      assert.isTrue((yield* call(one(app), { body: "{ \"b\": [2],\"a\": 1e0 }" })).replayed)
      assert.strictEqual((yield* call(one(app), { body: "{\"a\":1,\"b\":[\"2\"]}" })).status, standard.mismatch.status)
    }))

  it.scoped("a handler makes the same child keys in every execution of a request, and sets its retention", () =>
    Effect.gen(function*() {
      const { one } = yield* servers({ crash: "resume" })
      const seen: Array<string> = []
      const app = Effect.gen(function*() {
        seen.push(yield* Execution.childKey("charge"), yield* Execution.childKey("mail"))
        yield* Execution.keepFor("1 minute")
        return HttpServerResponse.empty({ status: seen.length === 2 ? 500 : 200 })
      })
      yield* call(one(app))
      yield* call(one(app))
      assert.deepStrictEqual(seen.slice(0, 2), seen.slice(2))
      assert.strictEqual(new Set(seen).size, 2)
      assert.isTrue((yield* call(one(app))).replayed)
      yield* TestClock.adjust("1 minute")
      assert.isFalse((yield* call(one(app))).replayed)
    }))

  it.scoped("a route that requires a key says so", () =>
    Effect.gen(function*() {
      const once = yield* Middleware.make({ ...options, key: "required" }).pipe(Effect.provide(StoreMemory.layer))
      const request = HttpServerRequest.fromWeb(new Request("http://app/things", { method: "POST" }))
      const response = yield* once(counting().app).pipe(
        Effect.scoped,
        Effect.provideService(HttpServerRequest.HttpServerRequest, request)
      )
      assert.strictEqual(response.status, 400)
    }))
})

it.scoped("S30 a record that another version made is neither replayed nor run", () =>
  Effect.gen(function*() {
    const { one, store } = yield* servers()
    const { app, runs } = counting()
    yield* store.claim({
      identity: Store.identity(["owner"], "k"),
      fingerprint: "v9:what",
      owner: "o",
      leaseMillis: 1000,
      retentionMillis: 60_000,
      orphans: "take"
    })
    assert.deepStrictEqual([(yield* call(one(app))).status, runs.n], [503, 0])
  }))
