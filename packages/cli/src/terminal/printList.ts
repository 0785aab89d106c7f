import type * as Stream from "effect/Stream"
import * as Print from "./print.js"

/** Prints at most `limit` rows of a list. */
export const printList = <A extends object, E, R>(
  stream: Stream.Stream<A, E, R>,
  limit: number | undefined,
  columns: ReadonlyArray<Print.Column<A>>,
  none: string
) => Print.rows(Print.atMost(stream, limit), columns, none)
