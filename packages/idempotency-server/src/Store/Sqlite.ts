/**
 * The store in SQLite, in the same database as the handlers' own tables.
 *
 * @since 0.1.0
 */
import * as Reactivity from "@effect/experimental/Reactivity"
import * as SqliteClient from "@effect/sql-sqlite-node/SqliteClient"
import * as Migrator from "@effect/sql/Migrator"
import * as SqlClient from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import { immediate, isBusy } from "../internal/immediate.js"
import type { Claim, Identity, Outcome, Record, Service, Transacted } from "../internal/legacyStore.js"
import { Store, StoreError } from "../internal/legacyStore.js"

interface Row {
  readonly fingerprint: string
  readonly status: number
  readonly headers: string
  readonly body: Uint8Array
  readonly created_at: number
  readonly expires_at: number
}

const Headers = Schema.parseJson(Schema.Record({ key: Schema.String, value: Schema.String }))
const encodeHeaders = Schema.encodeSync(Headers)
const decodeHeaders = Schema.decodeSync(Headers)

/** Expired rows go a few at a time with every execution, so that no purge ever takes long. */
const purgedPerExecution = 10

const migrate = Migrator.make({})({
  table: "idempotency_migrations",
  loader: Migrator.fromRecord({
    "1_records": Effect.gen(function*() {
      const sql = yield* SqlClient.SqlClient
      yield* sql`CREATE TABLE idempotency_records (
        scope_hash TEXT NOT NULL,
        key_hash TEXT NOT NULL,
        fingerprint TEXT NOT NULL,
        status INTEGER NOT NULL,
        headers TEXT NOT NULL,
        body BLOB NOT NULL,
        created_at INTEGER NOT NULL,
        expires_at INTEGER NOT NULL,
        PRIMARY KEY (scope_hash, key_hash)
      )`
      yield* sql`CREATE INDEX idempotency_records_expiry ON idempotency_records (expires_at)`
    })
  })
})

/** The foreign error goes to the log and no further; it names the failure of the database, never a value. */
const orStoreError = <A, R>(effect: Effect.Effect<A, SqlError, R>): Effect.Effect<A, StoreError, R> =>
  effect.pipe(
    Effect.tapError((error) => Effect.logDebug(error.message, error.cause)),
    Effect.mapError((error) => new StoreError({ reason: isBusy(error) ? "busy" : "failed" }))
  )

/** A read-only client of its own, so that a replay does not wait behind a transaction; memory has one connection only. */
const makeReader = (sql: SqliteClient.SqliteClient): Effect.Effect<SqliteClient.SqliteClient, never, Scope.Scope> =>
  sql.config.filename === ":memory:" || sql.config.filename === ""
    ? Effect.succeed(sql)
    : SqliteClient.make({ filename: sql.config.filename, readonly: true, disableWAL: true }).pipe(
      Effect.provide(Reactivity.layer)
    )

const find = (sql: SqlClient.SqlClient, identity: Identity, now: number) =>
  Effect.map(
    sql<Row>`SELECT fingerprint, status, headers, body, created_at, expires_at FROM idempotency_records
      WHERE scope_hash = ${identity.scopeHash} AND key_hash = ${identity.keyHash} AND expires_at > ${now}`,
    ([row]) =>
      row === undefined ? Option.none() : Option.some<Record>({
        fingerprint: row.fingerprint,
        response: { status: row.status, headers: decodeHeaders(row.headers), body: row.body },
        createdAt: row.created_at,
        expiresAt: row.expires_at
      })
  )

/**
 * The store on a client that the handlers share, because a transaction is one connection's. Sets `synchronous` to FULL:
 * the driver's default forgets the last commits when the power fails, and a forgotten record is a second execution.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make: Effect.Effect<Service, never, SqliteClient.SqliteClient | Scope.Scope> = Effect.gen(function*() {
  const sql = yield* SqliteClient.SqliteClient
  yield* sql`PRAGMA synchronous = FULL`
  yield* sql`PRAGMA busy_timeout = 25`
  yield* Effect.provideService(migrate, SqlClient.SqlClient, sql)
  const reader = yield* makeReader(sql)
  yield* reader`PRAGMA busy_timeout = 25`
  const transaction = immediate(sql)

  const look = Effect.fnUntraced(function*(identity: Identity) {
    return yield* find(reader, identity, yield* Clock.currentTimeMillis)
  }, orStoreError)

  const touch = Effect.fnUntraced(function*({ identity, retentionMillis }: Claim) {
    const now = yield* Clock.currentTimeMillis
    yield* sql`UPDATE idempotency_records SET expires_at = ${now + retentionMillis}
      WHERE scope_hash = ${identity.scopeHash} AND key_hash = ${identity.keyHash} AND expires_at > ${now}`
  }, orStoreError)

  const execute = Effect.fnUntraced(function*<A, R>(claim: Claim, handler: Effect.Effect<Outcome<A>, never, R>) {
    const { identity } = claim
    const startedAt = yield* Clock.currentTimeMillis
    const existing = yield* find(sql, identity, startedAt)
    if (Option.isSome(existing)) return { _tag: "Existing", record: existing.value } satisfies Transacted<A>
    yield* sql`DELETE FROM idempotency_records WHERE scope_hash = ${identity.scopeHash} AND key_hash = ${identity.keyHash}`
    yield* sql`DELETE FROM idempotency_records WHERE rowid IN (
      SELECT rowid FROM idempotency_records WHERE expires_at <= ${startedAt} LIMIT ${purgedPerExecution})`
    const outcome = yield* handler
    const executed: Transacted<A> = { _tag: "Executed", answer: outcome.answer }
    // Only a failure undoes the transaction, and with it what the handler wrote.
    if (Option.isNone(outcome.record)) return yield* Effect.fail(executed)
    const { body, headers, status } = outcome.record.value
    const finishedAt = yield* Clock.currentTimeMillis
    yield* sql`INSERT INTO idempotency_records ${
      sql.insert({
        scope_hash: identity.scopeHash,
        key_hash: identity.keyHash,
        fingerprint: claim.fingerprint,
        status,
        headers: encodeHeaders(headers),
        body,
        created_at: finishedAt,
        expires_at: finishedAt + claim.retentionMillis
      })
    }`
    return executed
  })

  const transact = <A, R>(claim: Claim, handler: Effect.Effect<Outcome<A>, never, R>) =>
    transaction(execute(claim, handler)).pipe(
      Effect.catchTag("Executed", (undone) => Effect.succeed<Transacted<A>>(undone)),
      orStoreError
    )

  return { look, touch, transact }
}).pipe(Effect.orDie)

/**
 * The store on the SQLite client of the handlers.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer: Layer.Layer<Store, never, SqliteClient.SqliteClient> = Layer.scoped(Store, make)
