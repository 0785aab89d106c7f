import { SqlError } from "@effect/sql/SqlError"
import * as Effect from "effect/Effect"
import type { Transactions } from "../../Transactions.js"

/** A transaction of a foreign client that has begun. */
export interface Open {
  readonly transaction: unknown
  readonly query: <A>(
    statement: string,
    parameters: ReadonlyArray<unknown>
  ) => Effect.Effect<ReadonlyArray<A>, SqlError>
  /** Refuses further statements of the handler, which would no longer belong to its transaction. */
  readonly close: () => void
  readonly commit: Effect.Effect<void, SqlError>
  readonly rollback: Effect.Effect<void>
}

/** The driver's own error, which a client may have wrapped. */
const unwrapped = (error: unknown): unknown =>
  error instanceof Error && !("code" in error) && error.cause instanceof Error ? unwrapped(error.cause) : error

const toSqlError = (error: unknown): SqlError =>
  new SqlError({ message: "A statement of the application's client failed", cause: unwrapped(error) })

/** Reason of a rollback. It ends here. */
const undone = Symbol("undone")

const closed = "The transaction of this handler has ended: await every statement before the answer ends."

/** The client of a transaction as its handler gets it, until it is closed. */
const revocable = (transaction: unknown): { readonly transaction: unknown; readonly close: () => void } => {
  if (typeof transaction !== "object" || transaction === null) return { transaction, close: () => {} }
  let isOpen = true
  return {
    close: () => void (isOpen = false),
    transaction: new Proxy(transaction, {
      get: (client, property): unknown => {
        // What is asked of any object, as when it is printed or awaited, is answered.
        if (!isOpen && typeof property === "string" && property !== "then" && property !== "constructor") {
          throw new Error(closed)
        }
        const value: unknown = Reflect.get(client, property, client)
        return typeof value === "function" && property !== "constructor" ? value.bind(client) : value
      }
    })
  }
}

/** Begins a transaction, whose end is decided later. */
export const open = <Transaction>(transactions: Transactions<Transaction>): Effect.Effect<Open, SqlError> =>
  Effect.uninterruptible(Effect.async((resume) => {
    let isOpen = false
    const ended = transactions.run((transaction) =>
      new Promise<void>((resolve, reject) => {
        isOpen = true
        const { close, transaction: theirs } = revocable(transaction)
        const end = Effect.tryPromise({ try: () => ended, catch: toSqlError })
        resume(Effect.succeed<Open>({
          transaction: theirs,
          close,
          query: <A>(statement: string, parameters: ReadonlyArray<unknown>) =>
            Effect.map(
              Effect.tryPromise({
                try: () => transactions.query(transaction, statement, parameters),
                catch: toSqlError
              }),
              // Proof: the caller names the columns that its statement returns.
              (rows) => rows as ReadonlyArray<A>
            ),
          commit: Effect.suspend(() => {
            close()
            resolve()
            return end
          }),
          rollback: Effect.suspend(() => {
            close()
            reject(undone)
            return Effect.ignore(end)
          })
        }))
      })
    )
    ended.catch((error: unknown) => {
      if (!isOpen) resume(Effect.fail(toSqlError(error)))
    })
  }))
