import { PgClient } from "@effect/sql-pg"
import { assert, describe, it } from "@effect/vitest"
import { Clock, Effect, Layer, Option, TestClock } from "effect"
import { StoreMemory } from "../../src/index.js"
import { type ClaimRequest, identity, type Service } from "../../src/Store.js"
import * as Postgres from "../../src/Store/Postgres.js"
import { databaseFile, openStore } from "../support/harness.js"
import { connect, isAbsent, newDatabase, Server } from "./postgres/server.js"

const hour = 60 * 60_000

const request = (key: string): ClaimRequest => ({
  identity: identity(["owner"], key),
  fingerprint: "f",
  owner: crypto.randomUUID(),
  leaseMillis: 30_000,
  retentionMillis: 2 * hour,
  orphans: "take"
})

const answer = {
  _tag: "Answer",
  response: { status: 201, headers: {}, body: new TextEncoder().encode("kept") },
  retentionMillis: 24 * hour
} as const

/** Executions continue, answers stay, and no owner is superseded; keys become free later. */
const stepsBack = <R>(store: Service, stepBack: Effect.Effect<unknown, never, R>) =>
  Effect.gen(function*() {
    const [running, done, dead] = [
      yield* store.claim(request("running")),
      yield* store.claim(request("done")),
      yield* store.claim(request("dead"))
    ]
    if (running._tag !== "Claimed" || done._tag !== "Claimed" || dead._tag !== "Claimed") return assert.fail("taken")
    yield* store.settle(done.ticket, answer)
    yield* stepBack
    for (const key of ["running", "dead"]) {
      const other = yield* store.claim(request(key))
      assert.deepInclude(other, { _tag: "Found" })
      const record = Option.getOrThrow(yield* store.look(identity(["owner"], key)))
      if (record._tag !== "Running") return assert.fail(record._tag)
      assert.isAbove(record.leaseLeftMillis, hour - 30_000)
    }
    // From the next sign of life on a lease is as long as it should be.
    assert.strictEqual(yield* store.renew(running.ticket, 30_000), "ok")
    const renewed = Option.getOrThrow(yield* store.look(running.ticket.identity))
    assert.deepInclude(renewed, { _tag: "Running", gen: running.ticket.gen })
    if (renewed._tag === "Running") assert.isAtMost(renewed.leaseLeftMillis, 30_000)
    assert.strictEqual(yield* store.settle(running.ticket, answer), "ok")
    for (const key of ["running", "done"]) {
      const found = yield* store.claim(request(key))
      assert.strictEqual(found._tag === "Found" ? found.record._tag : found._tag, "Done")
    }
    assert.strictEqual(yield* store.purge(10), 0)
  })

describe("S22 the clock of a store steps back an hour", () => {
  const back = TestClock.setTime(10 * hour)

  it.scoped("in memory", () =>
    Effect.gen(function*() {
      yield* TestClock.setTime(11 * hour)
      yield* stepsBack(yield* StoreMemory.make, back)
    }))

  it.scoped("in SQLite", () =>
    Effect.gen(function*() {
      yield* TestClock.setTime(11 * hour)
      const { store } = yield* openStore(yield* databaseFile)
      yield* stepsBack(store, back)
    }))

  describe.skipIf(isAbsent)("in PostgreSQL", () => {
    it.layer(Layer.merge(Server.layer, Layer.setClock(Clock.make())), { timeout: 60_000 })((it) => {
      it.scoped("as if every time that was written lay an hour ahead", () =>
        Effect.gen(function*() {
          const sql = yield* connect({ database: yield* newDatabase })
          const store = yield* Postgres.make().pipe(Effect.provideService(PgClient.PgClient, sql))
          yield* stepsBack(
            store,
            Effect.orDie(sql`UPDATE idempotency_records SET created_at = created_at + interval '1 hour',
              lease_until = lease_until + interval '1 hour', expires_at = expires_at + interval '1 hour'`)
          )
        }))
    })
  })
})
