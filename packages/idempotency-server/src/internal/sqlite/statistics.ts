import type { SqlClient } from "@effect/sql/SqlClient"
import * as Effect from "effect/Effect"
import type { Stats } from "../../Store.js"

interface Counted {
  readonly state: string
  readonly n: number
  readonly orphans: number
  readonly oldest: number | null
}

/** How many unexpired records there are in each state. */
export const read = (sql: SqlClient, now: number) =>
  Effect.map(
    sql<Counted>`SELECT state, count(*) AS n, count(CASE WHEN lease_until <= ${now} THEN 1 END) AS orphans,
      min(lease_until) AS oldest FROM idempotency_records WHERE expires_at > ${now} OR state IN ('Running', 'Parked') GROUP BY state`,
    (rows): Stats => {
      const count = (state: string): number => Number(rows.find((row) => row.state === state)?.n ?? 0)
      const running = rows.find((row) => row.state === "Running")
      return {
        running: count("Running"),
        done: count("Done"),
        tombstone: count("Tombstone"),
        released: count("Released"),
        parked: count("Parked"),
        orphans: Number(running?.orphans ?? 0),
        oldestOrphanMillis: Math.max(0, now - Number(running?.oldest ?? now))
      }
    }
  )
