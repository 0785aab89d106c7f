import * as Predicate from "effect/Predicate"

/** Rows of a result of the driver. */
export const rowsOf = <A>(result: unknown): ReadonlyArray<A> =>
  // Proof: the rows of an answer of the driver are those that the statement selects, and its caller names them.
  Predicate.hasProperty(result, "rows") && Array.isArray(result.rows) ? result.rows as ReadonlyArray<A> : []

/** Command that the server says it has carried out. A COMMIT of a transaction that failed is answered with `ROLLBACK`. */
export const commandOf = (result: unknown): string =>
  Predicate.hasProperty(result, "command") ? String(result.command) : ""
