import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type { Service, TransactionalService } from "../../Store.js"
import { StoreError } from "../../Store.js"
import { uncertain } from "./answers/verdict.js"
import * as Heartbeat from "./heartbeat.js"
import * as Lease from "./lease.js"
import type { Execute } from "./respond.js"

/** Runs handlers inside claims, in a transaction or under a lease as the settings of the route say. */
export const execute = (
  { scope, store, transactional }: {
    readonly store: Service
    readonly transactional: TransactionalService | undefined
    /** The server's: an execution ends after its request. */
    readonly scope: Scope.Scope
  }
): Execute =>
(settings, request, handler, ask, lostAnswer) => {
  if (settings.mode === "lease") {
    const { retentionMillis, storeTimeoutMillis } = settings
    const interrupted = uncertain(settings, "interrupted")
    return Lease.execute({ store, scope, storeTimeoutMillis, retentionMillis, interrupted }, request, handler, ask)
  }
  // A policy that needs another store is refused at the start.
  if (transactional === undefined) return new StoreError({ reason: "failed" })
  return Effect.map(
    transactional.transact(request, (ticket) => {
      const lost = Effect.unsafeMakeLatch()
      // Its transaction is undone, and the store reports the loss when the record is to be released.
      const onLost = Effect.succeed({ answer: lostAnswer, settlement: { _tag: "Release", reason: "lost" } as const })
      return Heartbeat.during({ store, ticket, scope, lost, onLost }, handler(ticket, lost.await))
    }),
    (ended) => ended._tag === "Executed" ? { ...ended, isKept: true } : ended
  )
}
