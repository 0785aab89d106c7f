import type { Connection } from "@effect/sql/SqlConnection"
import type { SqlError } from "@effect/sql/SqlError"
import * as Effect from "effect/Effect"
import { digest } from "../../digest.js"
import { codeOf } from "./failures.js"
import { rowsOf } from "./result.js"

/** Frequent statement, which the server plans once per connection under its name. */
export interface Statement {
  readonly name: string
  readonly text: string
}

/**
 * Names a statement. The digest of the text is part of the name, so that two schemas or two releases behind one pooler
 * never run each other's statement.
 */
export const statement = (name: string, text: string): Statement => ({
  name: `idempotency_${name}_${digest(text).slice(0, 16)}`,
  text
})

/** A pooler that lends connections by the transaction does not know the name on each of them. Nothing was done. */
export const isUnprepared = (error: SqlError): boolean => ["26000", "42P05", "0A000"].includes(codeOf(error))

/**
 * Connection as the client makes it: its `executeRaw` gives its argument to `query` of the driver as it is, which takes a
 * statement with a name as well as a text. The client's type knows of the text alone. A client that did otherwise would
 * prepare nothing, and the test of names asks the server for what is prepared.
 */
interface NamingConnection {
  executeRaw(statement: string | Statement, params: ReadonlyArray<unknown>): Effect.Effect<unknown, SqlError>
}

/** Queries by name, and without names from the first time that they are refused. */
export const make = () => {
  let isNaming = true
  return <A>(
    connection: Connection,
    { name, text }: Statement,
    params: ReadonlyArray<unknown>
  ): Effect.Effect<ReadonlyArray<A>, SqlError> => {
    const plain: Effect.Effect<ReadonlyArray<A>, SqlError> = connection.execute(text, params, undefined)
    if (!isNaming) return plain
    const naming: NamingConnection = connection
    return Effect.matchEffect(naming.executeRaw({ name, text }, params), {
      onSuccess: (result) => Effect.succeed(rowsOf<A>(result)),
      onFailure: (error) => {
        if (!isUnprepared(error)) return Effect.fail(error)
        isNaming = false
        return plain
      }
    })
  }
}
