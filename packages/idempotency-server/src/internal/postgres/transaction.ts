import type * as PgClient from "@effect/sql-pg/PgClient"
import * as SqlClient from "@effect/sql/SqlClient"
import type * as SqlConnection from "@effect/sql/SqlConnection"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import type { ClaimRequest, Outcome, Service, Ticket, Transacted } from "../../Store.js"
import { StoreError } from "../../Store.js"
import { withServices } from "../withServices.js"
import * as Beginning from "./beginning.js"
import { isTakeable } from "./claim.js"
import { makeCommit, settleApart } from "./commit.js"
import * as DirectConnections from "./connections/directConnections.js"
import { isConnectionLost, isSqlError, toStoreError } from "./connections/failures.js"
import * as HandlersConnection from "./connections/handlersConnection.js"
import * as RevocableConnection from "./connections/revocableConnection.js"
import * as Ending from "./ending.js"
import type { Tables } from "./schema.js"
import { isEnd } from "./settle.js"
import type { Unseen } from "./unseen.js"
import type { Waiters } from "./waiters.js"

/** Losing a race this often in a row is not chance. */
const attempts = 3

/**
 * Claim, handler and record on one connection of the handlers' client. The claim is committed before the handler
 * begins; its record is a compare-and-set in the handler's own transaction, which is undone if that misses.
 */
export const makeTransact = (
  sql: PgClient.PgClient,
  tables: Tables,
  store: Service,
  announce: Waiters["announce"],
  unseen: Unseen
) => {
  const commit = makeCommit(store, announce)
  const begin = Beginning.make(tables)
  const end = Ending.make(tables)
  const direct = DirectConnections.make()

  const execute = <A, R>(
    connection: SqlConnection.Connection,
    own: HandlersConnection.HandlersConnection,
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
        return yield* commit(yield* end(own, ticket, exit.value.settlement), ticket, exit.value)
      }
      yield* own.rollback
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
      const own = HandlersConnection.make(connection, direct)
      const began = yield* Effect.either(begin(own, request))
      const isBroken = Either.isLeft(began) && (!isSqlError(began.left) || isConnectionLost(began.left))
      unseen.answered(!isBroken)
      if (isBroken) return "disconnected"
      if (Either.isLeft(began)) return yield* toStoreError(Effect.fail(began.left))
      if (Option.isNone(began.right)) return yield* Effect.as(own.rollback, "taken" as const)
      const claimed = began.right.value
      if (request.isUnseen === true) unseen.found(claimed._tag === "Found")
      if (claimed._tag === "Claimed") return yield* execute(connection, own, claimed.ticket, handler(claimed.ticket))
      yield* own.rollback
      if (claimed.record._tag === "Parked") yield* announce(request.identity, true)
      return claimed
    }).pipe(Effect.scoped, Effect.uninterruptible, unseen.counted)

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
        if (Option.isSome(record) && (request.isUnseen === true || !isTakeable(request, record.value))) {
          return { _tag: "Found", record: record.value } satisfies Transacted<A>
        }
      }
      return yield* new StoreError({ reason: "busy" })
    })
}
