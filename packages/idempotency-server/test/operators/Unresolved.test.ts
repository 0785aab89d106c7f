import { assert, describe, it } from "@effect/vitest"
import { Effect, Option, TestClock } from "effect"
import { Operations, Store, StoreMemory } from "../../src/index.js"
import { databaseFile, openStore } from "../support/harness.js"

const summary = { method: "POST", route: "/orders", principal: "ada", requestId: "r-1" }

const request = (key: string): Store.ClaimRequest => ({
  identity: Store.identity(["owner"], key),
  fingerprint: "f",
  owner: crypto.randomUUID(),
  leaseMillis: 1000,
  retentionMillis: 60_000,
  orphans: "park",
  summary
})

/** Servers on the other stores go through the same cases of the contract. */
const stores = {
  memory: StoreMemory.make,
  SQLite: Effect.orDie(Effect.map(Effect.flatMap(databaseFile, openStore), ({ store }) => store))
}

describe("a record without a final outcome", () => {
  for (const [name, open] of Object.entries(stores)) {
    it.scoped(`R4 never expires, and is listed and decided by operators, in ${name}`, () =>
      Effect.gen(function*() {
        const store: Store.Service = yield* open
        const claimed = yield* store.claim(request("k"))
        if (claimed._tag !== "Claimed") return assert.fail("the key is taken")
        yield* store.settle(claimed.ticket, { _tag: "Park", reason: "timed out" })
        yield* TestClock.adjust("400 days")
        yield* Effect.gen(function*() {
          assert.strictEqual(yield* Operations.purge(100), 0)
          assert.strictEqual((yield* store.claim(request("k")))._tag, "Found")
          const { next, records: [record] } = yield* Operations.unresolved()
          assert.isUndefined(next)
          assert.deepInclude(record, { state: "Parked", reason: "timed out", summary })
          if (record === undefined) return
          const decide = (gen: number) => Operations.resolve(record.identity, gen, { _tag: "Free" }, "ada")
          assert.deepStrictEqual([yield* decide(record.gen - 1), yield* decide(record.gen)], ["lost", "ok"])
          assert.deepStrictEqual((yield* Operations.unresolved()).records, [])
          const status = Option.getOrThrow(yield* Operations.status(request("k").identity))
          assert.strictEqual(status.state, "Released")
        }).pipe(Effect.provideService(Store.Store, store))
      }))
  }
})
