import type { Connection } from "@effect/sql/SqlConnection"
import type { SqlError } from "@effect/sql/SqlError"
import * as Effect from "effect/Effect"
import { codeOf } from "./failures.js"

/** What is asked often: the server plans it once per connection, under its name. */
export interface Statement {
  readonly name: string
  readonly text: string
}

/** A pooler that lends connections by the transaction does not find the name on each of them. Nothing was done. */
const isUnprepared = (error: SqlError): boolean => ["26000", "42P05", "0A000"].includes(codeOf(error))

/**
 * Asks by name, and where names do not work once, without from then on. The rows are those of the statement, which the
 * caller wrote.
 */
export const make = () => {
  let isNaming = true
  return <A>(
    connection: Connection,
    { name, text }: Statement,
    params: ReadonlyArray<unknown>
  ): Effect.Effect<ReadonlyArray<A>, SqlError> => {
    const plain: Effect.Effect<ReadonlyArray<A>, SqlError> = connection.execute(text, params, undefined)
    if (!isNaming) return plain
    // Proof: the client's `executeRaw` gives its argument to `query` of the driver as it is, which takes a statement with
    // a name as well as a text; its type knows of the text alone. A client that did otherwise would prepare nothing, and
    // the test of names asks the server for what is prepared.
    const named = connection.executeRaw({ name, text } as unknown as string, params)
    return Effect.matchEffect(named, {
      // What the driver answers has rows, and they are those that the statement selects.
      onSuccess: (result) => Effect.succeed((result as { readonly rows: ReadonlyArray<A> }).rows),
      onFailure: (error) => {
        if (!isUnprepared(error)) return Effect.fail(error)
        isNaming = false
        return plain
      }
    })
  }
}
