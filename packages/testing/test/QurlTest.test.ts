import { assert, describe, it } from "@effect/vitest"
import { Emulator, Fault, FaultPlan } from "@qurl/emulator"
import { Qurl, RetryPolicy } from "@qurl/sdk"
import { ExactlyOnce, ExactlyOnceViolation, Faults, QurlTest } from "@qurl/testing"
import { Cause, Effect, Exit, Fiber, TestClock } from "effect"

describe("QurlTest.layer", () => {
  it.effect("a first test needs three lines, and no time to pass", () =>
    Effect.gen(function*() {
      const { meta } = yield* Qurl.create({ target_url: "https://example.com" })
      assert.deepStrictEqual([meta.idempotencyKey, meta.attempts, meta.replayed], ["test-1", 3, "yes"])
    }).pipe(Effect.provide(QurlTest.layer({ faults: Faults.lostThenLimited("create") }))))

  it.effect("with waits: fork, adjust the clock, join", () =>
    Effect.gen(function*() {
      const fiber = yield* Effect.fork(Qurl.create({ target_url: "https://example.com" }))
      yield* TestClock.adjust("1 minute")
      const { meta } = yield* Fiber.join(fiber)
      assert.strictEqual(meta.attempts, 2)
    }).pipe(Effect.provide(QurlTest.layer({
      policy: RetryPolicy.keyed,
      faults: FaultPlan.of({ fault: Fault.noAnswer, operation: "create", nth: 1 })
    }))))

  it.effect("keys and ids are what the test wants", () =>
    Effect.gen(function*() {
      const { meta } = yield* Qurl.create({ target_url: "https://example.com" })
      assert.strictEqual(meta.idempotencyKey, "invite-1")
      const { control } = yield* Emulator
      assert.strictEqual((yield* control.inventory).tokens.length, 1)
    }).pipe(Effect.provide(QurlTest.layer({ keys: "invite" }))))
})

const framesOf = (exit: Exit.Exit<unknown, unknown>): ReadonlyArray<string> => {
  const cause = Exit.isFailure(exit) ? exit.cause : Cause.empty
  const defects = [...Cause.defects(cause)].filter((defect) => defect instanceof ExactlyOnceViolation)
  return (defects[0]?.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line))
}

describe("the stack of a violation", () => {
  it.effect("begins at the intent that the test declares", () =>
    Effect.gen(function*() {
      const invite = Qurl.create({ target_url: "https://example.com", label: "Ada" }).pipe(
        Effect.zipRight(Qurl.create({ target_url: "https://example.com", label: "Ada" })),
        ExactlyOnce.intent("invite Ada")
      )
      const exit = yield* Effect.exit(Effect.provide(invite, QurlTest.layer()))
      assert.match(framesOf(exit)[0] ?? "", /QurlTest\.test\.ts:\d+/)
    }))

  it.effect("begins at the line that made the layer, if the calls are not in the test's own code", () =>
    Effect.gen(function*() {
      const calls = Qurl.create({ target_url: "https://example.com" }).pipe(
        Effect.timeout("1 second"),
        Effect.retry({ times: 1 })
      )
      const layer = QurlTest.layer({
        policy: RetryPolicy.keyed,
        faults: FaultPlan.of({ fault: Fault.noAnswer, operation: "create", nth: 1 })
      })
      const fiber = yield* Effect.fork(Effect.exit(Effect.provide(calls, layer)))
      yield* TestClock.adjust("1 minute")
      assert.match(framesOf(yield* Fiber.join(fiber))[0] ?? "", /QurlTest\.test\.ts:\d+/)
    }))
})
