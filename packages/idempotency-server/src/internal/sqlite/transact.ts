import type { Connection } from "@effect/sql/SqlConnection"
import type { SqlError } from "@effect/sql/SqlError"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type {
  Change,
  ClaimRequest,
  Outcome,
  Settlement,
  Ticket,
  Transacted,
  TransactionalService
} from "../../Store.js"
import { StoreError } from "../../Store.js"
import * as StoreModel from "../../StoreModel.js"
import type { Access } from "./access.js"
import * as Rows from "./rows.js"

/** An execution that ends without an effect, so that its transaction is rolled back. */
interface Undone<A> {
  readonly _tag: "Undone"
  readonly executed: Transacted<A>
  readonly settlement: Settlement
  readonly ticket: Ticket
  readonly before: StoreModel.Row | undefined
  readonly claimed: StoreModel.Row | undefined
}

/** Runs an effect in a transaction that holds the write lock. A commit that fails is a defect. */
export type InTransaction = <A, E, R>(
  effect: (connection: Connection) => Effect.Effect<A, E, R>
) => Effect.Effect<A, E | SqlError, R>

/** Claim, handler and record as one transaction on the one connection that writes. */
export const makeTransact = (
  { alone, change, purgeAfterExecution, readRow, wake }: Access,
  transaction: InTransaction
): TransactionalService["transact"] => {
  const settleIn = Effect.fnUntraced(
    function*(connection: Connection, row: StoreModel.Row | undefined, ticket: Ticket, settlement: Settlement) {
      const now = yield* Clock.currentTimeMillis
      yield* Rows.write(connection, ticket.identity, StoreModel.settle(row, ticket, settlement, now).row, undefined)
      yield* purgeAfterExecution(connection, now)
    }
  )

  /**
   * Records in a transaction of its own how an execution ended whose writes are undone, under the generation that it had.
   * If the record has changed since, nothing is recorded.
   */
  const note = ({ before, claimed, settlement, ticket }: Undone<unknown>) =>
    change(
      ticket.identity,
      (row, now): StoreModel.Step<Change> =>
        row?.gen === before?.gen && row?.owner === before?.owner && row?.state._tag === before?.state._tag
          ? StoreModel.settle(claimed, ticket, settlement, now)
          : { result: "lost", row }
    ).pipe(
      Effect.catchTag("StoreError", ({ message }) => Effect.logWarning(message))
    )

  /** Finds out what a `COMMIT` that failed has done all the same. */
  const readBack = <A>(request: ClaimRequest, executed: Transacted<A>) =>
    Effect.matchEffect(readRow(request.identity), {
      onFailure: () => new StoreError({ reason: "unknown" }),
      onSuccess: (row): Effect.Effect<Transacted<A>, StoreError> =>
        row?.owner === request.owner ? Effect.succeed(executed) : new StoreError({ reason: "failed" })
    })

  const execute = Effect.fnUntraced(function*<A, R>(
    connection: Connection,
    request: ClaimRequest,
    handler: (ticket: Ticket) => Effect.Effect<Outcome<A>, never, R>
  ) {
    const { identity } = request
    const before = yield* Rows.read(connection, identity)
    const claim = StoreModel.claim(before, request, yield* Clock.currentTimeMillis)
    if (claim.result._tag === "Found") {
      if (claim.row !== before) yield* Rows.write(connection, identity, claim.row, undefined)
      return claim.result
    }
    const { ticket } = claim.result
    const { answer, settlement } = yield* handler({ ...ticket, leaseMillis: undefined })
    const executed = { _tag: "Executed", answer } as const
    // Only a failure undoes the transaction, and with it what the handler wrote.
    if (settlement._tag === "Release" || settlement._tag === "Park") {
      return yield* Effect.fail({ _tag: "Undone", executed, settlement, ticket, before, claimed: claim.row } as const)
    }
    yield* settleIn(connection, claim.row, ticket, settlement)
    return executed
  })

  return <A, R>(request: ClaimRequest, handler: (ticket: Ticket) => Effect.Effect<Outcome<A>, never, R>) =>
    Effect.suspend(() => {
      let recorded: Transacted<A> | undefined
      const executing = (connection: Connection) =>
        Effect.tap(execute(connection, request, handler), (ended) => {
          if (ended._tag === "Executed") recorded = ended
        })
      return transaction(executing).pipe(
        Effect.catchTag("Undone", (undone) => Effect.as(note(undone), undone.executed)),
        Effect.catchAllDefect((defect) => recorded === undefined ? Effect.die(defect) : readBack(request, recorded)),
        Effect.zipLeft(wake(request.identity)),
        alone
      )
    })
}
