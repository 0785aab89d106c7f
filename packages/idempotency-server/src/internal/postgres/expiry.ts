import type * as PgClient from "@effect/sql-pg/PgClient"
import * as Effect from "effect/Effect"
import { resolutionRetentionMillis, type Service } from "../../Store.js"
import type { Queries } from "./connections/query.js"
import type { Tables } from "./schema.js"
import { sweep } from "./unresolved.js"

interface Purged {
  /** Records that were due, expired or not. */
  readonly due: number
  readonly gone: number
}

/**
 * Removes records that are due and have expired, by their key: it means the same in every partition. Those that are due
 * and not expired are put off, since an answer may be kept for longer than its claim said. Records that are being claimed
 * are skipped; the clock is read once, so that the index serves.
 */
const purgeBatch = (sql: PgClient.PgClient, { run }: Queries, tables: Tables, limit: number) =>
  Effect.map(
    run(sql<Purged>`WITH clock AS (SELECT clock_timestamp() AS now), due AS (
        SELECT scope_hash, key_hash, state NOT IN ('running', 'parked') AND expires_at <= now AS expired
        FROM ${sql(tables.records)}, clock WHERE purge_after <= (SELECT now FROM clock)
        ORDER BY purge_after LIMIT ${limit} FOR UPDATE OF ${sql("idempotency_records")} SKIP LOCKED
      ), put_off AS (
        UPDATE ${sql(tables.records)} r SET purge_after = greatest(r.expires_at, now + interval '1 hour')
        FROM due, clock WHERE r.scope_hash = due.scope_hash AND r.key_hash = due.key_hash AND NOT due.expired
      ), gone AS (
        DELETE FROM ${sql(tables.records)} r USING due
        WHERE r.scope_hash = due.scope_hash AND r.key_hash = due.key_hash AND due.expired RETURNING 1
      ) SELECT (SELECT count(*) FROM due)::int4 AS due, (SELECT count(*) FROM gone)::int4 AS gone`),
    ([purged]): Purged => purged ?? { due: 0, gone: 0 }
  )

/** Removes old decisions, and marks of waiters that are gone. */
const purgeRest = (sql: PgClient.PgClient, { run }: Queries, tables: Tables, limit: number) =>
  run(sql`WITH decisions AS (
      DELETE FROM ${sql(tables.resolutions)}
      WHERE id IN (SELECT id FROM ${sql(tables.resolutions)} ORDER BY id LIMIT ${limit})
        AND at <= clock_timestamp() - interval '1 millisecond' * ${resolutionRetentionMillis}::float8
    ) DELETE FROM ${sql(tables.waits)} WHERE since <= clock_timestamp() - interval '1 hour'`)

export const makePurge = (sql: PgClient.PgClient, queries: Queries, tables: Tables): Service["purge"] => (limit) =>
  Effect.iterate({ left: limit, isOver: limit <= 0 }, {
    while: ({ isOver }) => !isOver,
    body: ({ left }) =>
      Effect.map(purgeBatch(sql, queries, tables, left), ({ due, gone }) => ({
        left: left - gone,
        isOver: due < left || gone >= left
      }))
  }).pipe(
    Effect.map(({ left }) => limit - left),
    Effect.zipLeft(purgeRest(sql, queries, tables, limit)),
    Effect.zipLeft(sweep(sql, queries, tables))
  )
