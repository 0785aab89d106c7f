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

/** Begins a transaction, whose end is decided later. */
export const open = <Transaction>(transactions: Transactions<Transaction>): Effect.Effect<Open, SqlError> =>
  Effect.uninterruptible(Effect.async((resume) => {
    let isOpen = false
    const ended = transactions.run((transaction) =>
      new Promise<void>((resolve, reject) => {
        isOpen = true
        const end = Effect.tryPromise({ try: () => ended, catch: toSqlError })
        resume(Effect.succeed<Open>({
          transaction,
          query: <A>(statement: string, parameters: ReadonlyArray<unknown>) =>
            Effect.map(
              Effect.tryPromise({
                try: () => transactions.query(transaction, statement, parameters),
                catch: toSqlError
              }),
              // Proof: the caller names the columns that its statement returns.
              (rows) => rows as ReadonlyArray<A>
            ),
          commit: Effect.zipRight(Effect.sync(resolve), end),
          rollback: Effect.zipRight(Effect.sync(() => reject(undone)), Effect.ignore(end))
        }))
      })
    )
    ended.catch((error: unknown) => {
      if (!isOpen) resume(Effect.fail(toSqlError(error)))
    })
  }))
