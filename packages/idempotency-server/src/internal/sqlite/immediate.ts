import * as SqlClient from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import * as Schedule from "effect/Schedule"
import * as Scope from "effect/Scope"

/** Another process holds the write lock: nothing was done, the same statement may be tried again. */
export const isBusy = (error: SqlError): boolean =>
  Predicate.hasProperty(error.cause, "code") && String(error.cause.code).startsWith("SQLITE_BUSY")

/** SQLite's own wait blocks the event loop, so it is kept short and the waiting is done here: about two seconds. */
const untilFree = Schedule.spaced("25 millis").pipe(Schedule.intersect(Schedule.recurs(40)))

/** Repeats the effect while another process holds the write lock. The lock is nearly always free, and costs nothing then. */
export const retryWhileBusy = <A, R>(effect: Effect.Effect<A, SqlError, R>): Effect.Effect<A, SqlError, R> =>
  Effect.catchIf(effect, isBusy, () => Effect.retry(effect, { while: isBusy, schedule: untilFree }))

/**
 * A transaction that takes the write lock with its first statement. The plain `BEGIN` of `sql.withTransaction` takes it
 * with the first write, which fails at once and for good when another process has written since the first read.
 *
 * A `COMMIT` that fails may leave its transaction open, and on the only connection everything after it would fail too:
 * it is rolled back first. The failure itself surfaces as a defect.
 */
export const immediate = (sql: SqlClient.SqlClient) =>
  SqlClient.makeWithTransaction({
    transactionTag: SqlClient.TransactionConnection,
    spanAttributes: [["db.system.name", "sqlite"]],
    acquireConnection: Effect.flatMap(
      Scope.make(),
      (scope) => Effect.map(Scope.extend(sql.reserve, scope), (connection) => [scope, connection] as const)
    ),
    begin: (connection) => retryWhileBusy(connection.executeUnprepared("BEGIN IMMEDIATE", [], undefined)),
    savepoint: (connection, id) => connection.executeUnprepared(`SAVEPOINT nested_${id}`, [], undefined),
    commit: (connection) =>
      connection.executeUnprepared("COMMIT", [], undefined).pipe(
        Effect.tapError(() => Effect.ignore(connection.executeUnprepared("ROLLBACK", [], undefined)))
      ),
    // Also called when the transaction never began, or when SQLite has undone it by itself.
    rollback: (connection) => Effect.ignore(connection.executeUnprepared("ROLLBACK", [], undefined)),
    rollbackSavepoint: (connection, id) =>
      connection.executeUnprepared(`ROLLBACK TO SAVEPOINT nested_${id}`, [], undefined)
  })
