import { SqlClient } from "@effect/sql"
import { PgClient } from "@effect/sql-pg"
import { assert, describe, it } from "@effect/vitest"
import { Clock, Context, Effect, Fiber, Layer, TestContext } from "effect"
import * as Conformance from "../../../src/Conformance.js"
import { identity } from "../../../src/Store.js"
import * as Postgres from "../../../src/Store/Postgres.js"
import { sealedTransactional } from "../sealed/sealed.js"
import { connect, isAbsent, newDatabase, Server } from "./server.js"

/**
 * Two stores in a database whose clock is a table: the search path leads to it before it leads to the real one. So time
 * stands still between two steps, and passes for all clients at once.
 */
const subject = Effect.gen(function*() {
  const database = yield* newDatabase
  const sql = yield* connect({ database, maxConnections: 1 })
  yield* sql`CREATE SCHEMA still`
  yield* sql`CREATE TABLE still.time AS SELECT date_trunc('milliseconds', clock_timestamp()) AS now`
  yield* sql.unsafe(`CREATE FUNCTION still.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE
    AS 'SELECT now FROM still.time'`)
  yield* sql.unsafe(`ALTER DATABASE ${database} SET search_path = still, pg_catalog, public`)
  yield* sql`CREATE TABLE public.effects (id integer GENERATED ALWAYS AS IDENTITY)`
  const handlers = yield* connect({ database })
  const store = Postgres.make({ schema: "keys" })
  const count = sql<{ n: number }>`SELECT count(*)::int4 AS n FROM effects`
  return {
    stores: [
      yield* store.pipe(Effect.provideService(PgClient.PgClient, handlers)),
      yield* store.pipe(Effect.provideService(PgClient.PgClient, yield* connect({ database })))
    ] as const,
    // Time passes outside of the transaction that a handler may be in.
    advance: (millis: number) =>
      sql`UPDATE still.time SET now = now + interval '1 millisecond' * ${millis}::float8`.pipe(
        Effect.orDie,
        Effect.mapInputContext((context: Context.Context<never>) =>
          Context.omit(SqlClient.TransactionConnection)(context)
        ),
        Effect.asVoid
      ),
    write: Effect.orDie(handlers`INSERT INTO effects DEFAULT VALUES`).pipe(Effect.asVoid),
    written: count.pipe(Effect.map(([row]) => row?.n ?? -1), Effect.orDie)
  }
}).pipe(Effect.orDie)

const sealedSubject = Effect.gen(function*() {
  const { stores: [one, two], ...others } = yield* subject
  return { ...others, stores: [yield* sealedTransactional(one), yield* sealedTransactional(two)] as const }
})

/** Sealing is independent of the database. The quick form seals what runs in transactions; `Sealed.test.ts` has the rest. */
const isQuick = process.env["QURL_TESTS"] === "quick"
const sealedCases = [...isQuick ? [] : Conformance.cases, ...Conformance.transactionalCases]

describe.skipIf(isAbsent)("the store in PostgreSQL keeps the contract", () => {
  it.layer(Layer.merge(Server.layer, Layer.setClock(Clock.make())), { timeout: 60_000 })((it) => {
    it.scoped("a waiter in another process is notified: the clock stands still, so that it never looks again", () =>
      Effect.gen(function*() {
        const database = yield* newDatabase
        const sql = yield* connect({ database })
        const make = Postgres.make().pipe(Effect.provideService(PgClient.PgClient, sql))
        const [one, two] = [yield* make, yield* make]
        const request = {
          identity: identity(["owner"], "key"),
          fingerprint: "f",
          owner: "one",
          leaseMillis: 60_000,
          retentionMillis: 60_000,
          orphans: "take"
        } as const
        const claimed = yield* one.claim(request)
        if (claimed._tag !== "Claimed") return assert.fail("the key is taken")
        const waiting = yield* Effect.fork(two.awaitChange(request.identity, claimed.ticket.gen))
        yield* Effect.repeat(sql`SELECT FROM pg_stat_activity WHERE datname = ${database} AND query LIKE 'LISTEN%'`, {
          until: ({ length }) => length > 0
        })
        yield* one.settle(claimed.ticket, { _tag: "Park", reason: "test" })
        yield* Fiber.join(waiting)
      }).pipe(Effect.provide(TestContext.TestContext)))

    it.scoped("waiting changes nothing that the transaction of the owner reads or writes", () =>
      Effect.gen(function*() {
        const database = yield* newDatabase
        const [sql, outside] = [yield* connect({ database }), yield* connect({ database })]
        const make = Postgres.make().pipe(Effect.provideService(PgClient.PgClient, sql))
        const [one, two] = [yield* make, yield* make]
        const request = {
          identity: identity(["owner"], "key"),
          fingerprint: "f",
          owner: "one",
          leaseMillis: 60_000,
          retentionMillis: 60_000,
          orphans: "take"
        } as const
        const ended = yield* one.transact(request, ({ gen, identity }) =>
          Effect.gen(function*() {
            yield* sql`SET TRANSACTION ISOLATION LEVEL SERIALIZABLE`
            yield* sql`SELECT count(*) FROM idempotency_records`
            const waiting = yield* Effect.forkDaemon(two.awaitChange(identity, gen))
            yield* Effect.repeat(outside`SELECT FROM idempotency_waits`, { until: ({ length }) => length > 0 }).pipe(
              Effect.mapInputContext((context: Context.Context<never>) =>
                Context.omit(SqlClient.TransactionConnection)(context)
              )
            )
            const response = { status: 201, headers: {}, body: new Uint8Array() }
            return { answer: waiting, settlement: { _tag: "Answer", response, retentionMillis: 60_000 } } as const
          }).pipe(Effect.orDie))
        if (ended._tag !== "Executed") return assert.fail(`it is ${ended._tag}`)
        yield* Fiber.join(ended.answer)
      }))

    for (const { name, run } of [...Conformance.cases, ...Conformance.transactionalCases]) {
      it.scoped(name, () => Effect.flatMap(subject, run))
    }
    for (const { name, run } of sealedCases) {
      it.scoped(`sealed: ${name}`, () => Effect.flatMap(sealedSubject, run))
    }
  })
})
