import { HttpServerResponse } from "@effect/platform"
import { assert, it } from "@effect/vitest"
import { standard } from "@qurl/idempotency/Dialect"
import { Deferred, Effect, Fiber, TestClock } from "effect"
import { databaseFile, insert, post, serve } from "../support/harness.js"

it.scoped("answers that are not executions are counted by their kind, and can be refused", () =>
  Effect.gen(function*() {
    const counted: Array<string> = []
    let open = true
    const started = yield* Deferred.make<void>()
    const released = yield* Deferred.make<void>()
    const { effects, url } = yield* serve(yield* databaseFile, {
      app: Deferred.succeed(started, undefined).pipe(
        Effect.zipRight(Deferred.await(released)),
        Effect.zipRight(insert)
      ),
      options: {
        repeated: (_, kind) => {
          counted.push(kind)
          return open ? Effect.void : Effect.fail(HttpServerResponse.empty({ status: 429 }))
        }
      }
    })
    const first = yield* Effect.fork(post(`${url}/things`, { key: "k" }))
    yield* Deferred.await(started)
    assert.strictEqual((yield* post(`${url}/things`, { key: "k" })).status, standard.inFlight.status)
    assert.strictEqual((yield* post(`${url}/things`, { key: "k", body: "[]" })).status, standard.mismatch.status)
    yield* Deferred.succeed(released, undefined)
    assert.strictEqual((yield* Fiber.join(first)).status, 201)
    assert.isTrue((yield* post(`${url}/things`, { key: "k" })).replayed)
    assert.strictEqual((yield* post(`${url}/things`, { key: "k", body: "[]" })).status, standard.mismatch.status)
    assert.deepStrictEqual(counted, ["in flight", "mismatch", "replay", "mismatch"])
    open = false
    const refused = yield* post(`${url}/things`, { key: "k" })
    assert.deepStrictEqual([refused.status, refused.text, yield* effects], [429, "", 1])
  }))

it.scoped("a key that is unique over all routes is reused when the route is another one", () =>
  Effect.gen(function*() {
    const { effects, url } = yield* serve(yield* databaseFile, {
      options: {
        uniqueWithin: "principal"
      }
    })
    assert.strictEqual((yield* post(`${url}/things`, { key: "k" })).status, 201)
    assert.strictEqual((yield* post(`${url}/others`, { key: "k" })).status, standard.mismatch.status)
    assert.strictEqual((yield* post(`${url}/others`, { key: "k", headers: { authorization: "b" } })).status, 201)
    assert.isTrue((yield* post(`${url}/things`, { key: "k" })).replayed)
    assert.strictEqual(yield* effects, 2)
  }))

it.scoped("retention counts from the first answer, or from the last replay where it slides", () =>
  Effect.gen(function*() {
    for (const sliding of [false, true]) {
      const { effects, url } = yield* serve(yield* databaseFile, { options: { sliding, retention: "1 hour" } })
      yield* post(`${url}/things`, { key: "k" })
      yield* TestClock.adjust("40 minutes")
      assert.isTrue((yield* post(`${url}/things`, { key: "k" })).replayed)
      yield* TestClock.adjust("40 minutes")
      assert.strictEqual((yield* post(`${url}/things`, { key: "k" })).replayed, sliding)
      yield* TestClock.adjust("61 minutes")
      assert.isFalse((yield* post(`${url}/things`, { key: "k" })).replayed)
      assert.strictEqual(yield* effects, sliding ? 2 : 3)
    }
  }))
