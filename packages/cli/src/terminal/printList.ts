import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import * as Print from "./print.js"
import { Session } from "./session.js"

/** Prints at most `limit` rows of a list. A JSON document says whether there are more, which takes one row more. */
export const printList = <A extends object, E, R>(
  stream: Stream.Stream<A, E, R>,
  limit: number | undefined,
  list: Print.List<A>
) =>
  Effect.flatMap(Session, ({ output }) => {
    if (limit === undefined) return Print.rows(stream, list)
    if (output !== "json") return Print.rows(Stream.take(stream, limit), list)
    let has_more = false
    const bounded = Stream.take(stream, limit + 1).pipe(
      Stream.zipWithIndex,
      Stream.filterMap(([row, index]) => {
        if (index < limit) return Option.some(row)
        has_more = true
        return Option.none()
      })
    )
    return Print.rows(bounded, list, Effect.sync(() => ({ has_more })))
  })
