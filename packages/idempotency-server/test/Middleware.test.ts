import { PgClient } from "@effect/sql-pg"
import { describe, it } from "@effect/vitest"
import { Effect } from "effect"
import * as Postgres from "../src/Store/Postgres.js"
import { type Place, sqlite } from "./harness.js"
import { cases } from "./middleware/cases.js"
import { scenarios } from "./middleware/scenarios.js"
import { connect, isAbsent, newDatabase, Server } from "./postgres/server.js"

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

describe("on SQLite", () => {
  cases(it.scoped, sqlite)
  scenarios(it.scoped, sqlite)
})

describe.skipIf(isAbsent)("on PostgreSQL", () => {
  it.layer(Server.layer, { timeout: 60_000 })((it) => {
    cases(it.scoped, postgres)
    scenarios(it.scoped, postgres)
  })
})
