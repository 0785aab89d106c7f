import * as SqlClient from "@effect/sql/SqlClient"
import * as Effect from "effect/Effect"
import type { Made } from "./model.js"

/** Things named per kind and request. */
const named = 3

interface Row {
  readonly request_id: string
  readonly kind: string
  readonly subject: string
  readonly count: number
}

/** Reads the changes that each of these requests made. */
export const read = Effect.fnUntraced(function*(requestIds: ReadonlyArray<string>) {
  const sql = yield* SqlClient.SqlClient
  const rows = requestIds.length === 0 ? [] : yield* sql<Row>`
    SELECT request_id, kind, subject, count FROM (
      SELECT request_id, kind, subject, seq,
        count(*) OVER (PARTITION BY request_id, kind) AS count,
        row_number() OVER (PARTITION BY request_id, kind ORDER BY seq) AS place
      FROM effects WHERE ${sql.in("request_id", requestIds)}
    ) WHERE place <= ${named} ORDER BY seq`
  const made = new Map<string, Map<string, Made>>()
  for (const { count, kind, request_id, subject } of rows) {
    const kinds = made.get(request_id) ?? new Map<string, Made>()
    kinds.set(kind, { kind, count, ids: [...kinds.get(kind)?.ids ?? [], subject] })
    made.set(request_id, kinds)
  }
  return (requestId: string): ReadonlyArray<Made> => [...made.get(requestId)?.values() ?? []]
})

/** How many links were ever created. */
export const links = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  const [row] = yield* sql<{ readonly links: number }>`
    SELECT count(*) AS links FROM effects WHERE kind = 'token.created'`
  return row?.links ?? 0
})
