import type * as PgClient from "@effect/sql-pg/PgClient"
import * as Effect from "effect/Effect"
import type { Change, Decision, Identity, Resolution, Service } from "../../Store.js"
import { UnfitStoreError } from "../../Store.js"
import type { Queries } from "./connections/query.js"
import * as Expiry from "./expiry.js"
import { encodeHeaders } from "./rows.js"
import type { Tables } from "./schema.js"
import * as Statistics from "./statistics.js"
import * as Unresolved from "./unresolved.js"

interface Health {
  readonly replica: boolean
  readonly logged: boolean | null
  readonly unsafe: ReadonlyArray<string>
}

/** Settings that lose a commit in a crash or a loss of power. */
const unsafeSettings = (sql: PgClient.PgClient) =>
  sql`array_remove(ARRAY[
    CASE WHEN current_setting('fsync') <> 'on' THEN 'fsync' END,
    CASE WHEN current_setting('full_page_writes') <> 'on' THEN 'full_page_writes' END,
    CASE WHEN current_setting('synchronous_commit') = 'off' THEN 'synchronous_commit' END
  ], NULL)`

/** Asks what the database is and how it is set up. */
const readHealth = (sql: PgClient.PgClient, { run }: Queries, tables: Tables) =>
  Effect.map(
    run(sql<Health>`SELECT pg_is_in_recovery() AS replica,
      (SELECT relpersistence = 'p' FROM pg_class WHERE oid = to_regclass(${tables.records})) AS logged,
      ${unsafeSettings(sql)} AS unsafe`),
    ([health]): Health => health ?? { replica: true, logged: null, unsafe: [] }
  )

/** Checks that a confirmed commit survives a crash and a loss of power. */
export const isDurable = (sql: PgClient.PgClient, queries: Queries, tables: Tables) =>
  Effect.map(readHealth(sql, queries, tables), ({ unsafe }) => unsafe.length === 0)

const makeProbe = (sql: PgClient.PgClient, queries: Queries, tables: Tables): Service["probe"] =>
  Effect.gen(function*() {
    const { logged, replica, unsafe } = yield* readHealth(sql, queries, tables)
    if (replica) return yield* new UnfitStoreError({ problem: "is a replica that cannot be written" })
    if (logged !== true) return yield* new UnfitStoreError({ problem: "has no table that survives a crash" })
    if (unsafe.length > 0) {
      yield* Effect.logWarning(
        `PostgreSQL runs with ${unsafe.join(", ")} off: after a crash it may have forgotten what it answered`
      )
    }
  })

/** Nothing tells a decision from the same decision sent again, so that it is sent once. */
const makeResolve = (
  sql: PgClient.PgClient,
  { once }: Queries,
  tables: Tables,
  announce: (identity: Identity, isAwaited: boolean) => Effect.Effect<unknown>
): Service["resolve"] => {
  const changing = (decision: Decision) => {
    const unowned = sql`owner = '', gen = gen + 1, listed = false`
    switch (decision._tag) {
      case "Forget":
        return sql`UPDATE ${sql(tables.records)} SET ${unowned}, state = 'released', reason = 'forgotten',
          expires_at = clock_timestamp(), purge_after = clock_timestamp()`
      case "Free":
        return sql`UPDATE ${sql(tables.records)} SET ${unowned}, state = 'released', reason = 'resolved',
          expires_at = clock_timestamp() + (expires_at - created_at)`
      case "Finish":
        return sql`UPDATE ${sql(tables.records)} SET ${unowned}, state = 'done', reason = NULL,
          status = ${decision.response.status}, headers = ${encodeHeaders(decision.response.headers)},
          body = ${decision.response.body},
          expires_at = clock_timestamp() + interval '1 millisecond' * ${decision.retentionMillis}::float8`
    }
  }
  return (identity, gen, decision, actor) =>
    once(sql`WITH changed AS (${changing(decision)}
        WHERE scope_hash = ${identity.scopeHash} AND key_hash = ${identity.keyHash} AND epoch + gen = ${gen}::bigint
          AND (state = 'parked' OR (state = 'running' AND lease_until <= clock_timestamp())) RETURNING 1)
      INSERT INTO ${sql(tables.resolutions)} (scope_hash, key_hash, decision, actor)
      SELECT ${identity.scopeHash}, ${identity.keyHash}, ${decision._tag}, ${actor} FROM changed RETURNING id`).pipe(
      Effect.map(({ length }): Change => length === 1 ? "ok" : "lost"),
      Effect.tap((change) => change === "ok" ? announce(identity, true) : Effect.void)
    )
}

/** Operations of operators, and what is asked beside requests. */
export const makeOperators = (
  sql: PgClient.PgClient,
  queries: Queries,
  tables: Tables,
  announce: (identity: Identity, isAwaited: boolean) => Effect.Effect<unknown>
): Pick<Service, "probe" | "unresolved" | "resolve" | "resolutions" | "purge" | "stats"> => ({
  probe: makeProbe(sql, queries, tables),
  unresolved: Unresolved.makeList(sql, queries, tables),
  resolve: makeResolve(sql, queries, tables, announce),
  resolutions: (identity) =>
    queries.run(sql<Resolution>`SELECT decision, actor, floor(extract(epoch FROM at) * 1000)::float8 AS at
      FROM ${sql(tables.resolutions)}
      WHERE scope_hash = ${identity.scopeHash} AND key_hash = ${identity.keyHash} ORDER BY id`),
  purge: Expiry.makePurge(sql, queries, tables),
  stats: Statistics.make(sql, queries, tables)
})
