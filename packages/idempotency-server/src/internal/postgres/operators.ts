import type * as PgClient from "@effect/sql-pg/PgClient"
import * as Effect from "effect/Effect"
import type { Change, Decision, Identity, Resolution, Service, Stats } from "../../Store.js"
import { UnfitStoreError } from "../../Store.js"
import type { Asking } from "./ask.js"
import { encodeHeaders } from "./rows.js"
import type { Tables } from "./schema.js"

interface Health {
  readonly replica: boolean
  readonly logged: boolean | null
  readonly fsync: string
}

/** What is asked beside the requests: whether the database is fit, what is in it, and what an operator wants. */
export const makeOperators = (
  sql: PgClient.PgClient,
  { ask, once }: Asking,
  tables: Tables,
  announce: (identity: Identity, isAwaited: boolean) => Effect.Effect<unknown>
): Pick<Service, "probe" | "resolve" | "resolutions" | "purge" | "stats"> => {
  const probe = Effect.gen(function*() {
    const [health] = yield* ask(sql<Health>`SELECT pg_is_in_recovery() AS replica,
      (SELECT relpersistence = 'p' FROM pg_class WHERE oid = to_regclass(${tables.records})) AS logged,
      current_setting('fsync') AS fsync`)
    if (health?.replica !== false) return yield* new UnfitStoreError({ problem: "is a replica that cannot be written" })
    if (health.logged !== true) return yield* new UnfitStoreError({ problem: "has no table that survives a crash" })
    if (health.fsync !== "on") {
      yield* Effect.logWarning("PostgreSQL runs with fsync off: after a crash it may have forgotten what it answered")
    }
  })

  /** Nothing tells one decision from the same once more, so that it is asked for once. */
  const resolve = (identity: Identity, decision: Decision, actor: string) => {
    const key =
      sql`scope_hash = ${identity.scopeHash} AND key_hash = ${identity.keyHash} AND expires_at > clock_timestamp()
      AND (state = 'parked' OR (state = 'running' AND lease_until <= clock_timestamp()))`
    const unowned = sql`owner = '', gen = gen + 1`
    const changed = decision._tag === "Forget"
      ? sql`DELETE FROM ${sql(tables.records)} WHERE ${key} RETURNING 1`
      : decision._tag === "Free"
      ? sql`UPDATE ${
        sql(tables.records)
      } SET ${unowned}, state = 'released', reason = 'resolved' WHERE ${key} RETURNING 1`
      : sql`UPDATE ${sql(tables.records)} SET ${unowned}, state = 'done', reason = NULL,
          status = ${decision.response.status}, headers = ${encodeHeaders(decision.response.headers)},
          body = ${decision.response.body},
          expires_at = clock_timestamp() + interval '1 millisecond' * ${decision.retentionMillis}::float8
        WHERE ${key} RETURNING 1`
    return once(sql`WITH changed AS (${changed})
      INSERT INTO ${sql(tables.resolutions)} (scope_hash, key_hash, decision, actor)
      SELECT ${identity.scopeHash}, ${identity.keyHash}, ${decision._tag}, ${actor} FROM changed RETURNING id`).pipe(
      Effect.map(({ length }): Change => length === 1 ? "ok" : "lost"),
      Effect.tap((change) => change === "ok" ? announce(identity, true) : Effect.void)
    )
  }

  const resolutions = (identity: Identity) =>
    ask(sql<Resolution>`SELECT decision, actor, floor(extract(epoch FROM at) * 1000)::float8 AS at
      FROM ${sql(tables.resolutions)}
      WHERE scope_hash = ${identity.scopeHash} AND key_hash = ${identity.keyHash} ORDER BY id`)

  // A row that somebody is claiming just now is skipped; the clock is read once, so that the index serves.
  const purge = (limit: number) =>
    Effect.map(
      ask(sql`DELETE FROM ${sql(tables.records)} WHERE ctid = ANY(ARRAY(
        SELECT ctid FROM ${sql(tables.records)} WHERE expires_at <= (SELECT clock_timestamp())
        ORDER BY expires_at LIMIT ${limit} FOR UPDATE SKIP LOCKED)) RETURNING 1`),
      ({ length }) => length
    )

  const stats = Effect.map(
    ask(sql<Stats>`SELECT
        count(*) FILTER (WHERE state = 'running')::int4 AS running,
        count(*) FILTER (WHERE state = 'done')::int4 AS done,
        count(*) FILTER (WHERE state = 'tombstone')::int4 AS tombstone,
        count(*) FILTER (WHERE state = 'released')::int4 AS released,
        count(*) FILTER (WHERE state = 'parked')::int4 AS parked,
        count(*) FILTER (WHERE state = 'running' AND lease_until <= now)::int4 AS orphans,
        coalesce(max(floor(extract(epoch FROM now - lease_until) * 1000))
          FILTER (WHERE state = 'running' AND lease_until <= now), 0)::float8 AS "oldestOrphanMillis"
      FROM ${sql(tables.records)}, (SELECT clock_timestamp() AS now) clock WHERE expires_at > now`),
    ([row]) => row ?? { running: 0, done: 0, tombstone: 0, released: 0, parked: 0, orphans: 0, oldestOrphanMillis: 0 }
  )

  return { probe, resolve, resolutions, purge, stats }
}
