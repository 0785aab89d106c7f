import type * as SqlConnection from "@effect/sql/SqlConnection"
import { SqlError } from "@effect/sql/SqlError"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"

/**
 * The connection of a transaction, as long as it is open. A fiber that the handler left behind keeps its connection,
 * and would write into the transaction of whoever gets it next.
 */
export const lend = (
  connection: SqlConnection.Connection
): { readonly lent: SqlConnection.Connection; readonly end: Effect.Effect<void> } => {
  let open = true
  const ended = () => new SqlError({ message: "The transaction of this request has ended", cause: undefined })
  const whileOpen = <A>(effect: Effect.Effect<A, SqlError>): Effect.Effect<A, SqlError> =>
    Effect.suspend(() => open ? effect : Effect.failSync(ended))
  return {
    lent: {
      execute: (...args) => whileOpen(connection.execute(...args)),
      executeRaw: (...args) => whileOpen(connection.executeRaw(...args)),
      executeStream: (...args) =>
        Stream.suspend(() => open ? connection.executeStream(...args) : Stream.failSync(ended)),
      executeValues: (...args) => whileOpen(connection.executeValues(...args)),
      executeUnprepared: (...args) => whileOpen(connection.executeUnprepared(...args))
    },
    end: Effect.sync(() => {
      open = false
    })
  }
}
