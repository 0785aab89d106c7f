import { PgClient } from "@effect/sql-pg"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Layer, TestClock, TestServices } from "effect"
import { Operations, Store, StoreMemory } from "../../src/index.js"
import * as BackgroundPurge from "../../src/internal/postgres/backgroundPurge.js"
import * as Postgres from "../../src/Store/Postgres.js"
import { databaseFile, openStore } from "../support/harness.js"
import { connect, isAbsent, newDatabase, Server } from "./postgres/server.js"

const claim = (key: string): Store.ClaimRequest => ({
  identity: Store.identity(["owner"], key),
  fingerprint: "a".repeat(64),
  owner: crypto.randomUUID(),
  leaseMillis: 1,
  retentionMillis: 1,
  orphans: "take"
})

const released = (store: Store.Service, key: string) =>
  Effect.flatMap(store.claim(claim(key)), (claimed) =>
    claimed._tag === "Claimed"
      ? store.settle(claimed.ticket, { _tag: "Release", reason: "test" })
      : assert.fail("the key is taken"))

/** Many expired records, purged a few at a time, and a client whose requests are served between the batches. */
const served = (store: Store.Service, expire: Effect.Effect<unknown>) =>
  Effect.gen(function*() {
    const keys = Array.from({ length: 120 }, (_, index) => `old ${index}`)
    yield* Effect.forEach(keys, (key) => released(store, key), { discard: true })
    yield* expire
    let requests = 0
    const request = Effect.gen(function*() {
      const { _tag } = yield* store.claim({
        ...claim(`new ${requests}`),
        leaseMillis: 60_000,
        retentionMillis: 60_000
      })
      assert.strictEqual(_tag, "Claimed")
      requests++
    })
    const client = yield* Effect.fork(Effect.forever(request))
    const batches: Array<number> = []
    const servedBefore: Array<number> = []
    const limits: Array<number> = []
    const purge: Store.Service["purge"] = (limit) =>
      Effect.suspend(() => {
        servedBefore.push(requests)
        limits.push(limit)
        return Effect.map(store.purge(limit), (removed) => {
          batches.push(removed)
          return removed
        })
      })
    const removed = yield* Operations.purge(50).pipe(Effect.provideService(Store.Store, { ...store, purge }))
    assert.isTrue(limits.every((limit) => limit === 50))
    assert.isAbove(batches.length, 1)
    assert.isAtMost(Math.max(...batches), 50)
    yield* Fiber.interrupt(client)
    return { removed, servedBefore }
  })

describe("a purge of many records leaves room for requests between its batches", () => {
  it.scoped("on SQLite", () =>
    Effect.gen(function*() {
      const { store } = yield* openStore(yield* databaseFile)
      const { removed, servedBefore } = yield* served(store, TestClock.adjust("1 minute"))
      assert.isAbove(removed, 50)
      // A purge on this store does not wait for anything by itself.
      for (const [batch, served] of servedBefore.entries()) {
        if (batch > 0) assert.isAbove(served, servedBefore[batch - 1] ?? Infinity, `before batch ${batch}`)
      }
    }))

  describe.skipIf(isAbsent)("with a server", () => {
    it.layer(Server.layer, { timeout: 60_000 })((it) => {
      it.effect("on PostgreSQL", () =>
        Effect.gen(function*() {
          const sql = yield* connect({ database: yield* newDatabase })
          const store = yield* Effect.provideService(Postgres.make(), PgClient.PgClient, sql)
          const { removed } = yield* served(store, sql`SELECT pg_sleep(0.01)`.pipe(Effect.orDie))
          assert.strictEqual(removed, 120)
          // The client cancels what it was asking when it was interrupted, for which the driver needs a clock that goes.
        }).pipe(Effect.scoped, TestServices.provideLive))
    })
  })
})

describe("what purges by itself", () => {
  it.scoped("pauses while Operations purges, and resumes when it stops", () =>
    Effect.gen(function*() {
      let purged = 0
      const purge = () =>
        Effect.sync(() => {
          purged++
          return 0
        })
      const asked = yield* BackgroundPurge.make(purge)
      yield* TestClock.adjust("10 minutes")
      const alone = purged
      assert.isAtLeast(alone, 8)
      const rounds = { n: 0 }
      const operations = Operations.layer().pipe(Layer.provide(Layer.succeed(Store.Store, {
        ...(yield* StoreMemory.make),
        stats: Effect.never,
        purge: (limit) => {
          rounds.n++
          return asked(limit)
        }
      })))
      yield* Effect.scoped(Effect.zipRight(Layer.build(operations), TestClock.adjust("1 hour")))
      assert.isAbove(rounds.n, 40)
      assert.strictEqual(purged - alone, rounds.n)
      const before = purged
      yield* TestClock.adjust("30 minutes")
      assert.isAtLeast(purged - before, 15)
    }))
})
