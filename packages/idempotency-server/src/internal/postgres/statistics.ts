import type * as PgClient from "@effect/sql-pg/PgClient"
import * as Effect from "effect/Effect"
import type { Service, Stats } from "../../Store.js"
import type { Queries } from "./connections/query.js"
import type { Tables } from "./schema.js"
import { open, sweep } from "./unresolved.js"

/** Bytes of the table that are read at most. A larger one is sampled. */
const readBytes = 32 * 1024 * 1024

type Open = Pick<Stats, "running" | "parked" | "orphans" | "oldestOrphanMillis">
type Ended = Pick<Stats, "done" | "tombstone" | "released">

const countOpen = (sql: PgClient.PgClient, { run }: Queries, tables: Tables) =>
  Effect.map(
    run(sql<Open>`SELECT
        count(*) FILTER (WHERE state = 'running')::int4 AS running,
        count(*) FILTER (WHERE state = 'parked')::int4 AS parked,
        count(*) FILTER (WHERE state = 'running' AND lease_until <= now)::int4 AS orphans,
        coalesce(max(floor(extract(epoch FROM now - lease_until) * 1000))
          FILTER (WHERE state = 'running' AND lease_until <= now), 0)::float8 AS "oldestOrphanMillis"
      FROM (${open(sql, tables)}) open, (SELECT clock_timestamp() AS now) clock`),
    ([row]): Open => row ?? { running: 0, parked: 0, orphans: 0, oldestOrphanMillis: 0 }
  )

const sizeOf = (sql: PgClient.PgClient, { run }: Queries, tables: Tables) =>
  Effect.map(
    run(sql<{ bytes: number }>`SELECT coalesce(sum(pg_relation_size(oid)), 0)::float8 AS bytes FROM pg_class
      WHERE oid = to_regclass(${tables.records})
        OR oid IN (SELECT inhrelid FROM pg_inherits WHERE inhparent = to_regclass(${tables.records}))`),
    ([row]) => row?.bytes ?? 0
  )

/** Counts all records of a small table, and estimates those of a large one from some of its pages. */
const countEnded = Effect.fnUntraced(function*(sql: PgClient.PgClient, queries: Queries, tables: Tables) {
  const share = Math.min(1, readBytes / Math.max(1, yield* sizeOf(sql, queries, tables)))
  const sample = share === 1 ? sql`` : sql`TABLESAMPLE SYSTEM (${100 * share}::float4)`
  const [row] = yield* queries.run(sql<Ended>`SELECT
      count(*) FILTER (WHERE state = 'done')::int4 AS done,
      count(*) FILTER (WHERE state = 'tombstone')::int4 AS tombstone,
      count(*) FILTER (WHERE state = 'released')::int4 AS released
    FROM ${sql(tables.records)} ${sample}, (SELECT clock_timestamp() AS now) clock WHERE expires_at > now`)
  const whole = (count = 0): number => Math.round(count / share)
  return { done: whole(row?.done), tombstone: whole(row?.tombstone), released: whole(row?.released) } satisfies Ended
})

/** Counts records. Open ones are exact, and found by an index; final ones are estimates in a large table. */
export const make = (sql: PgClient.PgClient, queries: Queries, tables: Tables): Service["stats"] =>
  Effect.gen(function*() {
    yield* sweep(sql, queries, tables)
    const open = yield* countOpen(sql, queries, tables)
    const ended = yield* countEnded(sql, queries, tables)
    return { ...open, ...ended } satisfies Stats
  })
