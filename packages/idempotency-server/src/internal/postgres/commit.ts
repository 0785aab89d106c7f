import type { SqlError } from "@effect/sql/SqlError"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import type { Outcome, Service, Settlement, Ticket, Transacted } from "../../Store.js"
import { StoreError } from "../../Store.js"
import { codeOf, isSqlError, toStoreError } from "./connections/failures.js"
import type { Tables } from "./schema.js"
import { type Settled, settleParams, settleStatement } from "./settle.js"
import type { Waiters } from "./waiters.js"

/** The transaction of a handler, whose statements end in time. */
export interface Open {
  readonly query: <A>(
    statement: string,
    parameters: ReadonlyArray<unknown>
  ) => Effect.Effect<ReadonlyArray<A>, SqlError | StoreError>
  readonly commit: Effect.Effect<unknown, SqlError | StoreError>
  readonly rollback: Effect.Effect<void>
}

/** The transaction was broken by a statement whose failure the handler swallowed; only a rollback ends it. */
const isAborted = (error: SqlError): boolean => codeOf(error) === "25P02"

/**
 * Decides what became of a commit that failed: it may have taken place, or may yet, since the server can still be at it.
 * Giving the key back waits for a transaction that holds the record, and fences off one that has not come so far.
 */
const decide = (store: Service, ticket: Ticket) =>
  Effect.gen(function*() {
    if ((yield* store.settle(ticket, { _tag: "Release", reason: "not committed" })) === "ok") return "undone"
    const record = yield* store.look(ticket.identity)
    return Option.exists(record, ({ _tag, gen }) => gen === ticket.gen && (_tag === "Done" || _tag === "Tombstone"))
      ? "committed"
      : "lost"
  }).pipe(Effect.mapError(() => new StoreError({ reason: "unknown" })))

/** Ends the record on its own, after what the handler wrote was undone. */
export const settleApart = <A>(store: Service, ticket: Ticket, answer: A, settlement: Settlement) =>
  Effect.map(
    store.settle(ticket, settlement),
    (change): Transacted<A> => change === "ok" ? { _tag: "Executed", answer } : { _tag: "Lost" }
  )

const swallowed = "A statement of this transaction failed, which undid it, and the handler answered as if it had not: "
  + "run what may fail in a `sql.withTransaction` of its own."

/** Ends the record in the handler's transaction, and commits both. */
export const makeCommit = (store: Service, tables: Tables, announce: Waiters["announce"]) => {
  const { text } = settleStatement(tables)

  const commitSettled = <A>(open: Open, ticket: Ticket, answer: A, isAwaited: boolean) =>
    Effect.gen(function*() {
      const executed: Transacted<A> = { _tag: "Executed", answer }
      const committed = yield* Effect.exit(open.commit)
      if (Exit.isSuccess(committed)) return yield* Effect.as(announce(ticket.identity, isAwaited), executed)
      yield* Effect.logDebug("a commit failed", committed.cause)
      yield* open.rollback
      const decided = yield* decide(store, ticket)
      if (decided === "undone") return yield* new StoreError({ reason: "failed" })
      return decided === "committed" ? executed : { _tag: "Lost" } satisfies Transacted<A>
    })

  return <A>(open: Open, ticket: Ticket, { answer, settlement }: Outcome<A>) =>
    Effect.gen(function*() {
      const settled = yield* Effect.either(open.query<Settled>(text, settleParams(ticket, settlement)))
      const ended = Either.isRight(settled) ? settled.right[0] : undefined
      if (ended !== undefined) return yield* commitSettled(open, ticket, answer, ended.awaited)
      yield* open.rollback
      if (settled._tag === "Right") return { _tag: "Lost" } satisfies Transacted<A>
      const error = settled.left
      const aborted = isSqlError(error) && isAborted(error)
      // A refusal after a failed statement (a duplicate, say) has written nothing and can be kept. A success has lost
      // what it wrote.
      if (aborted && "response" in settlement && settlement.response.status >= 400) {
        return yield* settleApart(store, ticket, answer, settlement)
      }
      yield* Effect.ignore(store.settle(ticket, { _tag: "Release", reason: "not committed" }))
      return aborted ? yield* Effect.dieMessage(swallowed) : yield* toStoreError(Effect.fail(error))
    })
}
