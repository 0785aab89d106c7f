import { assert, describe, it } from "@effect/vitest"
import { Chaos } from "@qurl/testing"
import { Config, Console, Effect } from "effect"
import { blindClient, keyInLoopClient, keyPerCallClient } from "./support/brokenClients.js"

/** QURL_SEED=<seed of a failed run> QURL_CHAOS_RUNS=1 runs it again. */
const options = Effect.orDie(Effect.all({
  seed: Config.withDefault(Config.integer("QURL_SEED"), 20_261_122),
  runs: Config.withDefault(Config.integer("QURL_CHAOS_RUNS"), 1000)
}))

const kindsFound = (runs: ReadonlyArray<Chaos.Run>) =>
  new Set(runs.flatMap(({ verdict }) => verdict.violations.map(({ kind }) => kind)))

describe("chaos", () => {
  it.live("everything happens exactly once, and callers are told what is so", () =>
    Effect.gen(function*() {
      const { runs: count, seed } = yield* options
      const runs = yield* Chaos.runs(Chaos.ours, { seed, runs: count })
      yield* Console.log(Chaos.table(runs))
      assert.deepStrictEqual(Chaos.violated(runs).map(Chaos.explain), [])
      // A handful of runs, such as the one that is run again, need not reach every outcome.
      if (count >= 200) {
        for (const [outcome, share] of Chaos.shares(runs)) {
          assert.isAtLeast(share, 0.05, `too few runs with the outcome "${outcome}"`)
        }
      }
    }), 600_000)

  it.live("a client that repeats without a key is caught", () =>
    Effect.gen(function*() {
      const runs = yield* Chaos.runs(blindClient, { seed: 1, runs: 50 })
      assert.include([...kindsFound(runs)], "duplicate")
    }), 300_000)

  it.live("a client that makes its key inside the loop is caught", () =>
    Effect.gen(function*() {
      const runs = yield* Chaos.runs(keyInLoopClient, { seed: 1, runs: 50 })
      assert.include([...kindsFound(runs)], "duplicate")
    }), 300_000)

  it.live("the same client with one key per call duplicates nothing", () =>
    Effect.gen(function*() {
      const runs = yield* Chaos.runs(keyPerCallClient, { seed: 1, runs: 50 })
      assert.notInclude([...kindsFound(runs)], "duplicate")
    }), 300_000)
})
