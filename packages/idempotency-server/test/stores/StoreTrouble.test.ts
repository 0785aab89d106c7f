import { assert, describe, it } from "@effect/vitest"
import { standard } from "@qurl/idempotency/Dialect"
import { Effect, Fiber, Option, TestClock } from "effect"
import { Store } from "../../src/index.js"
import { call, claimOf, counting, servers } from "../support/leasing.js"

describe("a store in trouble", () => {
  const failing = (times: number) => {
    let left = times
    return <A>(effect: Effect.Effect<A, Store.StoreError>): Effect.Effect<A, Store.StoreError> =>
      Effect.suspend(() => left-- > 0 ? new Store.StoreError({ reason: "failed" }) : effect)
  }

  it.scoped("S18 an answer that cannot be kept is given and marked, and kept as soon as that works", () =>
    Effect.gen(function*() {
      const trouble = failing(10)
      const { one, store } = yield* servers({}, (store) => ({
        ...store,
        settle: (ticket, settlement) => trouble(store.settle(ticket, settlement))
      }))
      const { app, runs } = counting()
      const first = yield* call(one(app))
      assert.deepStrictEqual([first.status, first.headers["idempotency-status"]], [201, "not yet replayable"])
      assert.strictEqual((yield* call(one(app))).status, standard.inFlight?.status)
      for (let i = 0; i < 60; i++) yield* TestClock.adjust("1 second")
      assert.strictEqual(Option.getOrThrow(yield* claimOf(store))._tag, "Done")
      const again = yield* call(one(app))
      assert.deepStrictEqual([again.text, again.replayed, runs.n], [first.text, true, 1])
    }))

  it.scoped("S18 an answer that can never be kept leaves a parked key, and not a free one", () =>
    Effect.gen(function*() {
      const { one, store } = yield* servers({}, (store) => ({
        ...store,
        settle: (ticket, settlement) =>
          settlement._tag === "Answer"
            ? new Store.StoreError({ reason: "failed" })
            : store.settle(ticket, settlement)
      }))
      const { app, runs } = counting()
      yield* call(one(app))
      for (let i = 0; i < 200; i++) yield* TestClock.adjust("1 second")
      assert.strictEqual(Option.getOrThrow(yield* claimOf(store))._tag, "Parked")
      assert.deepStrictEqual([(yield* call(one(app))).status, runs.n], [409, 1])
    }))

  it.scoped("S20 a claim whose confirmation is lost does not wedge the key", () =>
    Effect.gen(function*() {
      let lost = true
      const { one } = yield* servers({}, (store) => ({
        ...store,
        claim: (request) =>
          Effect.flatMap(store.claim(request), (claimed) => {
            const fails = lost
            lost = false
            return fails ? new Store.StoreError({ reason: "failed" }) : Effect.succeed(claimed)
          })
      }))
      const { app, runs } = counting()
      assert.strictEqual((yield* call(one(app))).status, 503)
      yield* TestClock.adjust("1 second")
      assert.deepStrictEqual([(yield* call(one(app))).status, runs.n], [201, 1])
    }))

  it.scoped("S21 a store that does not answer in time is a 503, or an execution that says that nothing protects it", () =>
    Effect.gen(function*() {
      for (const unavailable of ["refuse", "execute"] as const) {
        for (const operation of ["look", "claim"] as const) {
          const { one } = yield* servers({ unavailable }, (store) => ({ ...store, [operation]: () => Effect.never }))
          const { app, runs } = counting()
          const fiber = yield* Effect.fork(call(one(app)))
          yield* TestClock.adjust("5 seconds")
          const answer = yield* Fiber.join(fiber)
          assert.deepStrictEqual(
            [answer.status, runs.n, answer.headers["idempotency-status"]],
            unavailable === "refuse" ? [503, 0, undefined] : [201, 1, "unprotected"]
          )
        }
      }
    }))

  it.scoped("S21 a store that does not answer in time costs a replay its longer life, and nothing else", () =>
    Effect.gen(function*() {
      const { one } = yield* servers({ sliding: true }, (store) => ({ ...store, touch: () => Effect.never }))
      const { app, runs } = counting()
      const { text } = yield* call(one(app))
      const again = yield* Effect.fork(call(one(app)))
      yield* TestClock.adjust("5 seconds")
      const replay = yield* Fiber.join(again)
      assert.deepStrictEqual([replay.text, replay.replayed, runs.n], [text, true, 1])
    }))

  it.scoped("S21 a store that does not answer in time to a former owner, or to one with side effects, is a 503", () =>
    Effect.gen(function*() {
      const response = { status: 200, headers: {}, body: new Uint8Array() }
      const trouble: ReadonlyArray<{ readonly settle: Store.Service["settle"]; readonly looks: number }> = [
        { settle: () => Effect.succeed("lost"), looks: 1 },
        { settle: () => Effect.never, looks: Infinity },
        { settle: () => Effect.succeed("ok"), looks: 1 }
      ]
      for (const [index, { looks, settle }] of trouble.entries()) {
        let left = looks
        const { one } = yield* servers(
          { crash: { reconcile: () => Effect.succeed({ _tag: "Done", response }) } },
          (store) => ({ ...store, settle, look: (identity) => left-- > 0 ? store.look(identity) : Effect.never })
        )
        // The first has an answer to keep; the others fail, and the world has their answer.
        const { app } = counting(Effect.void, index === 0 ? 201 : 500)
        const fiber = yield* Effect.fork(call(one(app)))
        yield* TestClock.adjust("5 seconds")
        assert.strictEqual((yield* Fiber.join(fiber)).status, 503)
      }
    }))
})
