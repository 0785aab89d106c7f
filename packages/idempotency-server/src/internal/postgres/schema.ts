import * as SqlClient from "@effect/sql/SqlClient"
import * as Effect from "effect/Effect"
import { upgrade } from "../migrations.js"

/** Names of the tables, in a schema of their own or where the search path leads. */
export interface Tables {
  readonly schema: string | undefined
  readonly records: string
  /** Name of the records as SQL. */
  readonly quoted: string
  readonly resolutions: string
  /** Keys that a process waits for. A table of its own: a mark must not conflict with the transaction of the owner. */
  readonly waits: string
  /** Name of `waits` as SQL. */
  readonly quotedWaits: string
  /** Table of a single row: the instant up to which claims were checked for the list of unresolved records. */
  readonly sweep: string
  readonly migrations: string
}

export const makeTables = (schema: string | undefined): Tables => {
  const within = (name: string) => schema === undefined ? name : `${schema}.${name}`
  const quoted = (name: string) => schema === undefined ? `"${name}"` : `"${schema}"."${name}"`
  return {
    schema,
    records: within("idempotency_records"),
    quoted: quoted("idempotency_records"),
    resolutions: within("idempotency_resolutions"),
    waits: within("idempotency_waits"),
    quotedWaits: quoted("idempotency_waits"),
    sweep: within("idempotency_sweep"),
    migrations: within("idempotency_migrations")
  }
}

/**
 * Two processes that start at once would both create the table of migrations, so they take turns; after that the
 * migrator locks that table. If it exists nothing is created, so that a role without such rights may start.
 */
const prepare = Effect.fnUntraced(function*(tables: Tables) {
  const sql = yield* SqlClient.SqlClient
  const [existing] = yield* sql<{ found: string | null }>`SELECT to_regclass(${tables.migrations})::text AS found`
  if (existing?.found !== null) return
  yield* sql.withTransaction(Effect.gen(function*() {
    yield* sql`SELECT pg_advisory_xact_lock(hashtextextended(${tables.migrations}, 0))`
    if (tables.schema !== undefined) yield* sql`CREATE SCHEMA IF NOT EXISTS ${sql(tables.schema)}`
    yield* sql`CREATE TABLE IF NOT EXISTS ${sql(tables.migrations)} (
      migration_id integer PRIMARY KEY,
      created_at timestamptz NOT NULL DEFAULT now(),
      name text NOT NULL
    )`
  }))
})

const records = (tables: Tables) =>
  Effect.gen(function*() {
    const sql = yield* SqlClient.SqlClient
    yield* sql`CREATE TABLE ${sql(tables.records)} (
      scope_hash text COLLATE "C" NOT NULL,
      key_hash text COLLATE "C" NOT NULL,
      fingerprint text NOT NULL,
      state text NOT NULL CHECK (state IN ('running', 'done', 'tombstone', 'released', 'parked')),
      owner text NOT NULL,
      gen integer NOT NULL,
      origin text NOT NULL,
      created_at timestamptz NOT NULL,
      lease_until timestamptz NOT NULL,
      expires_at timestamptz NOT NULL,
      reason text,
      status integer,
      headers text,
      body bytea,
      PRIMARY KEY (scope_hash, key_hash)
    )`
    yield* sql`CREATE INDEX idempotency_records_expiry ON ${sql(tables.records)} (expires_at)`
    yield* sql`CREATE TABLE ${sql(tables.resolutions)} (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      scope_hash text COLLATE "C" NOT NULL,
      key_hash text COLLATE "C" NOT NULL,
      decision text NOT NULL,
      actor text NOT NULL,
      at timestamptz NOT NULL DEFAULT clock_timestamp()
    )`
    yield* sql`CREATE INDEX idempotency_resolutions_key ON ${sql(tables.resolutions)} (scope_hash, key_hash)`
  })

/** Marks of waiters in the record itself. Kept for processes of the versions before the third. */
const awaited = (tables: Tables) =>
  Effect.gen(function*() {
    const sql = yield* SqlClient.SqlClient
    yield* sql`ALTER TABLE ${sql(tables.records)} ADD COLUMN awaited boolean NOT NULL DEFAULT false`
  })

/**
 * Unresolved records without an end, and updates that touch no index.
 *
 * Every column has a default, so that processes of the version before keep serving. What they write is purged two days
 * after the upgrade if it has expired by then. Building the indexes holds off writers for about a second per million
 * records.
 *
 * - `epoch` is what generations begin at: `epoch + gen` is the generation of the record.
 * - `purge_after` is set at the claim and moved by the purge alone. `expires_at` moves with the answer, and no index is
 *   on it.
 * - `listed` is set for what may be unresolved, by whatever changes a record for the second time and by the sweep.
 */
const unresolved = (tables: Tables) =>
  Effect.gen(function*() {
    const sql = yield* SqlClient.SqlClient
    yield* sql`ALTER TABLE ${sql(tables.records)}
      ADD COLUMN epoch bigint NOT NULL DEFAULT 0,
      ADD COLUMN purge_after timestamptz NOT NULL DEFAULT now() + interval '2 days',
      ADD COLUMN listed boolean NOT NULL DEFAULT false,
      ADD COLUMN summary text`
    yield* sql`DROP INDEX IF EXISTS ${
      sql(tables.schema === undefined ? "idempotency_records_expiry" : `${tables.schema}.idempotency_records_expiry`)
    }`
    yield* sql`CREATE INDEX idempotency_records_purge ON ${sql(tables.records)} (purge_after)`
    yield* sql`CREATE INDEX idempotency_records_created ON ${sql(tables.records)} (created_at)`
    yield* sql`CREATE INDEX idempotency_records_listed ON ${sql(tables.records)} (created_at, scope_hash, key_hash)
      WHERE listed`
    const [{ kind } = { kind: "" }] = yield* sql<{ kind: string }>`SELECT relkind::text AS kind FROM pg_class
      WHERE oid = to_regclass(${tables.records})`
    // Room for the second version of a record beside its first. A partitioned table takes no such setting.
    if (kind === "r") yield* sql`ALTER TABLE ${sql(tables.records)} SET (fillfactor = 80)`
    yield* sql`CREATE TABLE ${sql(tables.waits)} (
      scope_hash text COLLATE "C" NOT NULL,
      key_hash text COLLATE "C" NOT NULL,
      since timestamptz NOT NULL DEFAULT clock_timestamp(),
      PRIMARY KEY (scope_hash, key_hash)
    )`
    yield* sql`CREATE TABLE ${sql(tables.sweep)} (
      only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
      swept_until timestamptz NOT NULL
    )`
    yield* sql`INSERT INTO ${sql(tables.sweep)} (swept_until) VALUES ('-infinity')`
  })

export const migrate = (tables: Tables) =>
  Effect.zipRight(
    prepare(tables),
    upgrade(tables.migrations, {
      "1_records": records(tables),
      "2_awaited": awaited(tables),
      "3_unresolved": unresolved(tables)
    })
  )
