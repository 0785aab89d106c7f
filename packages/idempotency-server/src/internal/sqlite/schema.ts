import * as SqlClient from "@effect/sql/SqlClient"
import * as Effect from "effect/Effect"
import { upgrade } from "../migrations.js"
import { immediate } from "./immediate.js"

const migrations = {
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
  }),
  // Owners, generations and leases. Records kept before are answers, and are still replayed.
  "2_owners": Effect.gen(function*() {
    const sql = yield* SqlClient.SqlClient
    yield* sql`ALTER TABLE idempotency_records RENAME TO idempotency_records_1`
    yield* sql`DROP INDEX idempotency_records_expiry`
    yield* sql`CREATE TABLE idempotency_records (
      scope_hash TEXT NOT NULL,
      key_hash TEXT NOT NULL,
      fingerprint TEXT NOT NULL,
      state TEXT NOT NULL,
      owner TEXT NOT NULL,
      gen INTEGER NOT NULL,
      boot TEXT,
      lease_until INTEGER,
      reason TEXT,
      status INTEGER,
      headers TEXT,
      body BLOB,
      created_at INTEGER NOT NULL,
      expires_at INTEGER NOT NULL,
      PRIMARY KEY (scope_hash, key_hash)
    )`
    yield* sql`INSERT INTO idempotency_records
      SELECT scope_hash, key_hash, fingerprint, 'Done', '', 1, NULL, NULL, NULL, status, headers, body, created_at,
        expires_at
      FROM idempotency_records_1`
    yield* sql`DROP TABLE idempotency_records_1`
    yield* sql`CREATE INDEX idempotency_records_expiry ON idempotency_records (expires_at)`
    yield* sql`CREATE INDEX idempotency_records_boot ON idempotency_records (boot) WHERE state = 'Running'`
    yield* sql`CREATE TABLE idempotency_resolutions (
      scope_hash TEXT NOT NULL,
      key_hash TEXT NOT NULL,
      decision TEXT NOT NULL,
      actor TEXT NOT NULL,
      at INTEGER NOT NULL
    )`
    yield* sql`CREATE INDEX idempotency_resolutions_key ON idempotency_resolutions (scope_hash, key_hash)`
  }),
  // Columns have defaults, so that processes of the version before keep writing rows.
  "3_unresolved": Effect.gen(function*() {
    const sql = yield* SqlClient.SqlClient
    yield* sql`ALTER TABLE idempotency_records ADD COLUMN origin TEXT NOT NULL DEFAULT 'orphan'`
    yield* sql`ALTER TABLE idempotency_records ADD COLUMN summary TEXT`
    yield* sql`CREATE INDEX idempotency_records_unresolved ON idempotency_records (created_at, scope_hash, key_hash)
      WHERE state IN ('Running', 'Parked')`
    yield* sql`CREATE INDEX idempotency_resolutions_at ON idempotency_resolutions (at)`
  })
}

/** Brings the tables up to date. Processes that start at once take turns. */
export const migrate = (sql: SqlClient.SqlClient) =>
  immediate(sql)(upgrade("idempotency_migrations", migrations)).pipe(
    Effect.provideService(SqlClient.SqlClient, sql)
  )
