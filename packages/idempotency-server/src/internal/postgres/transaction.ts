import type * as PgClient from "@effect/sql-pg/PgClient"
import * as SqlClient from "@effect/sql/SqlClient"
import type * as SqlConnection from "@effect/sql/SqlConnection"
import type { SqlError } from "@effect/sql/SqlError"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import type {
  ClaimRequest,
  Identity,
  Outcome,
  Service,
  Settlement,
  StoreError,
  Ticket,
  Transacted
} from "../../Store.js"
import { StoreError as Failed } from "../../Store.js"
import { claimAndBegin, type ClaimRow, insertAndBegin, isTakeable, toClaimed } from "./claim.js"
import { codeOf, isConnectionLost, toStoreError } from "./failures.js"
import { lend } from "./lend.js"
import type { Tables } from "./schema.js"
import { isEnd, type Settled, settleParams, settleStatement } from "./settle.js"

/** Losing a race this often in a row is not chance. */
const attempts = 3

/** The transaction was broken by a statement whose failure the handler swallowed; only a rollback ends it. */
const isAborted = (error: SqlError): boolean => codeOf(error) === "25P02"

/**
 * Claim, handler and record on one connection of the handlers' client. The claim is committed before the handler
 * begins; its record is a compare-and-set in the handler's own transaction, which is undone when that misses.
 */
export const makeTransact = (
  sql: PgClient.PgClient,
  tables: Tables,
  store: Service,
  announce: (identity: Identity, isAwaited: boolean) => Effect.Effect<unknown>
) => {
  const settle = settleStatement(tables).text

  const run = (connection: SqlConnection.Connection, text: string) => connection.executeUnprepared(text, [], undefined)

  /** A rollback fails where the connection is gone, and then there is nothing left to undo. */
  const rollback = (connection: SqlConnection.Connection) => Effect.ignore(run(connection, "ROLLBACK"))

  /** One array of rows comes back for each statement of a message. */
  const rowsOf = (connection: SqlConnection.Connection, message: string, statement: number) =>
    Effect.map(run(connection, message), (results) => results[statement] as ReadonlyArray<ClaimRow>)

  const begin = (connection: SqlConnection.Connection, request: ClaimRequest) =>
    rowsOf(connection, insertAndBegin(tables, request), 3).pipe(
      Effect.flatMap((inserted) =>
        inserted.length > 0 ? Effect.succeed(inserted) : rowsOf(connection, claimAndBegin(tables, request), 2)
      ),
      Effect.map(([row]) => toClaimed(request, row)),
      Effect.tapError(() => rollback(connection))
    )

  /**
   * A commit that failed may have taken place, or may yet: the server can still be at it. Giving the key back decides.
   * It waits for a transaction that holds the record, and it fences off one that has not come so far.
   */
  const decide = (ticket: Ticket) =>
    Effect.gen(function*() {
      if ((yield* store.settle(ticket, { _tag: "Release", reason: "not committed" })) === "ok") return "undone"
      const record = yield* store.look(ticket.identity)
      return Option.exists(record, ({ _tag, gen }) => gen === ticket.gen && (_tag === "Done" || _tag === "Tombstone"))
        ? "committed"
        : "lost"
    }).pipe(Effect.mapError(() => new Failed({ reason: "unknown" })))

  /** What the handler wrote is undone already, so that the record may follow on its own. */
  const settleApart = <A>(ticket: Ticket, answer: A, settlement: Settlement) =>
    Effect.map(
      store.settle(ticket, settlement),
      (change): Transacted<A> => change === "ok" ? { _tag: "Executed", answer } : { _tag: "Lost" }
    )

  const commit = <A>(connection: SqlConnection.Connection, ticket: Ticket, { answer, settlement }: Outcome<A>) =>
    Effect.gen(function*() {
      const params = settleParams(ticket, settlement)
      const settling: Effect.Effect<ReadonlyArray<Settled>, SqlError> = connection.execute(settle, params, undefined)
      const settled = yield* Effect.either(settling)
      const ended = Either.isRight(settled) ? settled.right[0] : undefined
      if (ended !== undefined) {
        const committed = yield* Effect.exit(run(connection, "COMMIT"))
        if (Exit.isSuccess(committed)) {
          yield* announce(ticket.identity, ended.awaited)
          return { _tag: "Executed", answer } satisfies Transacted<A>
        }
        yield* Effect.logDebug("a commit failed", committed.cause)
        yield* rollback(connection)
        const decided = yield* decide(ticket)
        if (decided === "undone") return yield* new Failed({ reason: "failed" })
        return decided === "committed"
          ? { _tag: "Executed", answer } satisfies Transacted<A>
          : { _tag: "Lost" } satisfies Transacted<A>
      }
      yield* rollback(connection)
      if (settled._tag === "Right") return { _tag: "Lost" } satisfies Transacted<A>
      // A refusal after a failed statement (a duplicate, say) has written nothing and can be kept. A success has lost
      // what it wrote.
      if (isAborted(settled.left) && "response" in settlement && settlement.response.status >= 400) {
        return yield* settleApart(ticket, answer, settlement)
      }
      yield* Effect.ignore(store.settle(ticket, { _tag: "Release", reason: "not committed" }))
      return isAborted(settled.left)
        ? yield* Effect.dieMessage(
          "A statement of this transaction failed, which undid it, and the handler answered as if it had not: "
            + "run what may fail in a `sql.withTransaction` of its own."
        )
        : yield* toStoreError(Effect.fail(settled.left))
    })

  const execute = <A, R>(
    connection: SqlConnection.Connection,
    ticket: Ticket,
    handler: Effect.Effect<Outcome<A>, never, R>
  ): Effect.Effect<Transacted<A>, StoreError, R> =>
    Effect.gen(function*() {
      const { end, lent } = lend(connection)
      const exit = yield* handler.pipe(
        Effect.mapInputContext((context: Context.Context<R>) =>
          Context.add(context, SqlClient.TransactionConnection, [lent, 0])
        ),
        Effect.interruptible,
        Effect.exit
      )
      yield* end
      if (Exit.isSuccess(exit) && isEnd(exit.value.settlement)) return yield* commit(connection, ticket, exit.value)
      yield* rollback(connection)
      if (Exit.isSuccess(exit)) return yield* settleApart(ticket, exit.value.answer, exit.value.settlement)
      yield* Effect.ignore(store.settle(ticket, { _tag: "Release", reason: "the handler failed" }))
      return yield* Effect.failCause(exit.cause)
    })

  const attempt = <A, R>(
    request: ClaimRequest,
    handler: (ticket: Ticket) => Effect.Effect<Outcome<A>, never, R>
  ): Effect.Effect<Transacted<A> | "taken" | "disconnected", StoreError, R> =>
    Effect.gen(function*() {
      const connection = yield* toStoreError(sql.reserve)
      const began = yield* Effect.either(begin(connection, request))
      if (Either.isLeft(began)) {
        return isConnectionLost(began.left) ? "disconnected" : yield* toStoreError(Effect.fail(began.left))
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
      return yield* new Failed({ reason: "busy" })
    })
}
