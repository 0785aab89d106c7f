import type * as PgClient from "@effect/sql-pg/PgClient"
import * as Effect from "effect/Effect"
import type { Service, Unresolved, UnresolvedPage } from "../../Store.js"
import { StoreError } from "../../Store.js"
import * as Cursor from "../cursor.js"
import * as Summary from "../summary.js"
import type { Queries } from "./connections/query.js"
import type { Tables } from "./schema.js"

interface Listed {
  readonly scope_hash: string
  readonly key_hash: string
  readonly state: string
  readonly gen: number
  readonly reason: string | null
  readonly created_at: number
  readonly summary: string | null
}

const toUnresolved = (row: Listed): Unresolved => ({
  identity: { scopeHash: row.scope_hash, keyHash: row.key_hash },
  state: row.state === "parked" ? "Parked" : "Orphan",
  gen: row.gen,
  reason: row.reason ?? undefined,
  createdAt: row.created_at,
  summary: Summary.decode(row.summary)
})

/**
 * Marks records that are still running a minute after their claim, so that they can be found without a scan of the
 * table. It looks at the claims since the last sweep, by the index on their instant.
 */
export const sweep = (sql: PgClient.PgClient, { run }: Queries, tables: Tables) =>
  run(sql`WITH swept AS (
      SELECT swept_until, clock_timestamp() - interval '1 minute' AS until FROM ${sql(tables.sweep)} FOR UPDATE
    ), marked AS (
      UPDATE ${sql(tables.records)} SET listed = true FROM swept
      WHERE created_at > swept.swept_until AND created_at <= swept.until
        AND state IN ('running', 'parked') AND NOT listed
    )
    UPDATE ${sql(tables.sweep)} s SET swept_until = swept.until FROM swept WHERE swept.until > swept.swept_until`)

/** Records that are running or parked: the marked ones, and those claimed since the last sweep. */
export const open = (sql: PgClient.PgClient, tables: Tables) =>
  sql`SELECT * FROM ${sql(tables.records)} WHERE listed AND state IN ('running', 'parked')
    UNION ALL SELECT * FROM ${sql(tables.records)} WHERE NOT listed AND state IN ('running', 'parked')
      AND created_at > (SELECT swept_until FROM ${sql(tables.sweep)})`

export const makeList = (sql: PgClient.PgClient, queries: Queries, tables: Tables): Service["unresolved"] =>
  Effect.fnUntraced(function*(limit, after) {
    const from = after === undefined ? Cursor.start : Cursor.decode(after)
    if (from === undefined) return yield* new StoreError({ reason: "failed" })
    yield* sweep(sql, queries, tables)
    const rows = yield* queries.run(sql<Listed>`SELECT * FROM (
        SELECT scope_hash, key_hash, state, (epoch + gen)::float8 AS gen, reason, summary,
          floor(extract(epoch FROM created_at) * 1000)::float8 AS created_at
        FROM (${open(sql, tables)}) open
        WHERE state = 'parked' OR lease_until <= clock_timestamp()
      ) unresolved
      WHERE (created_at, scope_hash, key_hash) > (${from.createdAt}::float8, ${from.scopeHash}, ${from.keyHash})
      ORDER BY created_at, scope_hash, key_hash LIMIT ${limit}`)
    const records = rows.map(toUnresolved)
    return { records, next: Cursor.after(records, limit) } satisfies UnresolvedPage
  })
