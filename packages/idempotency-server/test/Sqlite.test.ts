import { SqliteClient } from "@effect/sql-sqlite-node"
import { assert, it } from "@effect/vitest"
import { Context, Deferred, Effect, Fiber, Layer, Option } from "effect"
import { identity, type Outcome } from "../src/internal/legacyStore.js"
import { databaseFile, openStore } from "./harness.js"

const claim = { identity: identity(["owner"], "key"), fingerprint: "f", retentionMillis: 1000 }
const outcome: Outcome<string> = {
  answer: "done",
  record: Option.some({ status: 200, headers: { etag: "x" }, body: new Uint8Array([0, 255, 10]) })
}

it.scoped("a commit is on disk before it is answered: synchronous is FULL and the journal is a WAL", () =>
  Effect.gen(function*() {
    const { sql } = yield* openStore(yield* databaseFile)
    assert.deepStrictEqual(yield* sql`PRAGMA synchronous`, [{ synchronous: 2 }])
    assert.deepStrictEqual(yield* sql`PRAGMA journal_mode`, [{ journal_mode: "wal" }])
  }))

it.scoped("keeps bytes and headers as they are", () =>
  Effect.gen(function*() {
    const { store } = yield* openStore(yield* databaseFile)
    yield* store.transact(claim, Effect.succeed(outcome))
    const record = Option.getOrThrow(yield* store.look(claim.identity))
    assert.deepStrictEqual([...record.response.body], [0, 255, 10])
    assert.deepStrictEqual(record.response.headers, { etag: "x" })
  }))

it.scoped("the order and the boundaries of a scope's parts count", () =>
  Effect.sync(() => {
    const hash = (...scope: ReadonlyArray<string>) => identity(scope, "k").scopeHash
    assert.strictEqual(new Set([hash("a", "bc"), hash("ab", "c"), hash("bc", "a"), hash("a,bc")]).size, 4)
  }))

it.scoped("interruption undoes claim and writes", () =>
  Effect.gen(function*() {
    const { sql, store } = yield* openStore(yield* databaseFile)
    yield* sql`CREATE TABLE effects (id INTEGER)`
    const started = yield* Deferred.make<void>()
    const fiber = yield* Effect.fork(store.transact(
      claim,
      sql`INSERT INTO effects VALUES (1)`.pipe(
        Effect.orDie,
        Effect.zipRight(Deferred.succeed(started, undefined)),
        Effect.zipRight(Effect.never)
      )
    ))
    yield* Deferred.await(started)
    yield* fiber.interruptAsFork(fiber.id())
    yield* fiber.await
    assert.deepStrictEqual(yield* sql`SELECT * FROM effects`, [])
    assert.isTrue(Option.isNone(yield* store.look(claim.identity)))
  }))

it.scopedLive("another process that holds the lock is waited for, and in the end told of", () =>
  Effect.gen(function*() {
    const file = yield* databaseFile
    const { store } = yield* openStore(file)
    const other = Context.get(yield* Layer.build(SqliteClient.layer({ filename: file })), SqliteClient.SqliteClient)
    yield* other`BEGIN IMMEDIATE`
    const refused = yield* Effect.flip(store.transact(claim, Effect.succeed(outcome)))
    assert.strictEqual(refused.reason, "busy")
    const waiting = yield* Effect.fork(store.transact(claim, Effect.succeed(outcome)))
    yield* other`COMMIT`
    assert.strictEqual((yield* waiting)._tag, "Executed")
  }))

it.scopedLive("two that write at once take turns, whatever they have read before", () =>
  Effect.gen(function*() {
    const file = yield* databaseFile
    const [one, two] = [yield* openStore(file), yield* openStore(file)]
    const started = yield* Deferred.make<void>()
    const released = yield* Deferred.make<void>()
    const first = yield* Effect.fork(one.store.transact(
      claim,
      Deferred.succeed(started, undefined).pipe(Effect.zipRight(Deferred.await(released)), Effect.as(outcome))
    ))
    yield* Deferred.await(started)
    const second = yield* Effect.fork(
      two.store.transact({ ...claim, identity: identity(["owner"], "other") }, Effect.succeed(outcome))
    )
    yield* Effect.yieldNow()
    yield* Deferred.succeed(released, undefined)
    assert.strictEqual((yield* Fiber.join(first))._tag, "Executed")
    assert.strictEqual((yield* Fiber.join(second))._tag, "Executed")
  }))
