import type { Connection } from "@effect/sql/SqlConnection"
import * as Predicate from "effect/Predicate"
import { clientOf } from "./pipeline.js"

/**
 * Connections of the handlers' client on which statements may have names, because their session is a session of the
 * server. A pooler that lends connections by the transaction may not know a name on each of them, and a refusal would
 * undo the handler's transaction. It tells its clients of a process that is not the one that runs their statements.
 */
export const make = () => {
  const direct = new WeakMap<object, boolean>()
  return {
    has: (connection: Connection): boolean => {
      const client = clientOf(connection)
      return client !== undefined && direct.get(client) === true
    },
    /** Compares the process that ran a statement with the one that the server named when the connection was opened. */
    learn: (connection: Connection, pid: number): void => {
      const client = clientOf(connection)
      if (client === undefined || direct.get(client) === false) return
      direct.set(client, Predicate.hasProperty(client, "processID") && client.processID === pid)
    },
    /** Uses no names from now on: the server does not know one that the driver believes it has. */
    refuse: (connection: Connection): void => {
      const client = clientOf(connection)
      if (client !== undefined) direct.set(client, false)
    }
  }
}

export type DirectConnections = ReturnType<typeof make>
