import { assert, describe, it } from "@effect/vitest"
import { type Assumptions, simulate } from "../src/spread/model.js"

const hour = 3_600_000

const assumed: Assumptions = {
  rows: 100_000,
  rowsPerRequest: 100,
  workers: 20,
  requestsPerSecond: 50,
  journal: { millis: 2, atOnce: 8 },
  paceMillis: 2,
  api: { millis: 60, atOnce: 64 },
  networkMillis: 40,
  lost: { before: 0.05, after: 0.05 },
  timeoutMillis: 1_000,
  backoffMillis: 500,
  death: { every: 20_000, restart: 5_000 },
  retentionMillis: 24 * hour,
  leaseMillis: 15_000,
  seed: 1
}

describe("the simulation of many workers", () => {
  it("executes every chunk once within the pace, although workers die and answers are lost", () => {
    const outcome = simulate(assumed)
    assert.isAbove(outcome.deaths, 10)
    assert.isAbove(outcome.replays, 10)
    assert.deepStrictEqual([outcome.missing, outcome.double], [0, 0])
    assert.isAtMost(outcome.busiestSecond, 51)
  })

  it("counts a chunk twice when a worker comes back after the API has forgotten its record", () => {
    const outcome = simulate({ ...assumed, retentionMillis: 5_000 })
    assert.isAbove(outcome.double, 0)
  })

  it("is the same for the same seed", () => {
    assert.deepStrictEqual(simulate(assumed), simulate(assumed))
    assert.notDeepEqual(simulate(assumed), simulate({ ...assumed, seed: 2 }))
  })
})
