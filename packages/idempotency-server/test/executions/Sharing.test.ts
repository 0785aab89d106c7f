import { assert, describe, it } from "@effect/vitest"
import { standard } from "@qurl/idempotency/Dialect"
import { Duration, Effect, Fiber, Option, TestClock } from "effect"
import { Store } from "../../src/index.js"
import { makeGate } from "../support/harness.js"
import { call, counting, servers } from "../support/leasing.js"

const several = <A, E, R>(length: number, effect: Effect.Effect<A, E, R>) =>
  Effect.forEach(Array.from({ length }), () => Effect.fork(effect))

/** Lets every fiber run that can. */
const settled = Effect.repeat(Effect.yieldNow(), { times: 100 })

/** A store that counts how often it is asked, and at whose looks one can stop. */
const counted = (pass: Effect.Effect<void> = Effect.void) => {
  const asked = { looks: 0, waits: 0 }
  const decorate = (store: Store.Service): Store.Service => ({
    ...store,
    look: (identity) =>
      Effect.suspend(() => {
        asked.looks++
        return Effect.zipRight(pass, store.look(identity))
      }),
    awaitChange: (identity, gen) =>
      Effect.suspend(() => {
        asked.waits++
        return store.awaitChange(identity, gen)
      })
  })
  return { asked, decorate }
}

describe("many requests with one key", () => {
  it.scoped("that come during a look share the next one, which sees what was kept before they came", () =>
    Effect.gen(function*() {
      const gate = yield* makeGate
      const { asked, decorate } = counted(gate.pass)
      const { one, store } = yield* servers({}, decorate)
      const { app, runs } = counting()
      const first = yield* Effect.fork(call(one(app)))
      yield* gate.started
      const { one: elsewhere } = yield* servers({}, () => store)
      const kept = yield* call(elsewhere(app))
      const many = yield* several(100, call(one(app)))
      yield* settled
      assert.strictEqual(asked.looks, 1)
      yield* gate.release
      for (const { replayed, status, text } of yield* Effect.forEach([first, ...many], Fiber.join)) {
        assert.deepStrictEqual([status, text, replayed], [201, kept.text, true])
      }
      assert.deepStrictEqual([asked.looks, runs.n], [2, 1])
    }))

  it.scoped("S2 that come before the store has said whose the key is learn it from the store, whatever their body", () =>
    Effect.gen(function*() {
      const claiming = yield* makeGate
      const { one, store } = yield* servers({}, (store) => ({
        ...store,
        claim: (request) => Effect.zipRight(claiming.pass, store.claim(request))
      }))
      const { one: elsewhere } = yield* servers({}, () => store)
      const handling = yield* makeGate
      const { app, runs } = counting(handling.pass)
      const loser = yield* Effect.fork(call(one(app), { body: "[2]" }))
      yield* claiming.started
      const [right, wrong] = [
        yield* Effect.fork(call(one(app), { body: "[1]" })),
        yield* Effect.fork(call(one(app), { body: "[2]" }))
      ]
      yield* settled
      const winner = yield* Effect.fork(call(elsewhere(app), { body: "[1]" }))
      yield* handling.started
      yield* claiming.release
      assert.strictEqual((yield* Fiber.join(loser)).status, standard.mismatch.status)
      assert.strictEqual((yield* Fiber.join(right)).status, standard.inFlight?.status)
      assert.strictEqual((yield* Fiber.join(wrong)).status, standard.mismatch.status)
      yield* handling.release
      assert.deepStrictEqual([(yield* Fiber.join(winner)).status, runs.n], [201, 1])
    }))

  it.scoped("whose claim fails are answered as soon as their patience ends, not one after the other", () =>
    Effect.gen(function*() {
      for (const [maxWait, atMost] of [[0, 2000], ["4 seconds", 5000]] as const) {
        const { one } = yield* servers({ maxWait }, (store) => ({
          ...store,
          claim: () => Effect.delay(new Store.StoreError({ reason: "failed" }), "1 second")
        }))
        const { app, runs } = counting()
        const many = yield* several(20, Effect.timed(call(one(app))))
        for (let second = 0; second < 21; second++) yield* TestClock.adjust("1 second")
        for (const [waited, { status }] of yield* Effect.forEach(many, Fiber.join)) {
          assert.include([standard.inFlight?.status, 503], status)
          assert.isAtMost(Duration.toMillis(waited), atMost)
        }
        assert.strictEqual(runs.n, 0)
      }
    }))

  it.scoped("do not depend on the one that looks first", () =>
    Effect.gen(function*() {
      const gate = yield* makeGate
      const { decorate } = counted(gate.pass)
      const { one } = yield* servers({}, decorate)
      const { app } = counting()
      const first = yield* Effect.fork(call(one(app)))
      yield* gate.started
      const second = yield* Effect.fork(call(one(app)))
      yield* settled
      yield* Fiber.interrupt(first)
      yield* gate.release
      assert.strictEqual((yield* Fiber.join(second)).status, 201)
      assert.strictEqual((yield* call(one(app))).replayed, true)
    }))

  it.scoped("that wait for another server ask the store once to tell them", () =>
    Effect.gen(function*() {
      const { asked, decorate } = counted()
      const { one, store } = yield* servers({ dialect: { ...standard, inFlight: undefined } }, decorate)
      const { one: elsewhere } = yield* servers({}, () => store)
      const gate = yield* makeGate
      const { app, runs } = counting(gate.pass)
      const first = yield* Effect.fork(call(elsewhere(app)))
      yield* gate.started
      const [impatient, ...many] = yield* several(100, call(one(app)))
      yield* settled
      // One that hangs up takes nothing from the others.
      if (impatient !== undefined) yield* Fiber.interrupt(impatient)
      yield* gate.release
      const { text } = yield* Fiber.join(first)
      for (const answer of yield* Effect.forEach(many, Fiber.join)) {
        assert.deepStrictEqual([answer.text, answer.replayed], [text, true])
      }
      assert.deepStrictEqual([asked.waits, runs.n], [1, 1])
    }))
})

it.scoped("a store that says that a key runs, and when it is looked at that it does not, is asked a few times", () =>
  Effect.gen(function*() {
    let claims = 0
    const { one } = yield* servers(
      { dialect: { ...standard, inFlight: undefined }, maxWait: "3 seconds" },
      (store) => ({
        ...store,
        look: () => Effect.succeed(Option.none()),
        claim: ({ fingerprint }) =>
          Effect.sync(() => {
            if (++claims > 100) throw new Error("asked without end")
            return {
              _tag: "Found",
              record: { _tag: "Running", fingerprint, gen: 1, createdAt: 0, expiresAt: 60_000, leaseLeftMillis: 1000 }
            } as const
          })
      })
    )
    const { app, runs } = counting()
    const answer = yield* Effect.fork(call(one(app)))
    for (let n = 0; n < 300; n++) yield* TestClock.adjust("10 millis")
    assert.strictEqual((yield* Fiber.join(answer)).status, 503)
    assert.isAtMost(claims, 20)
    assert.strictEqual(runs.n, 0)
  }))
