import { PgClient } from "@effect/sql-pg"
import { assert, describe, it } from "@effect/vitest"
import { Clock, Deferred, Effect, Either, Fiber, Layer, Option, Stream, TestClock, TestContext } from "effect"
import { type ClaimRequest, identity, type Outcome } from "../../../src/Store.js"
import * as Postgres from "../../../src/Store/Postgres.js"
import { commit, makeProxy, type Side } from "./proxy.js"
import { connect, isAbsent, newDatabase, Server } from "./server.js"

const request = (key: string): ClaimRequest => ({
  identity: identity(["owner"], key),
  fingerprint: "f",
  owner: crypto.randomUUID(),
  leaseMillis: 30_000,
  retentionMillis: 60_000,
  orphans: "take"
})

const answered = (answer: string, status = 201): Outcome<string> => ({
  answer,
  settlement: {
    _tag: "Answer",
    response: { status, headers: {}, body: new TextEncoder().encode(answer) },
    retentionMillis: 60_000
  }
})

/** A store whose connections go through a proxy, and a client beside it that sees what is there. */
const setup = (settings: { readonly maxConnections?: number } = {}) =>
  Effect.gen(function*() {
    const database = yield* newDatabase
    const outside = yield* connect({ database, maxConnections: 2 })
    yield* outside`CREATE TABLE effects (name text PRIMARY KEY)`
    const proxy = yield* makeProxy
    const sql = yield* connect({ database, port: proxy.port, ...settings })
    const store = yield* Postgres.make().pipe(Effect.provideService(PgClient.PgClient, sql))
    const write = (name: string) => Effect.orDie(sql`INSERT INTO effects VALUES (${name})`)
    const effects = Effect.map(outside<{ name: string }>`SELECT name FROM effects ORDER BY name`, (rows) =>
      rows.map(({ name }) => name))
    return { database, outside, proxy, sql, store, write, effects }
  })

describe.skipIf(isAbsent)("the store in PostgreSQL in trouble", () => {
  it.layer(Layer.merge(Server.layer, Layer.setClock(Clock.make())), { timeout: 60_000 })((it) => {
    for (const side of ["before", "after"] satisfies ReadonlyArray<Side>) {
      it.scoped(`S8 the wire breaks ${side} the server got the COMMIT: reading back decides, and one effect is left`, () =>
        Effect.gen(function*() {
          const { effects, proxy, store, write } = yield* setup()
          yield* proxy.cut(commit, side)
          const attempt = store.transact(request("k"), () => Effect.as(write("one"), answered("one")))
          const first = yield* Effect.either(attempt)
          assert.strictEqual(yield* proxy.cuts, 1)
          if (side === "before") {
            assert.deepStrictEqual(Option.map(Either.getLeft(first), ({ reason }) => reason), Option.some("failed"))
            assert.deepStrictEqual(yield* effects, [])
          } else {
            assert.deepStrictEqual(first, Either.right({ _tag: "Executed", answer: "one" }))
          }
          const again = yield* store.transact(request("k"), () => Effect.as(write("one"), answered("two")))
          assert.strictEqual(again._tag, side === "before" ? "Executed" : "Found")
          assert.deepStrictEqual(yield* effects, ["one"])
        }))

      it.scoped(`S19 S20 the answer to claim, renewal and end is lost ${side} the server got them: the owner stays it`, () =>
        Effect.gen(function*() {
          const { effects, proxy, store, write } = yield* setup()
          yield* proxy.cut("ON CONFLICT", side)
          const claimed = yield* store.claim(request("k"))
          assert.strictEqual(claimed._tag, "Claimed")
          if (claimed._tag !== "Claimed") return
          assert.strictEqual(claimed.from, "nothing")
          yield* proxy.cut("lease_until =", side)
          assert.strictEqual(yield* store.renew(claimed.ticket, 30_000), "ok")
          yield* proxy.cut("UPDATE", side)
          assert.strictEqual(yield* store.settle(claimed.ticket, answered("one").settlement), "ok")
          assert.strictEqual(yield* proxy.cuts, 3)
          yield* proxy.cut("ON CONFLICT", side)
          const transacted = yield* store.transact(request("t"), () => Effect.as(write("t"), answered("t")))
          assert.deepStrictEqual([transacted._tag, yield* effects, yield* proxy.cuts], ["Executed", ["t"], 4])
          assert.strictEqual(Option.getOrThrow(yield* store.look(claimed.ticket.identity))._tag, "Done")
        }))
    }

    it.scoped("the server ends the connection of a handler: what it wrote is undone, and a retry runs", () =>
      Effect.gen(function*() {
        const { effects, outside, sql, store, write } = yield* setup()
        const first = yield* Effect.exit(store.transact(request("k"), () =>
          Effect.gen(function*() {
            yield* write("one")
            const [backend] = yield* sql<{ pid: number }>`SELECT pg_backend_pid() AS pid`
            const other = yield* outside.reserve
            yield* other.execute("SELECT pg_terminate_backend($1, 5000)", [backend?.pid], undefined)
            yield* write("two")
            return answered("one")
          }).pipe(Effect.scoped, Effect.orDie)))
        assert.strictEqual(first._tag, "Failure")
        const again = yield* store.transact(request("k"), () => Effect.as(write("one"), answered("two")))
        assert.deepStrictEqual([again._tag, yield* effects], ["Executed", ["one"]])
      }))

    it.scoped("the database crashes under a handler and is back at once: one effect, and answers are still there", () =>
      Effect.gen(function*() {
        const { crash } = yield* Server
        const { database, store, write } = yield* setup()
        yield* store.transact(request("before"), () => Effect.as(write("before"), answered("kept")))
        yield* Effect.exit(
          store.transact(request("k"), () => write("one").pipe(Effect.zipRight(crash), Effect.as(answered("one"))))
        )
        const kept = Option.getOrThrow(yield* store.look(identity(["owner"], "before")))
        assert.strictEqual(kept._tag, "Done")
        const again = yield* store.transact(
          request("k"),
          () => Effect.as(write("one"), answered("two"))
        ).pipe(Effect.retry({ times: 3 }))
        const outside = yield* connect({ database })
        const effects = yield* outside`SELECT name FROM effects ORDER BY name`
        assert.deepStrictEqual([again._tag, effects], ["Executed", [{ name: "before" }, { name: "one" }]])
      }))

    it.scoped("S28 twenty transactions on a pool of two: all run, and other claims continue meanwhile", () =>
      Effect.gen(function*() {
        const { effects, store, write } = yield* setup({ maxConnections: 2 })
        const started = yield* Deferred.make<void>()
        const released = yield* Deferred.make<void>()
        const many = yield* Effect.fork(Effect.forEach(
          Array.from({ length: 20 }, (_, n) => `n${n}`),
          (name) =>
            store.transact(request(name), (ticket) =>
              Effect.gen(function*() {
                yield* write(name)
                yield* Deferred.succeed(started, undefined)
                yield* Deferred.await(released)
                assert.strictEqual(yield* store.renew(ticket, 30_000), "ok")
                return answered(name)
              }).pipe(Effect.orDie)),
          { concurrency: "unbounded" }
        ))
        yield* Deferred.await(started)
        assert.strictEqual((yield* store.claim(request("beside")))._tag, "Claimed")
        yield* Deferred.succeed(released, undefined)
        const results = yield* Fiber.join(many)
        assert.deepStrictEqual(results.map(({ _tag }) => _tag), Array.from({ length: 20 }, () => "Executed"))
        assert.strictEqual((yield* effects).length, 20)
      }))

    it.scoped("S25 a refusal after a failed statement is kept and has written nothing; a success is none", () =>
      Effect.gen(function*() {
        const { effects, outside, sql, store, write } = yield* setup()
        yield* outside`INSERT INTO effects VALUES ('taken')`
        const swallowing = (status: number) => () =>
          Effect.gen(function*() {
            yield* write("before")
            yield* Effect.ignore(sql`INSERT INTO effects VALUES ('taken')`)
            return answered("done", status)
          })
        assert.strictEqual((yield* store.transact(request("refusal"), swallowing(409)))._tag, "Executed")
        assert.strictEqual(Option.getOrThrow(yield* store.look(request("refusal").identity))._tag, "Done")
        const success = yield* Effect.exit(store.transact(request("success"), swallowing(201)))
        assert.strictEqual(success._tag, "Failure")
        assert.strictEqual(Option.getOrThrow(yield* store.look(request("success").identity))._tag, "Released")
        assert.deepStrictEqual(yield* effects, ["taken"])
      }))

    it.scoped("S26 a transaction within the handler is undone alone, and a fiber that outlives it writes nothing", () =>
      Effect.gen(function*() {
        const { effects, sql, store, write } = yield* setup()
        const ended = yield* Deferred.make<void>()
        const late = yield* Deferred.make<boolean>()
        yield* store.transact(request("k"), () =>
          Effect.gen(function*() {
            yield* write("outer")
            yield* Effect.ignore(sql.withTransaction(Effect.zipRight(write("inner"), Effect.fail("no"))))
            yield* Effect.forkDaemon(
              Deferred.await(ended).pipe(
                Effect.zipRight(Effect.either(sql`INSERT INTO effects VALUES ('late')`)),
                Effect.flatMap((result) => Deferred.succeed(late, Either.isRight(result)))
              )
            )
            return answered("done")
          }))
        yield* Deferred.succeed(ended, undefined)
        assert.isFalse(yield* Deferred.await(late))
        assert.deepStrictEqual(yield* effects, ["outer"])
      }))

    it.scoped("S22 the clock of the process does not count: ten minutes off, nothing is taken over or forgotten", () =>
      Effect.gen(function*() {
        const { store } = yield* setup()
        const mine = yield* store.claim(request("k"))
        assert.strictEqual(mine._tag, "Claimed")
        for (const minutes of ["10 minutes", "-10 minutes"]) {
          const other = yield* Effect.zipRight(
            TestClock.setTime(Date.now() + (minutes.startsWith("-") ? -600_000 : 600_000)),
            store.claim(request("k"))
          ).pipe(Effect.provide(TestContext.TestContext))
          assert.strictEqual(other._tag, "Found", minutes)
        }
      }))

    it.scoped("a key that is given back between a claim and its look is claimed again", () =>
      Effect.gen(function*() {
        const { database, outside, store } = yield* setup()
        const mine = yield* store.claim(request("k"))
        if (mine._tag !== "Claimed") return assert.fail("taken")
        const [row, table] = [yield* connect({ database }), yield* connect({ database })]
        const waiting = (mode: string) =>
          Effect.repeat(
            outside`SELECT FROM pg_locks WHERE NOT granted AND (mode = ${mode} OR locktype = ${mode})`,
            { until: ({ length }) => length > 0 }
          )
        const held = yield* Deferred.make<void>()
        const released = yield* Deferred.make<void>()
        const holding = yield* Effect.fork(row.withTransaction(
          row`SELECT FROM idempotency_records FOR UPDATE`.pipe(
            Effect.zipRight(Deferred.succeed(held, undefined)),
            Effect.zipRight(Deferred.await(released))
          )
        ))
        yield* Deferred.await(held)
        // The claim waits for the row. Giving the key back waits for the table, and so does the look after it.
        const claiming = yield* Effect.fork(store.claim(request("k")))
        yield* waiting("transactionid")
        const giving = yield* Effect.fork(table.withTransaction(Effect.zipRight(
          table`LOCK TABLE idempotency_records IN ACCESS EXCLUSIVE MODE`,
          table`UPDATE idempotency_records SET state = 'released', reason = 'test'`
        )))
        yield* waiting("AccessExclusiveLock")
        yield* Deferred.succeed(released, undefined)
        yield* Effect.all([Fiber.join(holding), Fiber.join(giving)])
        assert.deepInclude(yield* Fiber.join(claiming), { _tag: "Claimed", from: "released" })
      }))

    it.scoped("a waiter is notified by another process, even after the notification connection broke", () =>
      Effect.gen(function*() {
        const { database, outside, store } = yield* setup()
        const other = yield* Postgres.make().pipe(
          Effect.provideService(PgClient.PgClient, yield* connect({ database }))
        )
        for (const key of ["one", "two"]) {
          const claimed = yield* other.claim(request(key))
          if (claimed._tag !== "Claimed") return assert.fail("taken")
          const waiting = yield* Effect.fork(store.awaitChange(claimed.ticket.identity, claimed.ticket.gen))
          const listening = outside<{ pid: number }>`SELECT pid FROM pg_stat_activity WHERE query LIKE 'LISTEN%'`
          const [listener] = yield* Effect.repeat(listening, { until: ({ length }) => length > 0 })
          if (key === "two") yield* outside`SELECT pg_terminate_backend(${listener?.pid ?? 0}, 5000)`
          assert.strictEqual(yield* other.settle(claimed.ticket, answered("done").settlement), "ok")
          yield* Fiber.join(waiting)
        }
      }))

    it.scoped("an execution sends a notification only if a request waits for it", () =>
      Effect.gen(function*() {
        const { database, outside, store } = yield* setup()
        const other = yield* Postgres.make().pipe(
          Effect.provideService(PgClient.PgClient, yield* connect({ database }))
        )
        const heard = yield* Effect.fork(Stream.runHead(outside.listen("idempotency")))
        const listening = outside`SELECT FROM pg_stat_activity WHERE query LIKE 'LISTEN%'`
        yield* Effect.repeat(listening, { until: ({ length }) => length > 0 })
        yield* store.transact(request("quiet"), () => Effect.succeed(answered("done")))
        const claimed = yield* other.claim(request("loud"))
        if (claimed._tag !== "Claimed") return assert.fail("taken")
        const waiting = yield* Effect.fork(store.awaitChange(claimed.ticket.identity, claimed.ticket.gen))
        const marked = outside`SELECT FROM idempotency_waits`
        yield* Effect.repeat(marked, { until: ({ length }) => length > 0 })
        yield* other.settle(claimed.ticket, answered("done").settlement)
        yield* Fiber.join(waiting)
        assert.deepStrictEqual(yield* Fiber.join(heard), Option.some(request("loud").identity.keyHash.slice(0, 16)))
      }))

    it.scoped("three that start at once create the tables once", () =>
      Effect.gen(function*() {
        const database = yield* newDatabase
        const sql = yield* connect({ database })
        yield* Effect.all(
          Array.from({ length: 3 }, () =>
            Layer.build(Layer.provide(Postgres.layer({ schema: "keys" }), Layer.succeed(PgClient.PgClient, sql)))),
          { concurrency: "unbounded" }
        )
        assert.strictEqual((yield* sql`SELECT * FROM keys.idempotency_migrations`).length, 3)
      }))
  })
})
