import * as SqlClient from "@effect/sql/SqlClient"
import type { Fragment } from "@effect/sql/Statement"
import * as Effect from "effect/Effect"
import { Current } from "./current.js"
import * as Pages from "./pages.js"

/** Parameters of a list. */
export interface Asked {
  readonly cursor?: string | undefined
  readonly limit?: number | undefined
  readonly filters?: unknown
}

/** A page of a table, newest first. A cursor is valid for one path and its filters. */
export const pageOf = Effect.fnUntraced(
  function*<Row extends { readonly id: string; readonly created_at: number }, A>(
    table: string,
    where: ReadonlyArray<Fragment>,
    { cursor, filters, limit = 20 }: Asked,
    view: (row: Row) => A
  ) {
    const sql = yield* SqlClient.SqlClient
    const { path } = yield* Current
    const query = { path, filters }
    const place = yield* Pages.placeOf(cursor, query)
    const after = place === undefined ? [] : [sql`(created_at, id) < (${place.at}, ${place.id})`]
    const rows = yield* sql<Row>`SELECT * FROM ${sql(table)} WHERE ${sql.and([...where, ...after])}
      ORDER BY created_at DESC, id DESC LIMIT ${limit + 1}`
    return yield* Pages.make(rows, limit, query, { place: ({ created_at, id }) => ({ at: created_at, id }), view })
  }
)
