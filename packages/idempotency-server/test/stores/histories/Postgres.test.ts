import { PgClient } from "@effect/sql-pg"
import { describe, it } from "@effect/vitest"
import { Effect, TestServices } from "effect"
import type * as Conformance from "../../../src/Conformance.js"
import * as Postgres from "../../../src/Store/Postgres.js"
import { connect, isAbsent, newDatabase, Server } from "../postgres/server.js"
import { explained } from "./histories.js"

/** Three pools on one database, as three processes have them, and a table of the handlers. */
const subject = Effect.gen(function*() {
  const database = yield* newDatabase
  const [one, two, three] = [
    yield* connect({ database }),
    yield* connect({ database }),
    yield* connect({ database })
  ]
  yield* one`CREATE TABLE effects (tag text NOT NULL)`
  const storeOn = (sql: PgClient.PgClient) =>
    Effect.provideService(Postgres.make({ schema: "keys" }), PgClient.PgClient, sql)
  const [first, second, third] = [yield* storeOn(one), yield* storeOn(two), yield* storeOn(three)]
  const subject: Conformance.HistorySubject = {
    stores: [first, second, third],
    shortMillis: 40,
    advance: Effect.sleep(50),
    exact: false,
    transactional: {
      stores: [first],
      write: (tag) => Effect.orDie(Effect.asVoid(one`INSERT INTO effects VALUES (${tag})`)),
      written: (tags) =>
        Effect.map(
          Effect.orDie(two<{ tag: string }>`SELECT tag FROM effects WHERE ${two.in("tag", tags)}`),
          (rows) => rows.map(({ tag }) => tag)
        )
    }
  }
  return subject
}).pipe(Effect.orDie)

describe.skipIf(isAbsent)("histories on PostgreSQL", () => {
  it.layer(Server.layer, { timeout: 60_000 })((it) => {
    it.scoped(
      "S41: every history of clients of the store in PostgreSQL is explained by some order of their operations",
      () => TestServices.provideLive(Effect.flatMap(subject, (subject) => explained(subject, { concurrency: 16 }))),
      1_800_000
    )
  })
})
