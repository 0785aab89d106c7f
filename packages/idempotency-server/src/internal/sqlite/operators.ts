import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type { Resolution, Service, Unresolved, UnresolvedPage } from "../../Store.js"
import { StoreError, UnfitStoreError } from "../../Store.js"
import * as StoreModel from "../../StoreModel.js"
import * as Cursor from "../cursor.js"
import * as Summary from "../summary.js"
import type { Access } from "./access.js"
import * as Rows from "./rows.js"
import * as Statistics from "./statistics.js"

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
  state: row.state === "Parked" ? "Parked" : "Orphan",
  gen: Number(row.gen),
  reason: row.reason ?? undefined,
  createdAt: Number(row.created_at),
  summary: Summary.decode(row.summary)
})

/** Operations of operators, and what is asked beside requests. */
export const makeOperators = (
  { alone, change, connection, sql, transaction }: Access
): Pick<Service, "probe" | "unresolved" | "resolve" | "resolutions" | "purge" | "stats"> => ({
  probe: Effect.gen(function*() {
    const [mode] = yield* sql<{ synchronous: number }>`PRAGMA synchronous`
    if (Number(mode?.synchronous) < 2) {
      return yield* new UnfitStoreError({ problem: "is not set to synchronous = FULL" })
    }
    yield* sql`SELECT summary FROM idempotency_records LIMIT 1`
  }).pipe(Effect.catchTag("SqlError", () => new UnfitStoreError({ problem: "has no table to keep records in" }))),

  unresolved: (limit, after) =>
    Effect.gen(function*() {
      const now = yield* Clock.currentTimeMillis
      const from = after === undefined ? Cursor.start : Cursor.decode(after)
      if (from === undefined) return yield* new StoreError({ reason: "failed" })
      const rows = yield* sql<Listed>`SELECT scope_hash, key_hash, state, gen, reason, created_at, summary
        FROM idempotency_records
        WHERE state IN ('Running', 'Parked') AND (state = 'Parked' OR lease_until <= ${now})
          AND (created_at, scope_hash, key_hash) > (${from.createdAt}, ${from.scopeHash}, ${from.keyHash})
        ORDER BY created_at, scope_hash, key_hash LIMIT ${limit}`
      const records = rows.map(toUnresolved)
      return { records, next: Cursor.after(records, limit) } satisfies UnresolvedPage
    }).pipe(alone),

  resolve: (identity, gen, decision, actor) =>
    change(identity, (row, now) => StoreModel.resolve(row, gen, decision, now), {
      after: (now) =>
        sql`INSERT INTO idempotency_resolutions (scope_hash, key_hash, decision, actor, at)
          VALUES (${identity.scopeHash}, ${identity.keyHash}, ${decision._tag}, ${actor}, ${now})`
    }),

  resolutions: ({ keyHash, scopeHash }) =>
    alone(sql<Resolution>`SELECT decision, actor, at FROM idempotency_resolutions
      WHERE scope_hash = ${scopeHash} AND key_hash = ${keyHash} ORDER BY rowid`),

  purge: (limit) =>
    alone(transaction(Effect.flatMap(Clock.currentTimeMillis, (now) => Rows.purge(connection, now, limit)))),

  stats: alone(Effect.flatMap(Clock.currentTimeMillis, (now) => Statistics.read(sql, now)))
})
