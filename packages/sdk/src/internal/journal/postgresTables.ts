import type * as PgClient from "@effect/sql-pg/PgClient"
import type { SqlError } from "@effect/sql/SqlError"
import * as Effect from "effect/Effect"
import { hasProperty, isString } from "effect/Predicate"
import { JournalError } from "../../Journal.js"

const version = 1

const codeOf = (error: unknown): string | undefined =>
  hasProperty(error, "code") && isString(error.code) ? error.code : undefined

/** Maps a database failure to a `JournalError`; the driver's own error can print the connection string. */
export const orFailed = <A, E, R>(
  effect: Effect.Effect<A, E | SqlError, R>
): Effect.Effect<A, Exclude<E, SqlError> | JournalError, R> =>
  Effect.catchAll(effect, (error): Effect.Effect<never, Exclude<E, SqlError> | JournalError> => {
    if (hasProperty(error, "_tag") && error._tag === "SqlError") {
      const code = hasProperty(error, "cause") ? codeOf(error.cause) : undefined
      return new JournalError({ reason: code === "55P03" ? "busy" : "failed", code })
    }
    // Proof: what is left of the union once `SqlError`, the only member with that tag, is gone.
    return Effect.fail(error as Exclude<E, SqlError>)
  })

/** Table names of a journal, quoted and qualified. */
export interface Tables {
  readonly schema: string
  readonly meta: string
  readonly jobs: string
  readonly workers: string
  readonly claims: string
  readonly chunks: string
}

/** Names the tables of the journal in `schema`, which must be a plain lower-case identifier. */
export const tablesOf = (schema: string): Effect.Effect<Tables, JournalError> => {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema)) {
    return new JournalError({ reason: "failed", code: "invalid schema name" })
  }
  const named = (table: string) => `"${schema}".qurl_journal_${table}`
  return Effect.succeed({
    schema,
    meta: named("meta"),
    jobs: named("jobs"),
    workers: named("workers"),
    claims: named("claims"),
    chunks: named("chunks")
  })
}

/** Tables of version 1. Every statement is idempotent, so a creation that was interrupted is completed by the next. */
const creation = ({ chunks, claims, jobs, meta, workers }: Tables): ReadonlyArray<string> => [
  `CREATE TABLE IF NOT EXISTS ${meta} (version integer NOT NULL)`,
  `CREATE TABLE IF NOT EXISTS ${jobs} (
    job text PRIMARY KEY,
    chunk_size integer NOT NULL,
    started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    finished_after bigint
  )`,
  `CREATE TABLE IF NOT EXISTS ${workers} (
    worker uuid PRIMARY KEY,
    job text NOT NULL REFERENCES ${jobs} ON DELETE CASCADE,
    shared boolean NOT NULL,
    held_until timestamptz NOT NULL
  )`,
  `CREATE INDEX IF NOT EXISTS qurl_journal_workers_job ON ${workers} (job)`,
  `CREATE TABLE IF NOT EXISTS ${claims} (
    job text NOT NULL REFERENCES ${jobs} ON DELETE CASCADE,
    number integer NOT NULL,
    worker uuid NOT NULL,
    PRIMARY KEY (job, number)
  )`,
  `CREATE TABLE IF NOT EXISTS ${chunks} (
    job text NOT NULL REFERENCES ${jobs} ON DELETE CASCADE,
    number integer NOT NULL,
    state text NOT NULL,
    rows integer NOT NULL,
    done integer NOT NULL,
    failed integer NOT NULL,
    unknown integer NOT NULL,
    content text NOT NULL,
    PRIMARY KEY (job, number)
  )`,
  `CREATE INDEX IF NOT EXISTS qurl_journal_chunks_sent ON ${chunks} (job, number) WHERE state = 'sent'`
]

/** Serializes the creation of tables by processes that start together. */
const creationLock = 7_161_752

/**
 * Creates the tables where they are missing. Refuses tables of another version, and a server that can forget a commit:
 * a forgotten request would be sent twice.
 */
export const createTables = (sql: PgClient.PgClient, tables: Tables): Effect.Effect<void, JournalError> =>
  Effect.gen(function*() {
    const [server] = yield* sql.unsafe<{ readonly durable: boolean }>(
      "SELECT current_setting('fsync')::boolean AND current_setting('synchronous_commit') <> 'off' AS durable"
    )
    if (server?.durable !== true) return yield* new JournalError({ reason: "not durable" })
    yield* sql.withTransaction(Effect.gen(function*() {
      yield* sql.unsafe(`SELECT pg_advisory_xact_lock(${creationLock})`)
      const [schema] = yield* sql`SELECT 1 FROM pg_namespace WHERE nspname = ${tables.schema}`
      if (schema === undefined) yield* sql.unsafe(`CREATE SCHEMA "${tables.schema}"`)
      const [meta] = yield* sql`SELECT to_regclass(${tables.meta}) AS found`
      if (meta?.found === null) {
        yield* Effect.forEach(creation(tables), (statement) => sql.unsafe(statement), { discard: true })
        yield* sql.unsafe(`INSERT INTO ${tables.meta} VALUES (${version})`)
      }
      const [found] = yield* sql.unsafe<{ readonly version: number }>(`SELECT version FROM ${tables.meta}`)
      if (found?.version !== version) return yield* new JournalError({ reason: "unreadable" })
    }))
  }).pipe(orFailed)
