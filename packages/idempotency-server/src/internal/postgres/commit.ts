import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { Outcome, Service, Settlement, Ticket, Transacted } from "../../Store.js"
import { StoreError } from "../../Store.js"
import { toStoreError } from "./connections/failures.js"
import type { Ending } from "./ending.js"
import type { Waiters } from "./waiters.js"

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

/** Message for a handler that reported a success although a failed statement had undone it. */
export const swallowed =
  "A statement of this transaction failed, which undid it, and the handler answered as if it had not: "
  + "run what may fail in a `sql.withTransaction` of its own."

/** Reports how the transaction of a handler ended, and gives the key back if nothing was committed. */
export const makeCommit =
  (store: Service, announce: Waiters["announce"]) =>
  <A>(ending: Ending, ticket: Ticket, { answer, settlement }: Outcome<A>): Effect.Effect<Transacted<A>, StoreError> =>
    Effect.gen(function*() {
      const executed: Transacted<A> = { _tag: "Executed", answer }
      const release = Effect.ignore(store.settle(ticket, { _tag: "Release", reason: "not committed" }))
      switch (ending._tag) {
        case "Committed":
          return yield* Effect.as(announce(ticket.identity, ending.isAwaited), executed)
        case "TakenOver":
          return { _tag: "Lost" }
        case "Aborted":
          // A refusal after a failed statement (a duplicate, say) has written nothing and can be kept. A success has lost
          // what it wrote.
          if ("response" in settlement && settlement.response.status >= 400) {
            return yield* settleApart(store, ticket, answer, settlement)
          }
          yield* release
          return yield* Effect.dieMessage(swallowed)
        case "Failed":
          yield* release
          return yield* toStoreError(Effect.fail(ending.error))
        case "Unknown": {
          yield* Effect.logDebug("a commit failed", ending.error)
          const decided = yield* decide(store, ticket)
          if (decided === "undone") return yield* new StoreError({ reason: "failed" })
          return decided === "committed" ? executed : { _tag: "Lost" }
        }
      }
    })
