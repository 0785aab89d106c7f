import { PgClient } from "@effect/sql-pg"
import type { Connection } from "@effect/sql/SqlConnection"
import { assert, describe, it } from "@effect/vitest"
import { Clock, Deferred, Effect, Fiber, Layer, Option } from "effect"
import * as ConnectionPool from "../../../src/internal/postgres/connections/connectionPool.js"
import * as Prepared from "../../../src/internal/postgres/connections/prepared.js"
import { identity } from "../../../src/Store.js"
import * as Postgres from "../../../src/Store/Postgres.js"
import { connect, isAbsent, newDatabase, Server } from "./server.js"

/** Ends all connections to the database but those that ask for it. */
const endOthers = (outside: PgClient.PgClient) =>
  outside`SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND application_name <> 'outside' AND backend_type = 'client backend'`

describe.skipIf(isAbsent)("the connections of the store in PostgreSQL", () => {
  it.layer(Layer.merge(Server.layer, Layer.setClock(Clock.make())), { timeout: 60_000 })((it) => {
    it.scoped("stay the same from question to question, and are never more than are asked on at once", () =>
      Effect.gen(function*() {
        const database = yield* newDatabase
        const onLine = yield* ConnectionPool.make(yield* connect({ database }), 2)
        const pid = onLine((connection) => connection.execute("SELECT pg_backend_pid() AS pid", [], undefined))
        const pids = yield* Effect.replicateEffect(Effect.zip(pid, pid, { concurrent: true }), 20)
        assert.strictEqual(new Set(pids.flat().map((rows) => JSON.stringify(rows))).size, 2)
      }))

    it.scoped("live as long as the client lets them", () =>
      Effect.gen(function*() {
        const database = yield* newDatabase
        const onLine = yield* ConnectionPool.make(yield* connect({ database, connectionTTL: "1 second" }), 1)
        const pid = onLine((connection) => connection.execute("SELECT pg_backend_pid() AS pid", [], undefined))
        const young = yield* pid
        assert.deepStrictEqual(yield* pid, young)
        yield* Effect.sleep("1100 millis")
        yield* pid
        assert.notDeepEqual(yield* pid, young)
      }))

    it.scoped("that were closed while idle are opened again, for statements that are sent once as well", () =>
      Effect.gen(function*() {
        const database = yield* newDatabase
        const outside = yield* connect({ database, maxConnections: 1, applicationName: "outside" })
        const sql = yield* connect({ database })
        const store = yield* Postgres.make().pipe(Effect.provideService(PgClient.PgClient, sql))
        const key = identity(["owner"], "k")
        const look = store.look(key)
        yield* Effect.zip(look, look, { concurrent: true })
        yield* endOthers(outside)
        assert.strictEqual(yield* store.resolve(key, 1, { _tag: "Free" }, "an operator"), "lost")
        yield* endOthers(outside)
        assert.isTrue(Option.isNone(yield* look))
      }))

    it.scoped("whose statement was interrupted are not lent again", () =>
      Effect.gen(function*() {
        const database = yield* newDatabase
        const onLine = yield* ConnectionPool.make(yield* connect({ database }), 2)
        const pid = (connection: Connection) => connection.execute("SELECT pg_backend_pid() AS pid", [], undefined)
        const started = yield* Deferred.make<unknown>()
        const cancelled = yield* Deferred.make<void>()
        const slow = yield* Effect.fork(onLine((connection) =>
          Effect.flatMap(pid(connection), (pid) => Deferred.succeed(started, pid)).pipe(
            Effect.zipRight(Effect.never),
            Effect.onInterrupt(() => Deferred.await(cancelled))
          )
        ))
        const first = yield* Deferred.await(started)
        const interrupting = yield* Effect.fork(Fiber.interrupt(slow))
        yield* Effect.sleep("20 millis")
        assert.notDeepEqual(yield* onLine(pid), first)
        yield* Deferred.succeed(cancelled, undefined)
        yield* Fiber.join(interrupting)
        assert.notDeepEqual(yield* onLine(pid), first)
      }))

    it.scoped("whose server does not know a statement by its name any longer are asked by its text", () =>
      Effect.gen(function*() {
        const database = yield* newDatabase
        const sql = yield* connect({ database })
        const connection = yield* sql.reserve
        const query = Prepared.make()
        const ask = query<{ n: number }>(connection, { name: "sum", text: "SELECT $1::int4 + 1 AS n" }, [1])
        const known = connection.execute("SELECT name FROM pg_prepared_statements", [], undefined)
        assert.deepStrictEqual([yield* ask, yield* known], [[{ n: 2 }], [{ name: "sum" }]])
        // As behind a pooler that lends another of its connections for each transaction.
        yield* connection.executeUnprepared("DEALLOCATE ALL", [], undefined)
        assert.deepStrictEqual([yield* ask, yield* ask, yield* known], [[{ n: 2 }], [{ n: 2 }], []])
        const refused = yield* Effect.flip(query(connection, { name: "broken", text: "SELECT nothing" }, []))
        assert.strictEqual(refused._tag, "SqlError")
      }))
  })
})
