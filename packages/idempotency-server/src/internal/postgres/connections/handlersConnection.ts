import type { Connection } from "@effect/sql/SqlConnection"
import type { SqlError } from "@effect/sql/SqlError"
import * as Effect from "effect/Effect"
import { StoreError } from "../../../Store.js"
import { storeTimeLimit } from "../../timeLimit.js"
import { abort } from "./connectionPool.js"
import type { DirectConnections } from "./directConnections.js"
import * as Pipeline from "./pipeline.js"
import { statementTimeoutMillis } from "./query.js"

/**
 * The store's own statements on a connection of the handlers. A connection that does not answer in time is closed, so
 * that the client does not lend it again.
 */
export interface HandlersConnection {
  readonly query: <A>(
    text: string,
    params: ReadonlyArray<unknown>
  ) => Effect.Effect<ReadonlyArray<A>, SqlError | StoreError>
  /** Runs a text of several statements, each of which has its array of rows. */
  readonly run: (text: string) => Effect.Effect<ReadonlyArray<unknown>, SqlError | StoreError>
  /** A rollback fails if the connection is gone, and then there is nothing left to undo. */
  readonly rollback: Effect.Effect<void>
  /** Sends queries in one round trip. Absent if the driver cannot, or is busy with what the handler left behind. */
  readonly send: () =>
    | ((queries: ReadonlyArray<Pipeline.Query>) => Effect.Effect<ReadonlyArray<Pipeline.Answer>, StoreError>)
    | undefined
  /** Statements may have names. */
  readonly isNaming: () => boolean
  /** Learns which process of the server runs the statements. */
  readonly learn: (pid: number) => void
  /** The server refused a name, so that none is used on this connection any more. */
  readonly stopNaming: () => void
}

export const make = (connection: Connection, direct: DirectConnections): HandlersConnection => {
  const inTime = <A, E>(effect: Effect.Effect<A, E>) =>
    Effect.tapError(
      storeTimeLimit(effect, statementTimeoutMillis),
      (error) => error instanceof StoreError ? abort(connection) : Effect.void
    )
  const run = (text: string) => inTime(connection.executeUnprepared(text, [], undefined))
  return {
    query: <A>(text: string, params: ReadonlyArray<unknown>) => {
      const rows: Effect.Effect<ReadonlyArray<A>, SqlError> = connection.execute(text, params, undefined)
      return inTime(rows)
    },
    run,
    rollback: Effect.ignore(run("ROLLBACK")),
    send: () => {
      const send = Pipeline.of(connection)
      return send === undefined ? undefined : (queries) => inTime(send(queries))
    },
    isNaming: () => direct.has(connection),
    learn: (pid) => direct.learn(connection, pid),
    stopNaming: () => direct.refuse(connection)
  }
}
