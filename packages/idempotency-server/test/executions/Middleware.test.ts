import { PgClient } from "@effect/sql-pg"
import { describe, it } from "@effect/vitest"
import { Effect } from "effect"
import type * as Store from "../../src/Store.js"
import * as Postgres from "../../src/Store/Postgres.js"
import { connect, isAbsent, newDatabase, Server } from "../stores/postgres/server.js"
import * as RedisServer from "../stores/redis/server.js"
import { sealed, sealedTransactional } from "../stores/sealed/sealed.js"
import { cases } from "../support/cases.js"
import { databaseFile, openStore, type Place, sqlite } from "../support/harness.js"
import { scenarios } from "../support/scenarios.js"

/** With fewer connections than there are requests at once. */
const postgres = Effect.gen(function*() {
  const database = yield* newDatabase
  const server = yield* Server
  const sql = yield* connect({ database, maxConnections: 1 })
  yield* sql`CREATE TABLE effects (id integer GENERATED ALWAYS AS IDENTITY, body text NOT NULL)`
  const place: Place = Effect.gen(function*() {
    const sql = yield* connect({ database, maxConnections: 2 })
    return { sql, store: yield* Effect.provideService(Postgres.make(), PgClient.PgClient, sql) }
  }).pipe(Effect.provideService(Server, server), Effect.orDie)
  return place
}).pipe(Effect.orDie)

const sqliteSealed = Effect.map(databaseFile, (file): Place =>
  Effect.gen(function*() {
    const { sql, store } = yield* Effect.orDie(openStore(file))
    return { sql, store: yield* sealedTransactional(store) }
  })).pipe(Effect.orDie)

/** Sealing is independent of the store. The quick form of the suite seals the records in SQLite. */
const isQuick = process.env["QURL_TESTS"] === "quick"

let prefixes = 0

/** Records in Redis, and what handlers write in SQLite. */
const redis = (decorate: (store: Store.Service) => Effect.Effect<Store.Service>) =>
  Effect.gen(function*() {
    const server = yield* RedisServer.Server
    const file = yield* databaseFile
    const prefix = `middleware-${prefixes++}:`
    const place: Place = Effect.gen(function*() {
      const { sql } = yield* openStore(file)
      return { sql, leasing: yield* Effect.flatMap(RedisServer.openStore(server, prefix), decorate) }
    }).pipe(Effect.orDie)
    return place
  }).pipe(Effect.orDie)

describe("on SQLite", () => {
  cases(it.scoped, sqlite)
  scenarios(it.scoped, sqlite)
})

describe("on SQLite, sealed", () => {
  cases(it.scoped, sqliteSealed)
  scenarios(it.scoped, sqliteSealed)
})

describe.skipIf(RedisServer.isAbsent)("on Redis", () => {
  it.layer(RedisServer.Server.layer, { timeout: 60_000 })((it) => {
    cases(it.scoped, redis(Effect.succeed))
    describe.skipIf(isQuick)("sealed", () => {
      cases(it.scoped, redis(sealed))
    })
  })
})

describe.skipIf(isAbsent)("on PostgreSQL", () => {
  it.layer(Server.layer, { timeout: 60_000 })((it) => {
    cases(it.scoped, postgres)
    scenarios(it.scoped, postgres)
  })
})
