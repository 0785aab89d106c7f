import { assert, describe, it } from "@effect/vitest"
import { OptionError } from "@qurl/idempotency"
import { Effect, Layer } from "effect"
import { Emulator, Fault, FaultPlan } from "../src/index.js"

// Programs without types give anything: `never` fits everywhere.
const untyped = (value: unknown) => value as never

const wrong: ReadonlyArray<readonly [option: string, options: unknown, problem: RegExp]> = [
  ["options", null, /are not an object/],
  ["databse", { databse: "x" }, /Did you mean database\?/],
  ["database", { database: 5 }, /must be a text/],
  ["strict", { strict: "no" }, /must be true or false/],
  ["faults", { faults: [Fault.inFlight] }, /must be a fault plan/],
  ["faults", { faults: { rules: [{ fault: Fault.inFlight, nht: 2 }] } }, /must be a fault plan/],
  ["faults", { faults: { rules: [{ fault: Fault.inFlight, operation: "creat" }] } }, /must be a fault plan/],
  ["guesses.shareSecond", { guesses: { shareSecond: 60 } }, /Did you mean shareSeconds\?/],
  ["guesses.bodyRequired", { guesses: { bodyRequired: 1 } }, /must be true or false/],
  ["rateLimit.window", { rateLimit: { limit: 5 } }, /is missing: give a number of milliseconds/],
  ["rateLimit.limit", { rateLimit: { limit: -1, window: "1 minute" } }, /must be a whole number, 0 or more/],
  ["seed", { seed: "1" }, /must be a number/]
]

describe("an emulator is not built with", () => {
  for (const [option, options, problem] of wrong) {
    it.scoped(`${option}: ${JSON.stringify(options)}`, () =>
      Effect.gen(function*() {
        const server = yield* Effect.flip(Layer.build(Emulator.layerServer(untyped(options))))
        const client = yield* Effect.flip(Layer.build(Emulator.layerHttpClient(untyped(options))))
        for (const error of [server, client]) {
          assert(error._tag === "OptionError")
          assert.strictEqual(error.option, option)
          assert.match(error.problem, problem)
        }
      }))
  }

  it.scoped("port: only a server has one", () =>
    Effect.gen(function*() {
      const server = yield* Effect.flip(Layer.build(Emulator.layerServer(untyped({ port: "80" }))))
      assert.deepInclude(server, { option: "port", problem: "must be a whole number from 0 to 65535" })
      const client = yield* Effect.flip(Layer.build(Emulator.layerHttpClient(untyped({ port: 80 }))))
      assert.deepInclude(client, { option: "port" })
    }))
})

it("a fault is not made with a wrong option", () => {
  const thrown = (run: () => unknown, option: string, problem: RegExp) => {
    try {
      run()
    } catch (error) {
      assert.instanceOf(error, OptionError)
      assert.strictEqual(error.option, option)
      return assert.match(error.problem, problem)
    }
    assert.fail("made")
  }
  thrown(() => Fault.status(503, untyped({ retryafter: "none" })), "retryafter", /Did you mean retryAfter\?/)
  thrown(() => Fault.status(503, untyped({ when: "inside" })), "when", /must be "before" or "after"/)
  thrown(() => Fault.rateLimit(untyped({ retryAfter: 1 })), "retryAfter", /must be "none", \{ seconds \} or \{ date \}/)
  thrown(() => Fault.rateLimit(untyped(null)), "options", /are not an object/)
  thrown(() => FaultPlan.of(untyped({ fault: Fault.inFlight, nht: 2 })), "rules.0.nht", /is wrong: is unexpected/)
})
