import * as SqliteClient from "@effect/sql-sqlite-node/SqliteClient"
import { Middleware, Sealed } from "@qurl/idempotency-server"
import type { Store, TransactionalStore } from "@qurl/idempotency-server/Store"
import * as Sqlite from "@qurl/idempotency-server/Store/Sqlite"
import Database from "better-sqlite3"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { createHash } from "node:crypto"
import { executeInTransaction, type Kit, options, secrets } from "./kit.js"

type Services = Store | TransactionalStore | SqliteClient.SqliteClient

const place = (body: string) =>
  Effect.flatMap(
    SqliteClient.SqliteClient,
    (sql) =>
      Effect.map(sql<{ id: number }>`INSERT INTO orders (body) VALUES (${body}) RETURNING id`, ([row]) => row?.id ?? 0)
  )

/** On a connection that does not wait for the disk. */
const fill = (filename: string, count: number) => {
  const database = new Database(filename)
  database.pragma("synchronous = OFF")
  database.function("digest", (key) => createHash("sha256").update(String(key)).digest("hex"))
  database.prepare(
    `INSERT INTO idempotency_records (scope_hash, key_hash, fingerprint, state, owner, gen, boot, lease_until, reason,
        status, headers, body, created_at, expires_at)
      WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < ?)
      SELECT scope_hash, digest('filled-' || n), fingerprint, state, owner, gen, boot, lease_until, reason, status, headers,
        body, created_at, expires_at
      FROM (SELECT * FROM idempotency_records LIMIT 1), n`
  ).run(count)
  database.pragma("wal_checkpoint(TRUNCATE)")
  database.close()
}

export const kit: Kit<Services> = {
  place,
  placeInTransaction: (body) => Effect.flatMap(SqliteClient.SqliteClient, (sql) => sql.withTransaction(place(body))),
  protect: (mode) => mode === "lease" ? Middleware.make({ ...options, mode }) : Middleware.make(options),
  execute: executeInTransaction(place),
  fill: (count) => Effect.map(SqliteClient.SqliteClient, ({ config }) => fill(config.filename, count))
}

const orders = Layer.effectDiscard(
  Effect.flatMap(
    SqliteClient.SqliteClient,
    (sql) => sql`CREATE TABLE IF NOT EXISTS orders (id INTEGER PRIMARY KEY, body TEXT NOT NULL)`
  )
)

/** In the file at `place`. */
export const layer = (place: string, isSealed: boolean): Layer.Layer<Services, unknown> =>
  Layer.merge(isSealed ? Layer.provide(Sealed.layerTransactional(secrets), Sqlite.layer) : Sqlite.layer, orders).pipe(
    Layer.provideMerge(SqliteClient.layer({ filename: place }))
  )
