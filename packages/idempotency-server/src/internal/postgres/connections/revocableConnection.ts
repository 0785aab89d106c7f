import type * as SqlConnection from "@effect/sql/SqlConnection"
import { SqlError } from "@effect/sql/SqlError"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"

/**
 * Lends the connection of a transaction until `revoke`. A fiber that the handler left behind keeps its connection, and
 * would write into the transaction that gets it next.
 */
export const make = (
  connection: SqlConnection.Connection
): { readonly connection: SqlConnection.Connection; readonly revoke: Effect.Effect<void> } => {
  let open = true
  const ended = () => new SqlError({ message: "The transaction of this request has ended", cause: undefined })
  const whileOpen = <A>(effect: Effect.Effect<A, SqlError>): Effect.Effect<A, SqlError> =>
    Effect.suspend(() => open ? effect : Effect.failSync(ended))
  return {
    connection: {
      execute: (...args) => whileOpen(connection.execute(...args)),
      executeRaw: (...args) => whileOpen(connection.executeRaw(...args)),
      executeStream: (...args) =>
        Stream.suspend(() => open ? connection.executeStream(...args) : Stream.failSync(ended)),
      executeValues: (...args) => whileOpen(connection.executeValues(...args)),
      executeUnprepared: (...args) => whileOpen(connection.executeUnprepared(...args))
    },
    revoke: Effect.sync(() => {
      open = false
    })
  }
}
