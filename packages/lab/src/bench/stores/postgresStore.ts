import * as PgClient from "@effect/sql-pg/PgClient"
import { Middleware, Sealed } from "@qurl/idempotency-server"
import type { Store, TransactionalStore } from "@qurl/idempotency-server/Store"
import * as Postgres from "@qurl/idempotency-server/Store/Postgres"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { executeInTransaction, type Kit, options, secrets } from "./kit.js"

type Services = Store | TransactionalStore | PgClient.PgClient

const place = (body: string) =>
  Effect.flatMap(
    PgClient.PgClient,
    (sql) =>
      Effect.map(sql<{ id: number }>`INSERT INTO orders (body) VALUES (${body}) RETURNING id`, ([row]) => row?.id ?? 0)
  )

export const kit: Kit<Services> = {
  place,
  placeInTransaction: (body) => Effect.flatMap(PgClient.PgClient, (sql) => sql.withTransaction(place(body))),
  protect: (mode) => mode === "lease" ? Middleware.make({ ...options, mode }) : Middleware.make(options),
  execute: executeInTransaction(place),
  fill: (count) =>
    Effect.gen(function*() {
      const sql = yield* PgClient.PgClient
      yield* sql`INSERT INTO idempotency_records
        SELECT scope_hash, encode(sha256(convert_to('filled-' || n, 'UTF8')), 'hex'), fingerprint, state, owner, gen, origin,
          created_at, lease_until, expires_at, reason, status, headers, body
        FROM idempotency_records, generate_series(1, ${count}::int) AS n`
      yield* sql`VACUUM ANALYZE idempotency_records`
      yield* sql`CHECKPOINT`
    })
}

const orders = Layer.effectDiscard(
  Effect.flatMap(
    PgClient.PgClient,
    (sql) =>
      sql`CREATE TABLE IF NOT EXISTS orders (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text NOT NULL)`
  )
)

/** In the database whose address `place` is. */
export const layer = (place: string, isSealed: boolean): Layer.Layer<Services, unknown> => {
  const store = Postgres.layer()
  return Layer.merge(isSealed ? Layer.provide(Sealed.layerTransactional(secrets), store) : store, orders).pipe(
    Layer.provideMerge(PgClient.layer({ url: Redacted.make(place) }))
  )
}
