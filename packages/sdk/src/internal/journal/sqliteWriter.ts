import type { Connection } from "@effect/sql/SqlConnection"
import type { SqlError } from "@effect/sql/SqlError"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as FiberId from "effect/FiberId"

/** Parameters of a statement. */
type Parameters = ReadonlyArray<unknown>

interface Waiting {
  readonly parameters: Parameters
  readonly written: Deferred.Deferred<boolean, SqlError>
}

/** Answers that have arrived are read before it. */
const turn = Effect.async<void>((resume) => void setImmediate(() => resume(Effect.void)))

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

  // The driver is synchronous and the fiber does not yield, so that no other statement comes between those of the
  // transaction. The first writer of a turn does it: a fiber for each would keep what it wrote from the collector.
  const flush = Effect.suspend(() => {
    const writes = waiting
    waiting = []
    return Effect.map(Effect.exit(failure ?? commit(writes)), (exit) => {
      if (Exit.isFailure(exit)) failure = exit
      writes.forEach(({ written }, place) =>
        Deferred.unsafeDone(written, Exit.map(exit, (found) => found[place] === true))
      )
    })
  }).pipe(Effect.withMaxOpsBeforeYield(Number.MAX_SAFE_INTEGER))

  return (parameters) =>
    Effect.uninterruptible(Effect.suspend(() => {
      const written = Deferred.unsafeMake<boolean, SqlError>(FiberId.none)
      waiting.push({ parameters, written })
      const done = Deferred.await(written)
      return waiting.length > 1 ? done : turn.pipe(Effect.zipRight(flush), Effect.zipRight(done))
    }))
}
