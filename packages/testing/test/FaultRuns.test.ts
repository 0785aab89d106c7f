import { assert, it } from "@effect/vitest"
import { FaultRuns } from "@qurl/testing"
import { Config, Console, Effect } from "effect"

/** The quick form of the suite takes a share of the runs. */
const usual = process.env.QURL_TESTS === "quick" ? 60 : 1000

/** QURL_SEED=<seed of a failed run> QURL_RUNS=1 runs it again. */
const options = Effect.orDie(Effect.all({
  seed: Config.withDefault(Config.integer("QURL_SEED"), 20_261_122),
  runs: Config.withDefault(Config.integer("QURL_RUNS"), usual)
}))

it.live("fault runs: everything happens exactly once, and reported outcomes are true", () =>
  Effect.gen(function*() {
    const { runs: count, seed } = yield* options
    const runs = yield* FaultRuns.runs(FaultRuns.ours, { seed, runs: count })
    yield* Console.log(FaultRuns.table(runs))
    assert.deepStrictEqual(FaultRuns.violated(runs).map(FaultRuns.explain), [])
    // A handful of runs, such as the one that is run again, need not reach every outcome.
    if (count < 200) return
    for (const [outcome, share] of FaultRuns.shares(runs)) {
      assert.isAtLeast(share, 0.01, `too few runs with the outcome "${outcome}"`)
    }
  }), 900_000)
