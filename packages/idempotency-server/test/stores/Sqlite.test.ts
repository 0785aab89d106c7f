import { SqliteClient } from "@effect/sql-sqlite-node"
import { assert, describe, it } from "@effect/vitest"
import { Cause, Context, Deferred, Effect, Fiber, Layer, Option, TestClock } from "effect"
import { readdirSync } from "node:fs"
import { dirname } from "node:path"
import * as Conformance from "../../src/Conformance.js"
import { type ClaimRequest, identity, type Outcome } from "../../src/Store.js"
import * as Sqlite from "../../src/Store/Sqlite.js"
import { databaseFile, openStore } from "../support/harness.js"

const claim: ClaimRequest = {
  identity: identity(["owner"], "key"),
  fingerprint: "f",
  owner: "o",
  leaseMillis: 1000,
  retentionMillis: 1000,
  orphans: "take"
}
const outcome: Outcome<string> = {
  answer: "done",
  settlement: {
    _tag: "Answer",
    retentionMillis: 1000,
    response: { status: 200, headers: { etag: "x" }, body: new Uint8Array([0, 255, 10]) }
  }
}
const done = () => Effect.succeed(outcome)

/** Two clients of one file, as two processes have them, and a table of the handlers. */
const twoClients = (advance: (millis: number) => Effect.Effect<void>) =>
  Effect.gen(function*() {
    const file = yield* databaseFile
    const [one, two] = [yield* openStore(file), yield* openStore(file)]
    yield* one.sql`CREATE TABLE effects (id INTEGER PRIMARY KEY)`
    return {
      stores: [one.store, two.store] as const,
      advance,
      write: Effect.orDie(Effect.asVoid(one.sql`INSERT INTO effects DEFAULT VALUES`)),
      written: Effect.orDie(
        Effect.map(two.sql<{ n: number }>`SELECT count(*) AS n FROM effects`, ([row]) => row?.n ?? -1)
      )
    }
  })

/** A single client in memory. */
const memory = Effect.gen(function*() {
  const { sql, store } = yield* openStore(":memory:")
  yield* sql`CREATE TABLE effects (id INTEGER PRIMARY KEY)`
  return {
    stores: [store] as const,
    advance: TestClock.adjust,
    write: Effect.orDie(Effect.asVoid(sql`INSERT INTO effects DEFAULT VALUES`)),
    written: Effect.orDie(Effect.map(sql<{ n: number }>`SELECT count(*) AS n FROM effects`, ([row]) => row?.n ?? -1))
  }
})

describe("the store in SQLite keeps the contract, with two clients of one file", () => {
  for (const { name, run } of Conformance.cases) {
    it.scoped(name, () => Effect.flatMap(twoClients(TestClock.adjust), run))
  }
  // A client that meets the lock of another waits, in time that passes by itself.
  for (const { name, run } of Conformance.transactionalCases) {
    it.scopedLive(name, () => Effect.flatMap(twoClients(Effect.sleep), run))
  }
})

describe("the store in SQLite keeps the contract in memory, transactions included", () => {
  for (const { name, run } of Conformance.cases) it.scoped(name, () => Effect.flatMap(memory, run))
  for (const { name, run } of Conformance.transactionalCases) it.scoped(name, () => Effect.flatMap(memory, run))
})

describe("a file of SQLite", () => {
  it.scoped("a commit is on disk before it is answered: synchronous is FULL and the journal is a WAL", () =>
    Effect.gen(function*() {
      const { sql, store } = yield* openStore(yield* databaseFile)
      assert.deepStrictEqual(yield* sql`PRAGMA synchronous`, [{ synchronous: 2 }])
      assert.deepStrictEqual(yield* sql`PRAGMA journal_mode`, [{ journal_mode: "wal" }])
      yield* sql`PRAGMA synchronous = NORMAL`
      assert.strictEqual((yield* Effect.flip(store.probe))._tag, "UnfitStoreError")
    }))

  it.scoped("the order and the boundaries of a scope's parts count", () =>
    Effect.sync(() => {
      const hash = (...scope: ReadonlyArray<string>) => identity(scope, "k").scopeHash
      assert.strictEqual(new Set([hash("a", "bc"), hash("ab", "c"), hash("bc", "a"), hash("a,bc")]).size, 4)
    }))

  it.scoped("S30 a row that makes no sense is neither an answer nor a free key", () =>
    Effect.gen(function*() {
      const { sql, store } = yield* openStore(yield* databaseFile)
      yield* store.transact(claim, done)
      for (
        const damage of [sql`headers = 'no json'`, sql`headers = '[]'`, sql`state = 'Running'`, sql`state = 'new'`]
      ) {
        yield* sql`UPDATE idempotency_records SET ${damage}`
        const asked = [store.look(claim.identity), store.claim(claim), store.transact(claim, () => Effect.die("ran"))]
        for (const ask of asked) {
          const error = yield* Effect.flip<unknown, { readonly _tag: string; readonly reason?: string }, never>(ask)
          assert.deepInclude(error, { _tag: "StoreError", reason: "corrupt" })
        }
      }
    }))

  it.scoped("an operation inside a transaction of the same database fails with an error, not a deadlock", () =>
    Effect.gen(function*() {
      const { sql, store } = yield* openStore(yield* databaseFile)
      const cause = yield* Effect.flip(Effect.sandbox(sql.withTransaction(store.claim(claim))))
      assert.include(Cause.pretty(cause), "inside a transaction")
    }))

  it.scopedLive("another process that holds the lock is waited for, and in the end told of", () =>
    Effect.gen(function*() {
      const file = yield* databaseFile
      const { store } = yield* openStore(file)
      const other = Context.get(yield* Layer.build(SqliteClient.layer({ filename: file })), SqliteClient.SqliteClient)
      yield* other`BEGIN IMMEDIATE`
      assert.strictEqual((yield* Effect.flip(store.transact(claim, done))).reason, "busy")
      const waiting = yield* Effect.fork(store.transact(claim, done))
      yield* other`COMMIT`
      assert.strictEqual((yield* Fiber.join(waiting))._tag, "Executed")
    }))

  it.scopedLive("S27 two that write at once take turns, whatever they have read before", () =>
    Effect.gen(function*() {
      const file = yield* databaseFile
      const [one, two] = [yield* openStore(file), yield* openStore(file)]
      const started = yield* Deferred.make<void>()
      const released = yield* Deferred.make<void>()
      const first = yield* Effect.fork(one.store.transact(
        claim,
        () => Deferred.succeed(started, undefined).pipe(Effect.zipRight(Deferred.await(released)), Effect.as(outcome))
      ))
      yield* Deferred.await(started)
      const second = yield* Effect.fork(
        two.store.transact({ ...claim, identity: identity(["owner"], "other") }, done)
      )
      yield* Effect.yieldNow()
      yield* Deferred.succeed(released, undefined)
      assert.strictEqual((yield* Fiber.join(first))._tag, "Executed")
      assert.strictEqual((yield* Fiber.join(second))._tag, "Executed")
    }))

  it.scoped("a replay takes no write lock", () =>
    Effect.gen(function*() {
      const file = yield* databaseFile
      const { store } = yield* openStore(file)
      yield* store.transact(claim, done)
      const other = Context.get(yield* Layer.build(SqliteClient.layer({ filename: file })), SqliteClient.SqliteClient)
      yield* other`BEGIN IMMEDIATE`
      assert.isTrue(Option.isSome(yield* store.look(claim.identity)))
      yield* other`ROLLBACK`
    }))
})

describe("the process that took a lease", () => {
  const boots = (file: string) =>
    readdirSync(dirname(file)).filter((name) => /-boot-[^-]+(-[^-]+){4}$/.test(name) && !name.endsWith("-journal"))

  it.scoped("leaves an orphan as soon as the next one starts, when it is gone", () =>
    Effect.gen(function*() {
      const file = yield* databaseFile
      yield* Effect.scoped(Effect.flatMap(openStore(file), ({ store }) => store.claim(claim)))
      const { store } = yield* openStore(file)
      const next = yield* store.claim({ ...claim, owner: "next" })
      assert.deepInclude(next, { _tag: "Claimed", from: "orphan" })
      assert.strictEqual(boots(file).length, 1)
    }))

  it.scoped("keeps its lease while it lives, and has no lock where nothing takes leases", () =>
    Effect.gen(function*() {
      const file = yield* databaseFile
      const first = yield* openStore(file)
      assert.deepStrictEqual(boots(file), [])
      yield* first.store.claim(claim)
      const { store } = yield* openStore(file)
      assert.strictEqual((yield* store.claim({ ...claim, owner: "next" }))._tag, "Found")
    }))
})

it.scoped("S40 what was kept by the first version of the table is replayed by this one", () =>
  Effect.gen(function*() {
    const file = yield* databaseFile
    const sql = Context.get(yield* Layer.build(SqliteClient.layer({ filename: file })), SqliteClient.SqliteClient)
    yield* sql`CREATE TABLE idempotency_migrations (migration_id integer PRIMARY KEY NOT NULL,
      created_at datetime NOT NULL DEFAULT current_timestamp, name VARCHAR(255) NOT NULL)`
    yield* sql`INSERT INTO idempotency_migrations (migration_id, name) VALUES (1, 'records')`
    yield* sql`CREATE TABLE idempotency_records (scope_hash TEXT NOT NULL, key_hash TEXT NOT NULL,
      fingerprint TEXT NOT NULL, status INTEGER NOT NULL, headers TEXT NOT NULL, body BLOB NOT NULL,
      created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, PRIMARY KEY (scope_hash, key_hash))`
    yield* sql`CREATE INDEX idempotency_records_expiry ON idempotency_records (expires_at)`
    const { keyHash, scopeHash } = claim.identity
    yield* sql`INSERT INTO idempotency_records
      VALUES (${scopeHash}, ${keyHash}, 'f', 201, '{"etag":"x"}', ${new Uint8Array([7])}, 5, 1000)`
    const store = yield* Effect.provideService(Sqlite.make, SqliteClient.SqliteClient, sql)
    const record = Option.getOrThrow(yield* store.look(claim.identity))
    assert.deepInclude(record, { _tag: "Done", fingerprint: "f", gen: 1, createdAt: 5, expiresAt: 1000 })
    assert.strictEqual((yield* store.transact(claim, () => Effect.die("ran")))._tag, "Found")
  }))

it.scoped("S40 the tables of the second version are upgraded at the start, and its records are owned as before", () =>
  Effect.gen(function*() {
    const file = yield* databaseFile
    const sql = Context.get(yield* Layer.build(SqliteClient.layer({ filename: file })), SqliteClient.SqliteClient)
    yield* sql`CREATE TABLE idempotency_migrations (migration_id integer PRIMARY KEY NOT NULL,
      created_at datetime NOT NULL DEFAULT current_timestamp, name VARCHAR(255) NOT NULL)`
    yield* sql`INSERT INTO idempotency_migrations (migration_id, name) VALUES (1, 'records'), (2, 'owners')`
    yield* sql`CREATE TABLE idempotency_records (scope_hash TEXT NOT NULL, key_hash TEXT NOT NULL,
      fingerprint TEXT NOT NULL, state TEXT NOT NULL, owner TEXT NOT NULL, gen INTEGER NOT NULL, boot TEXT,
      lease_until INTEGER, reason TEXT, status INTEGER, headers TEXT, body BLOB, created_at INTEGER NOT NULL,
      expires_at INTEGER NOT NULL, PRIMARY KEY (scope_hash, key_hash))`
    yield* sql`CREATE INDEX idempotency_records_expiry ON idempotency_records (expires_at)`
    yield* sql`CREATE TABLE idempotency_resolutions (scope_hash TEXT NOT NULL, key_hash TEXT NOT NULL,
      decision TEXT NOT NULL, actor TEXT NOT NULL, at INTEGER NOT NULL)`
    const { keyHash, scopeHash } = claim.identity
    yield* sql`INSERT INTO idempotency_records (scope_hash, key_hash, fingerprint, state, owner, gen, lease_until,
      created_at, expires_at) VALUES (${scopeHash}, ${keyHash}, 'f', 'Running', 'before', 3, 1000, 5, 60000)`
    const open = Effect.provideService(Sqlite.make, SqliteClient.SqliteClient, sql)
    const store = yield* open
    assert.deepInclude(Option.getOrThrow(yield* store.look(claim.identity)), { _tag: "Running", gen: 3 })
    const ticket = { identity: claim.identity, owner: "before", gen: 3, leaseMillis: 1000 }
    assert.strictEqual(yield* store.renew(ticket, 1000), "ok")
    const [{ version } = { version: 0 }] = yield* sql<{ version: number }>`
      SELECT max(migration_id) AS version FROM idempotency_migrations`
    assert.strictEqual(version, 3)

    yield* sql`INSERT INTO idempotency_migrations (migration_id, name) VALUES (4, 'of tomorrow')`
    const error = yield* Effect.flip(open)
    assert.include(error.message, "version 4")
    assert.include(error.message, "deploy the release that upgraded them")
  }))
