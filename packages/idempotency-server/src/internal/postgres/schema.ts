import * as Migrator from "@effect/sql/Migrator"
import * as SqlClient from "@effect/sql/SqlClient"
import * as Effect from "effect/Effect"

/** Where the tables are: in a schema of their own, or where the search path leads. */
export interface Tables {
  readonly schema: string | undefined
  readonly records: string
  /** The name of the records as SQL. */
  readonly quoted: string
  readonly resolutions: string
  readonly migrations: string
}

export const makeTables = (schema: string | undefined): Tables => {
  const within = (name: string) => schema === undefined ? name : `${schema}.${name}`
  return {
    schema,
    records: within("idempotency_records"),
    quoted: schema === undefined ? "\"idempotency_records\"" : `"${schema}"."idempotency_records"`,
    resolutions: within("idempotency_resolutions"),
    migrations: within("idempotency_migrations")
  }
}

/**
 * Two processes that start at once would both create the table of migrations, so they take turns; from there on the
 * migrator locks that table. Where it exists already nothing is created, so that a role without such rights may start.
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

/** Whether somebody waits for the end of an execution in another process, and has to be told of it. */
const awaited = (tables: Tables) =>
  Effect.flatMap(
    SqlClient.SqlClient,
    (sql) => sql`ALTER TABLE ${sql(tables.records)} ADD COLUMN awaited boolean NOT NULL DEFAULT false`
  )

export const migrate = (tables: Tables) =>
  Effect.zipRight(
    prepare(tables),
    Migrator.make({})({
      table: tables.migrations,
      loader: Migrator.fromRecord({ "1_records": records(tables), "2_awaited": awaited(tables) })
    })
  )
