import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { Current } from "./current.js"
import * as Cursor from "./cursor.js"
import * as Problem from "./problem.js"

/** The place a cursor points to, which has to be one of this query. Without a cursor there is none. */
export const placeOf = (cursor: string | undefined, query: unknown) =>
  cursor === undefined || cursor === ""
    ? Effect.succeed(undefined)
    : Option.match(Cursor.decode(cursor, query), {
      onNone: () =>
        Problem.badRequest({
          code: "invalid_request",
          detail: "The cursor belongs to another query. Begin again without one.",
          invalid_fields: { cursor: "belongs to another query: begin again without one" }
        }),
      onSome: Effect.succeed
    })

/** A page of rows of which one more than `limit` was looked for, and the words around it. */
export const make = <Row, A>(
  rows: ReadonlyArray<Row>,
  limit: number,
  query: unknown,
  options: { readonly place: (row: Row) => Cursor.Place; readonly view: (row: Row) => A }
) =>
  Effect.map(Current, ({ requestId }) => {
    const page = rows.slice(0, limit)
    const last = page.at(-1)
    const has_more = rows.length > limit
    return {
      data: page.map(options.view),
      meta: {
        request_id: requestId,
        page_size: page.length,
        has_more,
        ...(has_more && last !== undefined ? { next_cursor: Cursor.encode(options.place(last), query) } : {})
      }
    }
  })
