import { assert, describe, it } from "@effect/vitest"
import { OptionError } from "@qurl/idempotency"
import { Effect, Layer } from "effect"
import { FaultRuns, Faults, QurlTest } from "../src/index.js"

// Programs without types give anything: `never` fits everywhere.
const untyped = (value: unknown) => value as never

describe("a wrong option is refused by", () => {
  const layers: ReadonlyArray<readonly [option: string, options: unknown, problem: RegExp]> = [
    ["fault", { fault: [] }, /Did you mean faults\?/],
    ["keys", { keys: 1 }, /must be a text/],
    ["seed", { seed: 1.5 }, /must be a whole number/],
    ["policy.attemps", { policy: { attemps: 1 } }, /Did you mean attempts\?/],
    ["options", null, /are not an object/]
  ]
  for (const [option, options, problem] of layers) {
    it.scoped(`QurlTest.layer: ${JSON.stringify(options)}`, () =>
      Effect.gen(function*() {
        const error = yield* Effect.flip(Layer.build(QurlTest.layer(untyped(options))))
        assert(error._tag === "OptionError")
        assert.strictEqual(error.option, option)
        assert.match(error.problem, problem)
      }))
  }

  it.effect("FaultRuns.runs", () =>
    Effect.gen(function*() {
      const given = [{ runs: 1 }, { seed: 1, runs: 1, conccurrency: 2 }, { seed: 1, runs: 1, through: "http://x" }]
      const errors = yield* Effect.forEach(given, (options) =>
        Effect.flip(FaultRuns.runs(FaultRuns.ours, untyped(options))))
      assert.deepStrictEqual(
        errors.map(({ option }) =>
          option
        ),
        ["seed", "conccurrency", "through"]
      )
    }))

  it("Faults.plan and Faults.script", () => {
    assert.throws(
      () => Faults.plan(1, untyped({ fault: 3 })),
      OptionError,
      /fault is not an option\. Did you mean faults\?/
    )
    assert.throws(() => Faults.plan(1, untyped({})), OptionError, /faults is missing: give a whole number/)
    assert.throws(() => Faults.script([], untyped({ operaton: "create" })), OptionError, /Did you mean operation\?/)
  })
})
