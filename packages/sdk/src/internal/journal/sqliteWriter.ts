import type { Connection } from "@effect/sql/SqlConnection"
import type { SqlError } from "@effect/sql/SqlError"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"

/** Parameters of a statement. */
type Parameters = ReadonlyArray<unknown>

interface Waiting {
  readonly parameters: Parameters
  readonly resume: (written: Effect.Effect<boolean, SqlError>) => void
}

/**
 * Runs a statement that changes one row: `true` if it found its row. Statements of the same turn of the event loop are
 * committed together, since a commit waits for the disk. They keep their order, and after one that failed all fail.
 */
export const make = (
  connection: Connection,
  statement: string
): (parameters: Parameters) => Effect.Effect<boolean, SqlError> => {
  let waiting: Array<Waiting> = []
  let failure: Exit.Exit<ReadonlyArray<boolean>, SqlError> | undefined

  const run = (sql: string, parameters: Parameters = []) => connection.execute(sql, parameters, undefined)

  const write = ({ parameters }: Waiting) => Effect.map(run(statement, parameters), ({ length }) => length > 0)

  const commit = (writes: ReadonlyArray<Waiting>): Effect.Effect<ReadonlyArray<boolean>, SqlError> =>
    writes.length === 1 ? Effect.forEach(writes, write) : run("BEGIN IMMEDIATE").pipe(
      Effect.zipRight(Effect.forEach(writes, write)),
      Effect.zipLeft(run("COMMIT")),
      Effect.tapErrorCause(() => Effect.ignore(run("ROLLBACK")))
    )

  const flush = (): void => {
    const writes = waiting
    waiting = []
    // The driver is synchronous, so that no other statement comes between those of the transaction.
    const exit = failure ?? Effect.runSyncExit(commit(writes))
    if (Exit.isFailure(exit)) failure = exit
    writes.forEach(({ resume }, place) => resume(Exit.map(exit, (found) => found[place] === true)))
  }

  return (parameters) =>
    Effect.uninterruptible(Effect.async<boolean, SqlError>((resume) => {
      // Answers that have arrived are read before it.
      if (waiting.length === 0) setImmediate(flush)
      waiting.push({ parameters, resume })
    }))
}
