import { assert, describe, it } from "@effect/vitest"
import { Emulator, FaultPlan, TestKey } from "@qurl/emulator"
import { Qurl, RetryPolicy } from "@qurl/sdk"
import { ExactlyOnce, Faults } from "@qurl/testing"
import { ConfigProvider, Console, Duration, Effect, FastCheck, Layer, Redacted, Schema } from "effect"

const options = { faults: 4, operations: ["create", "batchCreate"] }
const isPlan = Schema.is(FaultPlan.FaultPlan)

describe("Faults", () => {
  it("a plan is a valid one of so many faults, the same for the same seed", () => {
    FastCheck.assert(
      FastCheck.property(FastCheck.integer({ min: 0 }), FastCheck.integer({ min: 1, max: 6 }), (seed, faults) => {
        const plan = Faults.plan(seed, { faults, operations: options.operations })
        assert.isTrue(isPlan(plan))
        assert.strictEqual(plan.rules.length, faults)
        assert.isTrue(plan.rules.every(({ operation = "" }) => options.operations.includes(operation)))
        assert.deepStrictEqual(Faults.plan(seed, { faults, operations: options.operations }), plan)
      })
    )
  })

  it("seeds differ, and together they reach every fault but final refusals", () => {
    const kinds = new Set(
      Array.from({ length: 300 }, (_, seed) => Faults.plan(seed, { faults: 2 }).rules).flat().map(({ fault }) =>
        fault.kind
      )
    )
    assert.deepStrictEqual([...kinds].sort(), [
      "delay",
      "destroyAfterCommit",
      "destroyAfterHeaders",
      "destroyBeforeHandler",
      "destroyMidBody",
      "inFlight",
      "noAnswer",
      "noAnswerBefore",
      "rateLimit",
      "stallBody",
      "status"
    ])
  })

  it.live("a lost answer and then a 429 leave one link behind", () =>
    Effect.gen(function*() {
      const { meta } = yield* Qurl.create({ target_url: "https://example.com" })
      assert.strictEqual(meta.attempts, 3)
      const { control } = yield* Emulator
      assert.deepStrictEqual((yield* control.requests).map(({ fault, replayed }) => [fault, replayed]), [
        ["destroyAfterCommit", false],
        ["rateLimit", false],
        [null, true]
      ])
    }).pipe(Effect.provide(
      ExactlyOnce.layer(Qurl.layer({ apiKey: Redacted.make(TestKey.full), baseUrl: "http://127.0.0.1" })).pipe(
        Layer.provide(RetryPolicy.layer({
          ...RetryPolicy.keyed,
          backoff: { ...RetryPolicy.keyed.backoff, base: Duration.millis(1) }
        })),
        Layer.provideMerge(Emulator.layerHttpClient({ faults: Faults.lostThenLimited("create") }))
      )
    )))

  const printed = <E>(test: Effect.Effect<unknown, E>) =>
    Effect.gen(function*() {
      const lines: Array<unknown> = []
      const recording = yield* Effect.map(Console.consoleWith(Effect.succeed), (console) => ({
        ...console,
        error: (...args: ReadonlyArray<unknown>) => Effect.sync(() => lines.push(...args))
      }))
      yield* Effect.exit(Console.withConsole(test, recording))
      return lines
    })

  it.effect("a failing test says how to run its seed again", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual(yield* printed(Faults.seeded(7, (seed) => Effect.fail(seed))), [
        "seed=7 rerun with QURL_SEED=7"
      ])
      assert.deepStrictEqual(yield* printed(Faults.seeded(7, () => Effect.dieMessage("a failed assertion"))), [
        "seed=7 rerun with QURL_SEED=7"
      ])
      assert.deepStrictEqual(yield* printed(Faults.seeded(7, Effect.succeed)), [])
    }))

  it.effect("the environment names another seed", () =>
    Effect.gen(function*() {
      assert.strictEqual(yield* Faults.seeded(7, Effect.succeed), 11)
    }).pipe(Effect.withConfigProvider(ConfigProvider.fromMap(new Map([["QURL_SEED", "11"]])))))
})
