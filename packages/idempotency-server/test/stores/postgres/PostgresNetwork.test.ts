import { PgClient } from "@effect/sql-pg"
import { assert, describe, it } from "@effect/vitest"
import { Clock, Effect, Layer, Option } from "effect"
import { type ClaimRequest, identity } from "../../../src/Store.js"
import * as Postgres from "../../../src/Store/Postgres.js"
import { commit, makeProxy } from "./proxy.js"
import { connect, isAbsent, newDatabase, Server } from "./server.js"

const request = (key: string): ClaimRequest => ({
  identity: identity(["owner"], key),
  fingerprint: "f",
  owner: crypto.randomUUID(),
  leaseMillis: 30_000,
  retentionMillis: 60_000,
  orphans: "take"
})

const outcome = {
  answer: "done",
  settlement: {
    _tag: "Answer",
    retentionMillis: 60_000,
    response: { status: 201, headers: {}, body: new Uint8Array() }
  }
} as const

describe.skipIf(isAbsent)("a network that loses connections without a word", () => {
  it.layer(Layer.merge(Server.layer, Layer.setClock(Clock.make())), { timeout: 60_000 })((it) => {
    it.scoped("costs the store one time limit of a statement, and then it is as before", () =>
      Effect.gen(function*() {
        const proxy = yield* makeProxy
        const sql = yield* connect({ database: yield* newDatabase, port: proxy.port })
        const store = yield* Effect.provideService(Postgres.make(), PgClient.PgClient, sql)
        const { identity: key } = request("k")
        yield* Effect.all([store.look(key), store.look(key)], { concurrency: 2 })
        yield* proxy.blackHole
        const lost = yield* Effect.either(store.look(key))
        assert.strictEqual(lost._tag, "Left")
        // None of these waits for the limit again: the other connections were closed as well.
        for (let count = 0; count < 5; count++) assert.isTrue(Option.isNone(yield* store.look(key)))
        assert.strictEqual((yield* store.claim(request("k")))._tag, "Claimed")
      }), 30_000)

    it.scoped(
      "costs a handler's transaction one time limit: its claim is made again on another connection",
      () =>
        Effect.gen(function*() {
          const proxy = yield* makeProxy
          const database = yield* newDatabase
          const direct = yield* connect({ database })
          const handlers = yield* connect({ database, port: proxy.port, maxConnections: 1 })
          yield* direct`CREATE TABLE effects (id integer)`
          const store = yield* Effect.provideService(Postgres.make(), PgClient.PgClient, handlers)
          const write = Effect.as(Effect.orDie(handlers`INSERT INTO effects VALUES (1)`), outcome)
          yield* store.transact(request("first"), () => write)
          yield* proxy.blackHole
          const ended = yield* store.transact(request("second"), () => write).pipe(Effect.retry({ times: 2 }))
          assert.strictEqual(ended._tag, "Executed")
          assert.strictEqual((yield* direct`SELECT FROM effects`).length, 2)
        }),
      30_000
    )

    it.scoped(
      "and with it the answer to a COMMIT leaves its end unknown until the same key is sent again",
      () =>
        Effect.gen(function*() {
          const proxy = yield* makeProxy
          const database = yield* newDatabase
          const direct = yield* connect({ database })
          const handlers = yield* connect({ database, port: proxy.port, maxConnections: 1 })
          yield* direct`CREATE TABLE effects (id integer)`
          const store = yield* Effect.provideService(Postgres.make(), PgClient.PgClient, handlers)
          const write = Effect.as(Effect.orDie(handlers`INSERT INTO effects VALUES (1)`), outcome)
          const own = request("k")
          yield* proxy.stall(commit)
          assert.strictEqual((yield* Effect.flip(store.transact(own, () => write))).reason, "unknown")
          yield* proxy.flow
          const ended = yield* Effect.retry(store.transact(own, () => write), { times: 2 })
          assert.include(["Executed", "Found"], ended._tag)
          assert.strictEqual((yield* direct`SELECT FROM effects`).length, 1)
        }),
      30_000
    )
  })
})
