import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schedule from "effect/Schedule"
import type * as Scope from "effect/Scope"
import type { Findings } from "../../Policy.js"
import type { ClaimRequest, Outcome, Record, Response, Service, Settlement, Ticket } from "../../Store.js"
import { StoreError } from "../../Store.js"
import { storeTimeLimit } from "../timeLimit.js"
import * as Heartbeat from "./heartbeat.js"

/** End of an execution; `isKept` is false while its record is still being written. */
export type Ended<A> =
  | { readonly _tag: "Executed"; readonly answer: A; readonly isKept: boolean }
  | { readonly _tag: "Found"; readonly record: Record }
  | { readonly _tag: "Lost" }

export interface Leasing {
  readonly store: Service
  /** The server's: its fibers end after the request. */
  readonly scope: Scope.Scope
  readonly storeTimeoutMillis: number
  readonly retentionMillis: number
  /** The settlement of an execution that was interrupted. */
  readonly interrupted: Settlement
}

const patiently = Schedule.exponential("100 millis").pipe(
  Schedule.union(Schedule.spaced("5 seconds")),
  Schedule.intersect(Schedule.recurs(20))
)

/** Releases a claim whose reply was lost; nothing ran. An orphaned record stays orphaned. */
const giveBack = ({ store }: Leasing, request: ClaimRequest): Effect.Effect<void> =>
  store.claim({ ...request, orphans: "take" }).pipe(
    Effect.retry(patiently),
    Effect.flatMap((claimed) =>
      claimed._tag === "Claimed" && claimed.from !== "orphan"
        ? store.settle(claimed.ticket, { _tag: "Release", reason: "nothing ran" })
        : Effect.succeed("lost" as const)
    ),
    Effect.ignore
  )

/** Writes the record after the client has its answer. A record that cannot be written is parked, not free. */
const settleLater = ({ scope, store }: Leasing, ticket: Ticket, settlement: Settlement) =>
  Effect.forkIn(
    Effect.interruptible(Heartbeat.during(
      { store, ticket, scope, lost: Effect.unsafeMakeLatch(), onLost: Effect.void },
      store.settle(ticket, settlement).pipe(
        Effect.retry(patiently),
        Effect.catchAll(() =>
          Effect.retry(store.settle(ticket, { _tag: "Park", reason: "the answer could not be kept" }), patiently)
        ),
        Effect.catchAll(({ message }) => Effect.logError("the outcome of an execution could not be kept:", message)),
        Effect.asVoid
      )
    )),
    scope
  )

const settleInTime = ({ store, storeTimeoutMillis }: Leasing, ticket: Ticket, settlement: Settlement) =>
  storeTimeLimit(store.settle(ticket, settlement), storeTimeoutMillis)

const settle = <A>(leasing: Leasing, ticket: Ticket, { answer, settlement }: Outcome<A>): Effect.Effect<Ended<A>> =>
  settleInTime(leasing, ticket, settlement).pipe(
    Effect.map((change): Ended<A> => change === "ok" ? { _tag: "Executed", answer, isKept: true } : { _tag: "Lost" }),
    Effect.catchTag("StoreError", ({ message }) =>
      Effect.logWarning(message).pipe(
        Effect.zipRight(settleLater(leasing, ticket, settlement)),
        Effect.as<Ended<A>>({ _tag: "Executed", answer, isKept: false })
      ))
  )

/** Ends the record without running anything, and shows it. */
const conclude = <A>(leasing: Leasing, ticket: Ticket, settlement: Settlement): Effect.Effect<Ended<A>, StoreError> =>
  settleInTime(leasing, ticket, settlement).pipe(
    Effect.zipRight(storeTimeLimit(leasing.store.look(ticket.identity), leasing.storeTimeoutMillis)),
    Effect.map(Option.match({
      onNone: (): Ended<A> => ({ _tag: "Lost" }),
      onSome: (record): Ended<A> => ({ _tag: "Found", record })
    })),
    Effect.mapError(() => new StoreError({ reason: "unknown" }))
  )

const answered = (response: Response, retentionMillis: number): Settlement => ({
  _tag: "Answer",
  response,
  retentionMillis
})

/** Settles an uncertain outcome with the route's `reconcile`: an answer that it finds is recorded. */
const settleAsked = <A>(leasing: Leasing, ticket: Ticket, outcome: Outcome<A>, findings: Findings) => {
  switch (findings._tag) {
    case "Done":
      return conclude<A>(leasing, ticket, answered(findings.response, leasing.retentionMillis))
    case "NotDone":
      return settle(leasing, ticket, { ...outcome, settlement: { _tag: "Release", reason: "not done" } })
    case "Unknown":
      return settle(leasing, ticket, outcome)
  }
}

const run = <A, R>(
  leasing: Leasing,
  ticket: Ticket,
  handler: (ticket: Ticket) => Effect.Effect<Outcome<A>, never, R>,
  ask: Effect.Effect<Findings> | undefined
): Effect.Effect<Ended<A>, StoreError, R> =>
  Effect.uninterruptibleMask((restore) =>
    restore(handler(ticket)).pipe(
      // With `reconcile`, the record is left to the next request, as after a crash.
      Effect.onInterrupt(() =>
        ask === undefined ? Effect.ignore(settleInTime(leasing, ticket, leasing.interrupted)) : Effect.void
      ),
      Effect.flatMap((outcome): Effect.Effect<Ended<A>, StoreError> =>
        ask === undefined || outcome.settlement._tag !== "Park"
          ? settle(leasing, ticket, outcome)
          : Effect.flatMap(restore(ask), (findings) => settleAsked(leasing, ticket, outcome, findings))
      )
    )
  )

/**
 * Claim, handler under a heartbeat, record. `ask` finds out about an execution whose owner is gone, or that failed. An
 * owner that has lost its lease to another one is interrupted.
 */
export const execute = <A, R>(
  leasing: Leasing,
  request: ClaimRequest,
  handler: (ticket: Ticket, lost: Effect.Effect<void>) => Effect.Effect<Outcome<A>, never, R>,
  ask: Effect.Effect<Findings> | undefined
): Effect.Effect<Ended<A>, StoreError, R> =>
  storeTimeLimit(leasing.store.claim(request), leasing.storeTimeoutMillis).pipe(
    Effect.tapError(() => Effect.forkIn(giveBack(leasing, request), leasing.scope)),
    Effect.flatMap((claimed): Effect.Effect<Ended<A>, StoreError, R> => {
      if (claimed._tag === "Found") return Effect.succeed(claimed)
      const { from, ticket } = claimed
      const { scope, store } = leasing
      const lost = Effect.unsafeMakeLatch()
      const running = run(leasing, ticket, (ticket) => handler(ticket, lost.await), ask)
      const work = ask === undefined || from !== "orphan" ? running : Effect.flatMap(
        ask,
        (findings): Effect.Effect<Ended<A>, StoreError, R> => {
          switch (findings._tag) {
            case "Done":
              return conclude(leasing, ticket, answered(findings.response, leasing.retentionMillis))
            case "NotDone":
              return running
            case "Unknown":
              return conclude(leasing, ticket, { _tag: "Park", reason: "orphaned" })
          }
        }
      )
      const onLost: Effect.Effect<Ended<A>> = Effect.succeed({ _tag: "Lost" })
      return Heartbeat.during<Ended<A>, StoreError, R>({ store, ticket, scope, lost, onLost }, work)
    })
  )
