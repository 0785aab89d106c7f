import * as RateLimiter from "@effect/experimental/RateLimiter"
import { assert, it } from "@effect/vitest"
import { Gate } from "@qurl/sdk"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as Pace from "../src/Pace.js"

/** A clock whose sleeps end late by so many milliseconds each, as those of a process that is stopped. */
const lateClock = (lateness: ReadonlyArray<number>) => {
  let now = 0
  let sleeps = 0
  const millis = () => now
  const nanos = () => BigInt(Math.floor(now * 1_000_000))
  const clock: Clock.Clock = {
    [Clock.ClockTypeId]: Clock.ClockTypeId,
    unsafeCurrentTimeMillis: millis,
    unsafeCurrentTimeNanos: nanos,
    currentTimeMillis: Effect.sync(millis),
    // As that of `TestClock`, which fails on fractions of a nanosecond.
    currentTimeNanos: Effect.sync(() => BigInt(now * 1_000_000)),
    sleep: (duration) =>
      Effect.sync(() => {
        now += Duration.toMillis(duration) + (lateness[sleeps++] ?? 0)
      })
  }
  return { clock, millis }
}

/** A pace whose next turn is 100 ms away, and the number of turns that were taken. */
const counted = () => {
  const windows: Array<number> = []
  const layer = Layer.succeed(
    RateLimiter.RateLimiter,
    RateLimiter.RateLimiter.of({
      [RateLimiter.TypeId]: RateLimiter.TypeId,
      consume: ({ limit, window }) =>
        Effect.sync(() => {
          windows.push(Duration.toMillis(window))
          return { delay: Duration.millis(100), limit, remaining: 0, resetAfter: Duration.zero }
        })
    })
  )
  return { windows, layer }
}

const pass = (lateness: ReadonlyArray<number>, patience = 10_000) =>
  Effect.gen(function*() {
    const { clock, millis } = lateClock(lateness)
    const { layer, windows } = counted()
    const passed = yield* Effect.flatMap(Gate.Gate, (gate) =>
      gate.pass({ lane: "host", ticket: 1, patience }, Effect.sync(millis), () => ({ _tag: "Served" }))).pipe(
        Effect.provide(Layer.provide(Pace.layerGate({ requestsPerMinute: 600 }), layer)),
        Effect.withClock(clock)
      )
    return { passed, windows }
  })

it.effect("turns are a little further apart than the pace needs, since requests arrive less evenly than they leave", () =>
  Effect.gen(function*() {
    const { passed, windows } = yield* pass([])
    assert.deepStrictEqual(passed, Either.right(100))
    assert.deepStrictEqual(windows, [105])
  }))

it.effect("a request that misses its turn takes another", () =>
  Effect.gen(function*() {
    const { passed, windows } = yield* pass([2000.00000001, 300, 10])
    assert.closeTo(Either.getOrElse(passed, () => 0), 2610, 0.001)
    assert.lengthOf(windows, 3)
  }))

it.effect("a request whose turn would come too late for its call is not sent", () =>
  Effect.gen(function*() {
    const { passed, windows } = yield* pass([2000], 2150)
    assert.deepStrictEqual(passed, Either.left({ opensIn: 100 }))
    assert.lengthOf(windows, 2)
  }))
