import type * as PgClient from "@effect/sql-pg/PgClient"
import * as SqlClient from "@effect/sql/SqlClient"
import type * as SqlConnection from "@effect/sql/SqlConnection"
import type { SqlError } from "@effect/sql/SqlError"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import type { ClaimRequest, Outcome, Service, Ticket, Transacted } from "../../Store.js"
import { StoreError } from "../../Store.js"
import { storeTimeLimit } from "../timeLimit.js"
import { withServices } from "../withServices.js"
import { claimAndBegin, type ClaimRow, insertAndBegin, isTakeable, toClaimed } from "./claim.js"
import { makeCommit, type Open, settleApart } from "./commit.js"
import { abort } from "./connections/connectionPool.js"
import { isConnectionLost, isSqlError, toStoreError } from "./connections/failures.js"
import { statementTimeoutMillis } from "./connections/query.js"
import * as RevocableConnection from "./connections/revocableConnection.js"
import type { Tables } from "./schema.js"
import { isEnd } from "./settle.js"
import type { Waiters } from "./waiters.js"

/** Losing a race this often in a row is not chance. */
const attempts = 3

/**
 * Runs a statement of the store on a connection of the handlers. A connection that does not answer in time is closed, so
 * that the client does not lend it again.
 */
const inTime = <A, E>(connection: SqlConnection.Connection, effect: Effect.Effect<A, E>) =>
  Effect.tapError(
    storeTimeLimit(effect, statementTimeoutMillis),
    (error) => error instanceof StoreError ? abort(connection) : Effect.void
  )

const run = (connection: SqlConnection.Connection, text: string) =>
  inTime(connection, connection.executeUnprepared(text, [], undefined))

/** A rollback fails if the connection is gone, and then there is nothing left to undo. */
const rollback = (connection: SqlConnection.Connection) => Effect.ignore(run(connection, "ROLLBACK"))

const toOpen = (connection: SqlConnection.Connection): Open => ({
  query: <A>(statement: string, parameters: ReadonlyArray<unknown>) => {
    const rows: Effect.Effect<ReadonlyArray<A>, SqlError> = connection.execute(statement, parameters, undefined)
    return inTime(connection, rows)
  },
  commit: run(connection, "COMMIT"),
  rollback: rollback(connection)
})

/** Rows of one statement of a message: the driver returns an array of rows for each. */
const rowsOf = (connection: SqlConnection.Connection, message: string, statement: number) =>
  // Proof: the statements of claims select the columns of `ClaimRow`.
  Effect.map(run(connection, message), (results) => results[statement] as ReadonlyArray<ClaimRow>)

/** Claims the key and begins the handler's transaction. */
const begin = (connection: SqlConnection.Connection, tables: Tables, request: ClaimRequest) =>
  rowsOf(connection, insertAndBegin(tables, request), 3).pipe(
    Effect.flatMap((inserted) =>
      inserted.length > 0
        ? Effect.succeed(inserted)
        : rowsOf(connection, claimAndBegin(tables, request), 2)
    ),
    Effect.map(([row]) => toClaimed(request, row)),
    Effect.tapError((error) => isSqlError(error) ? rollback(connection) : Effect.void)
  )

/**
 * Claim, handler and record on one connection of the handlers' client. The claim is committed before the handler
 * begins; its record is a compare-and-set in the handler's own transaction, which is undone if that misses.
 */
export const makeTransact = (
  sql: PgClient.PgClient,
  tables: Tables,
  store: Service,
  announce: Waiters["announce"]
) => {
  const commit = makeCommit(store, tables, announce)

  const execute = <A, R>(
    connection: SqlConnection.Connection,
    ticket: Ticket,
    handler: Effect.Effect<Outcome<A>, never, R>
  ): Effect.Effect<Transacted<A>, StoreError, R> =>
    Effect.gen(function*() {
      const lent = RevocableConnection.make(connection)
      const exit = yield* Effect.exit(withServices(
        Effect.interruptible(handler),
        Context.make(SqlClient.TransactionConnection, [lent.connection, 0])
      ))
      yield* lent.revoke
      if (Exit.isSuccess(exit) && isEnd(exit.value.settlement)) {
        return yield* commit(toOpen(connection), ticket, exit.value)
      }
      yield* rollback(connection)
      if (Exit.isSuccess(exit)) {
        return yield* settleApart(store, ticket, exit.value.answer, exit.value.settlement)
      }
      yield* Effect.ignore(store.settle(ticket, { _tag: "Release", reason: "the handler failed" }))
      return yield* Effect.failCause(exit.cause)
    })

  const attempt = <A, R>(
    request: ClaimRequest,
    handler: (ticket: Ticket) => Effect.Effect<Outcome<A>, never, R>
  ): Effect.Effect<Transacted<A> | "taken" | "disconnected", StoreError, R> =>
    Effect.gen(function*() {
      const connection = yield* toStoreError(sql.reserve)
      const began = yield* Effect.either(begin(connection, tables, request))
      if (Either.isLeft(began)) {
        const error = began.left
        return !isSqlError(error) || isConnectionLost(error)
          ? "disconnected"
          : yield* toStoreError(Effect.fail(error))
      }
      if (Option.isNone(began.right)) return yield* Effect.as(rollback(connection), "taken" as const)
      const claimed = began.right.value
      if (claimed._tag === "Claimed") return yield* execute(connection, claimed.ticket, handler(claimed.ticket))
      yield* rollback(connection)
      yield* announce(request.identity, true)
      return claimed
    }).pipe(Effect.scoped, Effect.uninterruptible)

  return <A, R>(
    request: ClaimRequest,
    handler: (ticket: Ticket) => Effect.Effect<Outcome<A>, never, R>
  ): Effect.Effect<Transacted<A>, StoreError, R> =>
    Effect.gen(function*() {
      for (let left = attempts; left > 0; left--) {
        const result = yield* attempt(request, handler)
        // A claim whose answer is lost may stand. The same owner claims again, on another connection, and gets it.
        if (result === "disconnected") continue
        if (result !== "taken") return result
        const record = yield* store.look(request.identity)
        if (Option.isSome(record) && !isTakeable(request, record.value)) {
          return { _tag: "Found", record: record.value } satisfies Transacted<A>
        }
      }
      return yield* new StoreError({ reason: "busy" })
    })
}
