import { assert, describe, test } from "vitest"
import { bugs } from "../src/prove/Bugs.js"
import * as Explore from "../src/prove/Explore.js"

/** A share of `npm run prove`, smaller in the quick form of the suite. */
const schedules = process.env.QURL_TESTS === "quick" ? 250 : 5000

test("the model: under every fault nothing happens twice and reported outcomes are true", () => {
  for (let seed = 1; seed <= schedules; seed++) {
    const failure = Explore.sample(seed)
    assert.deepStrictEqual(failure?.violations ?? [], [], `npm run prove -- --seed ${seed} --runs 1`)
  }
}, 120_000)

test.each(["transaction", "lease"] as const)("the model: everything that one fault can do to a %s", (mode) => {
  const bounds = {
    mode,
    intents: 1,
    sharedKey: false,
    processes: 1,
    words: "of the dialect" as const,
    faults: 1,
    steps: 5
  }
  const { complete, failure } = Explore.exhaust(bounds, () => true)
  assert.deepStrictEqual(failure?.violations ?? [], [])
  assert.isTrue(complete)
}, 120_000)

describe("the model catches", () => {
  test.each(bugs)("$name", ({ mode, parts }) => {
    const found = Explore.hunt(mode, parts, { seed: 1, runs: 20_000 })
    assert.isDefined(found)
    // What is printed is short enough to be read.
    assert.isBelow(found?.failure.picks.length ?? Number.POSITIVE_INFINITY, 60)
  }, 120_000)
})
