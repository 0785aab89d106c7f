import { HttpServerResponse } from "@effect/platform"
import { assert, describe, it } from "@effect/vitest"
import { standard } from "@qurl/idempotency/Dialect"
import { Effect, Exit, Fiber, Option, type Scope, TestClock } from "effect"
import { Execution, Middleware, Store, StoreMemory } from "../../src/index.js"
import { makeGate } from "../support/harness.js"
import { call, claimOf, counting, options, servers } from "../support/leasing.js"

describe("a lease", () => {
  it.scoped("S1 of many requests on two servers one runs, and the others wait for its answer or get a Retry-After", () =>
    Effect.gen(function*() {
      const { one, two } = yield* servers()
      const gate = yield* makeGate
      const { app, runs } = counting(gate.pass)
      const first = yield* Effect.fork(call(one(app)))
      yield* gate.started
      const refused = yield* Effect.all(Array.from({ length: 20 }, (_, i) => call((i % 2 === 0 ? one : two)(app))))
      assert.isTrue(refused.every(({ status }) => status === standard.inFlight?.status))
      assert.strictEqual(refused[1]?.headers["retry-after"], "1")
      yield* gate.release
      assert.strictEqual((yield* Fiber.join(first)).status, 201)
      assert.isTrue((yield* call(two(app))).replayed)
      assert.strictEqual(runs.n, 1)
    }))

  it.scoped("S2 another body is a mismatch while the first runs, on whichever server", () =>
    Effect.gen(function*() {
      const { one, two } = yield* servers()
      const gate = yield* makeGate
      const { app } = counting(gate.pass)
      yield* Effect.fork(call(one(app)))
      yield* gate.started
      for (const server of [one, two]) {
        assert.strictEqual((yield* call(server(app), { body: "[]" })).status, standard.mismatch.status)
      }
      yield* gate.release
    }))

  it.scoped("S14 a handler longer than the lease keeps it by its heartbeat", () =>
    Effect.gen(function*() {
      const { one, two } = yield* servers({ lease: "3 seconds" })
      const gate = yield* makeGate
      const { app, runs } = counting(gate.pass)
      const first = yield* Effect.fork(call(one(app)))
      yield* gate.started
      for (let second = 0; second < 20; second++) {
        yield* TestClock.adjust("1 second")
        // Its status is that of a parked key as well.
        assert.include((yield* call(two(app))).text, standard.inFlight.code)
      }
      yield* gate.release
      assert.strictEqual((yield* Fiber.join(first)).status, 201)
      assert.strictEqual(runs.n, 1)
    }))

  it.scoped("S14 a heartbeat that fails leaves an orphan to the policy, and its late owner finishes what was only parked", () =>
    Effect.gen(function*() {
      for (const crash of ["park", "resume"] as const) {
        const { one, store, two } = yield* servers({ crash, lease: "3 seconds" }, (store) => ({
          ...store,
          renew: () => Effect.fail(new Store.StoreError({ reason: "failed" }))
        }))
        const gate = yield* makeGate
        const first = counting(gate.pass)
        const second = counting()
        const zombie = yield* Effect.fork(call(one(first.app)))
        yield* gate.started
        yield* TestClock.adjust("3 seconds")
        const successor = yield* call(two(second.app))
        yield* gate.release
        const late = yield* Fiber.join(zombie)
        if (crash === "park") {
          assert.deepStrictEqual([successor.status, second.runs.n], [409, 0])
          assert.include(successor.text, "idempotency_outcome_unknown")
          assert.strictEqual(late.status, 201)
          assert.strictEqual(Option.getOrThrow(yield* claimOf(store))._tag, "Done")
        } else {
          assert.deepStrictEqual([successor.status, second.runs.n], [201, 1])
          assert.deepStrictEqual([late.text, late.replayed], [successor.text, true])
        }
      }
    }))

  it.scoped("an owner that was taken over waits for its successor like everybody else", () =>
    Effect.gen(function*() {
      for (const maxWait of [0, "1 minute"] as const) {
        const { one, two } = yield* servers({ crash: "resume", lease: "3 seconds", maxWait }, (store) => ({
          ...store,
          renew: () => Effect.fail(new Store.StoreError({ reason: "failed" }))
        }))
        const [gate, next] = [yield* makeGate, yield* makeGate]
        const zombie = yield* Effect.fork(call(one(counting(gate.pass).app)))
        yield* gate.started
        yield* TestClock.adjust("3 seconds")
        const successor = yield* Effect.fork(call(two(counting(next.pass).app)))
        yield* next.started
        yield* gate.release
        if (maxWait === 0) assert.strictEqual((yield* Fiber.join(zombie)).status, standard.inFlight?.status)
        yield* next.release
        const { text } = yield* Fiber.join(successor)
        if (maxWait !== 0) assert.strictEqual((yield* Fiber.join(zombie)).text, text)
      }
    }))

  it.scoped("an orphan is reconciled with the world: done, not done, or parked", () =>
    Effect.gen(function*() {
      const response = { status: 200, headers: {}, body: new TextEncoder().encode("found") }
      for (const findings of [{ _tag: "Done", response }, { _tag: "NotDone" }, { _tag: "Unknown" }] as const) {
        const { store, two } = yield* servers({ crash: { reconcile: () => Effect.succeed(findings) } })
        // A server that is gone.
        const lost = yield* Effect.fork(Effect.scoped(Effect.gen(function*() {
          const gone = yield* Middleware.make({ ...options, lease: "3 seconds" }).pipe(
            Effect.provideService(Store.Store, {
              ...store,
              settle: () => new Store.StoreError({ reason: "failed" }),
              renew: () => new Store.StoreError({ reason: "failed" })
            })
          )
          return yield* call(gone(counting(Effect.never).app))
        })))
        yield* TestClock.adjust("4 seconds")
        const { app, runs } = counting()
        const answer = yield* call(two(app))
        const expected = { Done: [200, 0], NotDone: [201, 1], Unknown: [409, 0] }[findings._tag]
        assert.deepStrictEqual([answer.status, runs.n], expected, findings._tag)
        yield* Fiber.interruptFork(lost)
      }
    }))

  it.scoped("S25 a failure is parked, resumed or released as the policy and the handler say", () =>
    Effect.gen(function*() {
      const broken = HttpServerResponse.unsafeJson({}, { status: 500 })
      const cases = [
        ["park", Effect.succeed(broken), "Parked"],
        ["park", Effect.dieMessage("broken"), "Parked"],
        ["park", Effect.as(Execution.noEffect, broken), "Released"],
        ["park", Effect.as(Execution.keep, broken), "Done"],
        ["resume", Effect.succeed(broken), "Released"],
        ["park", Effect.succeed(HttpServerResponse.empty({ status: 429 })), "Released"],
        ["park", Effect.succeed(HttpServerResponse.empty({ status: 404 })), "Released"],
        ["park", Effect.succeed(HttpServerResponse.empty({ status: 422 })), "Done"],
        ["park", Effect.as(Execution.keep, HttpServerResponse.empty({ status: 404 })), "Done"]
      ] as const
      for (const [crash, app, state] of cases) {
        const { one, store } = yield* servers({ crash })
        yield* Effect.exit(call(one(app)))
        assert.strictEqual(Option.getOrThrow(yield* claimOf(store))._tag, state)
      }
    }))

  it.scoped("S15 a lease of nothing, or one that outlives the record, and a capability that is missing are refused at once", () =>
    Effect.gen(function*() {
      const wrong = [{ lease: 0 }, { lease: "2 days" }, { requires: ["durable"] }] as const
      for (const policy of wrong) {
        const error = yield* Middleware.make({ ...options, ...policy }).pipe(
          Effect.provide(StoreMemory.layer),
          Effect.flip
        )
        assert.strictEqual(error._tag, "UnfitStoreError")
      }
      // @ts-expect-error A store in memory commits nothing together with a handler's writes.
      const unfit: Effect.Effect<unknown, unknown, Scope.Scope> = Middleware.make({
        dialect: standard,
        principal: options.principal
      })
        .pipe(Effect.provide(StoreMemory.layer))
      assert.isTrue(Exit.isFailure(yield* Effect.exit(Effect.sandbox(unfit))))
    }))
})
