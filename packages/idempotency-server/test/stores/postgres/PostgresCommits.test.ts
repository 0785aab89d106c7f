import { PgClient } from "@effect/sql-pg"
import { assert, describe, it } from "@effect/vitest"
import { Clock, Deferred, Effect, Either, Fiber, Layer, Option, Stream } from "effect"
import { makeTables } from "../../../src/internal/postgres/schema.js"
import { settleOrFailStatement, settleParams } from "../../../src/internal/postgres/settle.js"
import { type ClaimRequest, identity, type Outcome, type Settlement } from "../../../src/Store.js"
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

const answered = (answer: string, status = 201): Outcome<string> & { readonly settlement: Settlement } => ({
  answer,
  settlement: {
    _tag: "Answer",
    response: { status, headers: {}, body: new TextEncoder().encode(answer) },
    retentionMillis: 60_000
  }
})

/** Changes what the driver's clients know of themselves, before the store gets a connection. */
const withClients = (sql: PgClient.PgClient, change: (client: object) => void): PgClient.PgClient => {
  const reserve = Effect.tap(sql.reserve, (connection) =>
    Effect.sync(() => {
      if ("pg" in connection && typeof connection.pg === "object" && connection.pg !== null) change(connection.pg)
    }))
  return new Proxy(sql, { get: (target, name) => name === "reserve" ? reserve : Reflect.get(target, name) })
}

/** The ways to send the end of a record and its COMMIT. */
const drivers = {
  "in one round trip": () => {},
  "in two, with a driver that has no pipeline mode": (client: object) => {
    Object.assign(client, { pipeline: undefined })
  },
  "in one, behind a pooler": (client: object) => {
    Object.assign(client, { processID: -1 })
  }
} as const

/** A store with one connection for handlers, which goes through a proxy, and a client beside it. */
const setup = (change: (client: object) => void) =>
  Effect.gen(function*() {
    const database = yield* newDatabase
    const outside = yield* connect({ database, maxConnections: 2 })
    yield* outside`CREATE TABLE effects (name text PRIMARY KEY)`
    yield* outside`CREATE TABLE places (name text PRIMARY KEY REFERENCES effects DEFERRABLE INITIALLY DEFERRED)`
    const proxy = yield* makeProxy
    const sql = withClients(yield* connect({ database, port: proxy.port, maxConnections: 1 }), change)
    const store = yield* Postgres.make().pipe(Effect.provideService(PgClient.PgClient, sql))
    const write = (name: string) => Effect.orDie(sql`INSERT INTO effects VALUES (${name})`)
    const effects = Effect.map(outside<{ name: string }>`SELECT name FROM effects ORDER BY name`, (rows) =>
      rows.map(({ name }) => name))
    const transact = (key: string, handler: Effect.Effect<unknown>, outcome = answered(key)) =>
      store.transact(request(key), () =>
        Effect.as(handler, outcome))
    const recordOf = (key: string) => Effect.map(store.look(request(key).identity), Option.map(({ _tag }) => _tag))
    /** Counts rows by a cursor, which the driver refuses in its pipeline mode. */
    const stream = sql`SELECT generate_series(1, 300)`.stream.pipe(Stream.runCount, Effect.orDie)
    return { database, outside, proxy, sql, store, write, effects, transact, recordOf, stream }
  })

describe.skipIf(isAbsent)("the end of a transaction in PostgreSQL", () => {
  it.layer(Layer.merge(Server.layer, Layer.setClock(Clock.make())), { timeout: 60_000 })((it) => {
    for (const [name, change] of Object.entries(drivers)) {
      const isApart = name.includes("two")

      it.scoped(`${name}: the wire breaks before the server gets the record, and nothing is left`, () =>
        Effect.gen(function*() {
          const { effects, proxy, transact, write } = yield* setup(change)
          yield* transact("warm", Effect.void)
          yield* proxy.cut("the answer", "before")
          const first = yield* Effect.flip(transact("k", write("one"), answered("the answer")))
          assert.deepStrictEqual([first.reason, yield* proxy.cuts, yield* effects], ["failed", 1, []])
          const again = yield* transact("k", write("one"))
          assert.deepStrictEqual([again._tag, yield* effects], ["Executed", ["one"]])
        }))

      it.scoped(`${name}: the wire breaks after the server got the record, and one effect is left`, () =>
        Effect.gen(function*() {
          const { effects, proxy, transact, write } = yield* setup(change)
          yield* transact("warm", Effect.void)
          yield* proxy.cut("the answer", "after")
          const first = yield* Effect.either(transact("k", write("one"), answered("the answer")))
          assert.strictEqual(
            Either.match(first, { onLeft: ({ reason }) => reason, onRight: ({ _tag }) => _tag }),
            isApart ? "failed" : "Executed"
          )
          assert.deepStrictEqual(yield* effects, isApart ? [] : ["one"])
          const again = yield* transact("k", write("one"))
          assert.deepStrictEqual([again._tag, yield* effects], [isApart ? "Executed" : "Found", ["one"]])
        }))

      it.scoped(`${name}: the wire breaks after the server got the COMMIT, and the answer is kept`, () =>
        Effect.gen(function*() {
          const { effects, proxy, transact, write } = yield* setup(change)
          yield* transact("warm", Effect.void)
          yield* proxy.cut(commit, "after")
          const first = yield* transact("k", write("one"))
          assert.deepStrictEqual([first._tag, yield* proxy.cuts, yield* effects], ["Executed", 1, ["one"]])
          assert.strictEqual((yield* transact("k", write("two")))._tag, "Found")
        }))

      it.scoped(`${name}: a record that another owner has, or that is gone, undoes what the handler wrote`, () =>
        Effect.gen(function*() {
          const { effects, outside, stream, transact, write } = yield* setup(change)
          yield* transact("warm", Effect.void)
          const taken = yield* transact(
            "taken",
            Effect.zipRight(
              write("one"),
              Effect.orDie(outside`UPDATE idempotency_records SET owner = 'another', gen = gen + 1`)
            )
          )
          const gone = yield* transact(
            "gone",
            Effect.zipRight(write("two"), Effect.orDie(outside`DELETE FROM idempotency_records`))
          )
          assert.deepStrictEqual([taken._tag, gone._tag, yield* effects], ["Lost", "Lost", []])
          const after = yield* transact("after", Effect.zipRight(stream, write("after")))
          assert.deepStrictEqual([after._tag, yield* effects], ["Executed", ["after"]])
        }))

      it.scoped(`${name}: a failed statement that the handler swallows keeps a refusal and no success`, () =>
        Effect.gen(function*() {
          const { effects, outside, recordOf, sql, stream, transact, write } = yield* setup(change)
          yield* outside`INSERT INTO effects VALUES ('taken')`
          const swallowing = Effect.zipRight(write("before"), Effect.ignore(sql`INSERT INTO effects VALUES ('taken')`))
          assert.strictEqual((yield* transact("refusal", swallowing, answered("no", 409)))._tag, "Executed")
          assert.strictEqual((yield* Effect.exit(transact("success", swallowing)))._tag, "Failure")
          assert.deepStrictEqual([yield* recordOf("refusal"), yield* recordOf("success")], [
            Option.some("Done"),
            Option.some("Released")
          ])
          assert.deepStrictEqual(yield* effects, ["taken"])
          assert.strictEqual((yield* transact("after", stream))._tag, "Executed")
        }))

      it.scoped(`${name}: a transaction that cannot be serialized is undone and can be repeated`, () =>
        Effect.gen(function*() {
          const { effects, outside, recordOf, sql, store, write } = yield* setup(change)
          const first = yield* Effect.flip(
            store.transact(
              request("k"),
              (ticket) =>
                Effect.orDie(sql`SET TRANSACTION ISOLATION LEVEL REPEATABLE READ`).pipe(
                  Effect.zipRight(write("one")),
                  Effect.zipRight(Effect.orDie(store.renew(ticket, 30_000))),
                  Effect.as(answered("one"))
                )
            )
          )
          assert.deepStrictEqual([first.reason, yield* recordOf("k"), yield* effects], [
            "failed",
            Option.some("Released"),
            []
          ])
          const again = yield* store.transact(request("k"), () => Effect.as(write("one"), answered("one")))
          assert.deepStrictEqual([again._tag, yield* outside`SELECT name FROM effects`], ["Executed", [{
            name: "one"
          }]])
        }))

      it.scoped(`${name}: a constraint that fails at the COMMIT undoes everything, and the key is free`, () =>
        Effect.gen(function*() {
          const { effects, recordOf, sql, stream, transact, write } = yield* setup(change)
          const dangling = Effect.orDie(sql`INSERT INTO places VALUES ('nowhere')`)
          const first = yield* Effect.flip(transact("k", Effect.zipRight(write("one"), dangling)))
          assert.deepStrictEqual([first.reason, yield* recordOf("k"), yield* effects], [
            "failed",
            Option.some("Released"),
            []
          ])
          const again = yield* transact("k", Effect.zipRight(stream, write("one")))
          assert.deepStrictEqual([again._tag, yield* effects], ["Executed", ["one"]])
        }))

      it.scoped(`${name}: an interruption during the COMMIT waits for its end`, () =>
        Effect.gen(function*() {
          const { effects, proxy, recordOf, transact, write } = yield* setup(change)
          yield* transact("warm", Effect.void)
          const written = yield* Deferred.make<void>()
          yield* proxy.stall(commit)
          const running = yield* Effect.fork(
            transact("k", Effect.zipRight(write("one"), Deferred.succeed(written, undefined)))
          )
          yield* Deferred.await(written)
          yield* Effect.repeat(Effect.delay(proxy.isStalling, "5 millis"), { until: (isStalling) => isStalling })
          const interrupting = yield* Effect.fork(Fiber.interrupt(running))
          yield* proxy.flow
          yield* Fiber.join(interrupting)
          assert.deepStrictEqual([yield* recordOf("k"), yield* effects], [Option.some("Done"), ["one"]])
        }))

      it.scoped(`${name}: a query that the handler left behind ends first`, () =>
        Effect.gen(function*() {
          const { effects, sql, stream, transact, write } = yield* setup(change)
          const left = Effect.forkDaemon(Effect.ignore(sql`SELECT pg_sleep(0.1)`))
          const first = yield* transact("k", Effect.zip(write("one"), Effect.zipLeft(left, Effect.yieldNow())))
          const again = yield* transact("l", Effect.zip(stream, write("two")))
          assert.deepStrictEqual([first._tag, again._tag, yield* effects], ["Executed", "Executed", ["one", "two"]])
        }))
    }

    const named = "SELECT name FROM pg_prepared_statements WHERE name LIKE 'idempotency%' ORDER BY name"
    const namesOf = (sql: PgClient.PgClient) =>
      Effect.map(sql.unsafe<{ name: string }>(named), (rows) => rows.map(({ name }) => name.split("_").slice(1, -1)))

    it.scoped("statements have names on a connection to the server itself, and none behind a pooler", () =>
      Effect.gen(function*() {
        const direct = yield* setup(drivers["in one round trip"])
        const pooled = yield* setup(drivers["in one, behind a pooler"])
        for (const { transact } of [direct, pooled]) {
          for (const key of ["1", "2"]) yield* transact(key, Effect.void)
        }
        assert.deepStrictEqual(yield* namesOf(direct.sql), [["insert"], ["settle", "or", "fail"]])
        assert.deepStrictEqual(yield* namesOf(pooled.sql), [])
      }))

    it.scoped("a session that forgets names costs no handler its transaction, and is asked by text from then on", () =>
      Effect.gen(function*() {
        const { effects, sql, transact, write } = yield* setup(() => {})
        for (const key of ["1", "2"]) yield* transact(key, Effect.void)
        yield* sql`DEALLOCATE ALL`
        for (const key of ["3", "4"]) assert.strictEqual((yield* transact(key, write(key)))._tag, "Executed")
        assert.deepStrictEqual([yield* effects, yield* namesOf(sql)], [["3", "4"], []])
      }))

    it.scoped("a handler that makes its session forget names loses its transaction once", () =>
      Effect.gen(function*() {
        const { effects, sql, transact, write } = yield* setup(() => {})
        for (const key of ["1", "2"]) yield* transact(key, Effect.void)
        const forgetting = Effect.zipRight(write("one"), Effect.orDie(sql`DEALLOCATE ALL`))
        assert.strictEqual((yield* Effect.flip(transact("k", forgetting))).reason, "failed")
        assert.deepStrictEqual(yield* effects, [])
        assert.strictEqual((yield* transact("k", forgetting))._tag, "Executed")
        assert.deepStrictEqual(yield* effects, ["one"])
      }))

    it.scoped("what fails where a record was lost says nothing of the answer", () =>
      Effect.gen(function*() {
        const { sql } = yield* setup(() => {})
        const ticket = { identity: request("k").identity, owner: "owner", gen: 1, leaseMillis: 1000 }
        const { text } = settleOrFailStatement(makeTables(undefined))
        const error = yield* Effect.flip(sql.unsafe(text, settleParams(ticket, answered("secret").settlement)))
        const said = JSON.stringify(error.cause, Object.getOwnPropertyNames(error.cause))
        assert.include(said, "an idempotency key was taken over")
        for (const secret of ["secret", Buffer.from("secret").toString("hex")]) assert.notInclude(said, secret)
      }))
  })
})
