import { PgClient } from "@effect/sql-pg"
import { assert, describe, it } from "@effect/vitest"
import { standard } from "@qurl/idempotency/Dialect"
import { Clock, Effect, Fiber, Layer } from "effect"
import { Middleware, Store } from "../../../src/index.js"
import type { ClaimRequest, Outcome } from "../../../src/Store.js"
import * as Postgres from "../../../src/Store/Postgres.js"
import { makeGate } from "../../support/harness.js"
import { call, counting } from "../../support/leasing.js"
import { makeProxy } from "./proxy.js"
import { connect, isAbsent, newDatabase, Server } from "./server.js"

const request = (key: string): ClaimRequest => ({
  identity: Store.identity(["owner"], key),
  fingerprint: "f",
  owner: crypto.randomUUID(),
  leaseMillis: 30_000,
  retentionMillis: 60_000,
  orphans: "take",
  isUnseen: true
})

const outcome: Outcome<string> = {
  answer: "done",
  settlement: {
    _tag: "Answer",
    response: { status: 201, headers: {}, body: new Uint8Array() },
    retentionMillis: 60_000
  }
}

const setup = (maxConnections: number) =>
  Effect.gen(function*() {
    const database = yield* newDatabase
    const proxy = yield* makeProxy
    const sql = yield* connect({ database, port: proxy.port, maxConnections })
    const store = yield* Postgres.make().pipe(Effect.provideService(PgClient.PgClient, sql))
    let looks = 0
    const counted: Store.TransactionalService = {
      ...store,
      look: (identity) => {
        looks += 1
        return store.look(identity)
      }
    }
    const once = yield* Middleware.make({ dialect: standard, grace: 0, principal: () => Effect.succeed("owner") }).pipe(
      Effect.provideService(Store.TransactionalStore, counted)
    )
    return { database, once, proxy, store, looks: () => looks }
  })

describe.skipIf(isAbsent)("a claim without a look before it", () => {
  it.layer(Layer.merge(Server.layer, Layer.setClock(Clock.make())), { timeout: 60_000 })((it) => {
    it.scoped("is what first calls make, and a replay among them; where replays are many the look comes first", () =>
      Effect.gen(function*() {
        const { looks, once } = yield* setup(2)
        const { app, runs } = counting()
        for (let n = 0; n < 20; n++) yield* call(once(app), { key: `k${n}` })
        assert.isTrue((yield* call(once(app), { key: "k0" })).replayed)
        assert.deepStrictEqual([runs.n, looks()], [20, 0])
        for (let n = 0; n < 20; n++) assert.isTrue((yield* call(once(app), { key: `k${n}` })).replayed)
        const later = looks()
        assert.isAbove(later, 0)
        for (let n = 0; n < 5; n++) assert.isTrue((yield* call(once(app), { key: `k${n}` })).replayed)
        assert.strictEqual(looks(), later + 5)
        for (let n = 20; n < 120; n++) yield* call(once(app), { key: `k${n}` })
        const before = looks()
        yield* call(once(app), { key: "last" })
        assert.deepStrictEqual([runs.n, looks()], [121, before])
      }))

    it.scoped("is not made while the handlers have all connections, so that a replay waits for none of them", () =>
      Effect.gen(function*() {
        const { once } = yield* setup(1)
        const { pass, release, started } = yield* makeGate
        const { app } = counting()
        yield* call(once(app), { key: "done" })
        const slow = yield* Effect.fork(call(once(Effect.zipRight(pass, app)), { key: "slow" }))
        yield* started
        assert.isTrue((yield* call(once(app), { key: "done" })).replayed)
        yield* release
        assert.strictEqual((yield* Fiber.join(slow)).status, 201)
      }))

    it.scoped("whose answer was lost is made again by the same owner, and its handler runs once", () =>
      Effect.gen(function*() {
        const { proxy, store } = yield* setup(1)
        let runs = 0
        const handler = () => Effect.sync(() => (runs += 1, outcome))
        yield* store.transact(request("warm"), handler)
        yield* proxy.cut("idempotency_unseen", "after")
        assert.strictEqual((yield* store.transact(request("k"), handler))._tag, "Executed")
        assert.deepStrictEqual([yield* proxy.cuts, runs], [1, 2])
        assert.strictEqual((yield* store.transact(request("k"), handler))._tag, "Found")
      }))
  })
})
