import { assert, it } from "@effect/vitest"
import { SeenEvents } from "@qurl/sdk"
import { Clock, Deferred, Effect, Fiber, Option, TestClock } from "effect"

const event = (id: string) => ({ id })

it.effect("an event is dealt with once within the window", () =>
  Effect.gen(function*() {
    const seen = yield* SeenEvents.make({ window: "1 minute" })
    let runs = 0
    const handle = seen.once(event("a"), Effect.sync(() => ++runs))
    assert.deepStrictEqual(yield* handle, Option.some(1))
    yield* TestClock.adjust("59 seconds")
    assert.deepStrictEqual(yield* handle, Option.none())
    yield* TestClock.adjust("1 second")
    assert.deepStrictEqual(yield* handle, Option.some(2))
  }))

it.effect("an event whose effect fails or is interrupted is dealt with by the next delivery", () =>
  Effect.gen(function*() {
    const seen = yield* SeenEvents.make()
    assert.strictEqual(yield* Effect.flip(seen.once(event("a"), Effect.fail("down"))), "down")
    const stuck = yield* Effect.fork(seen.once(event("a"), Effect.never))
    yield* Effect.yieldNow()
    yield* Fiber.interrupt(stuck)
    assert.deepStrictEqual(yield* seen.once(event("a"), Effect.succeed(1)), Option.some(1))
  }))

it.effect("a delivery that comes while the first is dealt with is not", () =>
  Effect.gen(function*() {
    const seen = yield* SeenEvents.make()
    const done = yield* Deferred.make<void>()
    const first = yield* Effect.fork(seen.once(event("a"), Deferred.await(done)))
    yield* Effect.yieldNow()
    assert.isTrue(Option.isNone(yield* seen.once(event("a"), Effect.die("twice"))))
    yield* Deferred.succeed(done, undefined)
    assert.isTrue(Option.isSome(yield* Fiber.join(first)))
  }))

it.effect("no more than the capacity is remembered, and the oldest is forgotten", () =>
  Effect.gen(function*() {
    const seen = yield* SeenEvents.make({ capacity: 2 })
    const isNew = (id: string) => Effect.map(seen.once(event(id), Effect.void), Option.isSome)
    assert.deepStrictEqual(yield* Effect.forEach(["a", "b", "b", "c", "b", "a"], isNew), [
      true,
      true,
      false,
      true,
      false,
      true
    ])
  }))

it.effect("a wall clock that jumps ahead does not let an event through again", () =>
  Effect.gen(function*() {
    const clock = yield* Effect.clock
    const ahead = { ...clock, currentTimeMillis: Effect.map(clock.currentTimeMillis, (now) => now + 48 * 3_600_000) }
    const seen = yield* SeenEvents.make()
    let runs = 0
    const handle = seen.once(event("a"), Effect.sync(() => ++runs))
    yield* handle
    yield* Effect.withClock(handle, { ...Clock.make(), ...ahead, currentTimeNanos: clock.currentTimeNanos })
    assert.strictEqual(runs, 1)
  }))
