import * as Effect from "effect/Effect"
import type { Page } from "../../Result.js"

/** Reads a list that the API does not page, and warns if it has begun to. */
export const singlePage = <A, E>(what: string, list: Effect.Effect<Page<A>, E>): Effect.Effect<Page<A>, E> =>
  list.pipe(
    Effect.tap(({ has_more }) =>
      has_more ? Effect.logWarning(`the API has begun to page ${what}: only the first page was read`) : Effect.void
    ),
    Effect.map((page) => ({ ...page, has_more: false, next_cursor: undefined }))
  )
