import { assert, describe, it } from "@effect/vitest"
import { standard } from "@qurl/idempotency/Dialect"
import { Duration, Effect, Exit, Fiber, Option, Scope, TestClock } from "effect"
import { Middleware, Store, StoreMemory } from "../../src/index.js"
import { makeGate } from "../support/harness.js"
import { call, claimOf, counting, options, servers } from "../support/leasing.js"

describe("waiting", () => {
  const patient = { dialect: { ...standard, inFlight: undefined }, maxWait: "10 seconds" } as const

  it.scoped("S38 a duplicate on another server gets the first answer when it is there", () =>
    Effect.gen(function*() {
      const { one, two } = yield* servers(patient)
      const gate = yield* makeGate
      const { app, runs } = counting(gate.pass)
      const first = yield* Effect.fork(call(one(app)))
      yield* gate.started
      const duplicates = yield* Effect.fork(Effect.all([call(one(app)), call(two(app))], { concurrency: "unbounded" }))
      yield* gate.release
      const { text } = yield* Fiber.join(first)
      assert.deepStrictEqual((yield* Fiber.join(duplicates)).map((duplicate) => duplicate.text), [text, text])
      assert.strictEqual(runs.n, 1)
    }))

  it.scoped("is bounded in all, however often what it waits for fails and begins anew", () =>
    Effect.gen(function*() {
      const { one, store } = yield* servers({ ...patient, crash: "resume" })
      const { app } = counting(Effect.sleep("4 seconds"), 500)
      // Each of them fails after 4 s, and the next that waited begins.
      const request = Effect.timed(call(one(app)))
      const many = yield* Effect.forEach(Array.from({ length: 8 }), () => Effect.fork(request))
      for (let second = 0; second < 60; second++) yield* TestClock.adjust("1 second")
      const ended = yield* Effect.forEach(many, Fiber.join)
      const refused = ended.filter(([, { status }]) => status === 503)
      assert.isAbove(refused.length, 0)
      for (const [waited] of refused) assert.isAtMost(Duration.toMillis(waited), 10_001)
      assert.strictEqual(Option.isSome(yield* claimOf(store)), true)
    }))

  it.scoped("S17 when the server stops, waiters are answered at once and executions finish", () =>
    Effect.gen(function*() {
      const store = yield* StoreMemory.make
      const scope = yield* Scope.make()
      const one = yield* Middleware.make({ ...options, ...patient, grace: "1 minute" }).pipe(
        Effect.provideService(Store.Store, store),
        Scope.extend(scope)
      )
      const gate = yield* makeGate
      const { app } = counting(gate.pass)
      const owner = yield* Effect.fork(call(one(app)))
      yield* gate.started
      const waiter = yield* Effect.fork(call(one(app)))
      yield* Effect.repeat(Effect.yieldNow(), { times: 20 })
      const stopped = yield* Effect.fork(Scope.close(scope, Exit.void))
      const told = yield* Fiber.join(waiter)
      assert.deepStrictEqual([told.status, told.headers["retry-after"]], [503, "1"])
      yield* gate.release
      assert.strictEqual((yield* Fiber.join(owner)).status, 201)
      yield* Fiber.join(stopped)
      assert.strictEqual(Option.getOrThrow(yield* claimOf(store))._tag, "Done")
    }))

  it.scoped("S17 a request that waits for the store to claim its key is answered at once when the server stops", () =>
    Effect.gen(function*() {
      const claiming = yield* makeGate
      const scope = yield* Scope.make()
      const store = yield* StoreMemory.make
      const one = yield* Middleware.make({ ...options, ...patient, grace: "1 minute" }).pipe(
        Effect.provideService(Store.Store, {
          ...store,
          claim: (request) => Effect.zipRight(claiming.pass, store.claim(request))
        }),
        Scope.extend(scope)
      )
      const { app } = counting()
      const owner = yield* Effect.fork(call(one(app)))
      yield* claiming.started
      const waiter = yield* Effect.fork(call(one(app)))
      yield* Effect.repeat(Effect.yieldNow(), { times: 20 })
      const stopped = yield* Effect.fork(Scope.close(scope, Exit.void))
      const told = yield* Fiber.join(waiter)
      assert.deepStrictEqual([told.status, told.headers["retry-after"]], [503, "1"])
      yield* claiming.release
      assert.strictEqual((yield* Fiber.join(owner)).status, 201)
      yield* Fiber.join(stopped)
    }))
})
