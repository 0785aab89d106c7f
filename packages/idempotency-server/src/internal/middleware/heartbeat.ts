import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import type * as Scope from "effect/Scope"
import type { Service, Ticket } from "../../Store.js"

/** Renews the lease three times before it could run out, until the record is somebody else's. */
const beat = (store: Service, ticket: Ticket, leaseMillis: number): Effect.Effect<void> =>
  Effect.sleep(leaseMillis / 3).pipe(
    Effect.zipRight(store.renew(ticket, leaseMillis)),
    // A store that cannot be asked now may be asked by the next beat.
    Effect.catchTag("StoreError", () => Effect.succeed<"ok" | "lost">("ok")),
    Effect.repeat({ until: (change) => change === "lost" }),
    Effect.asVoid
  )

/** Keeps the lease while the effect runs. A ticket without a lease needs no beat. */
export const during = <A, E, R>(
  store: Service,
  ticket: Ticket,
  scope: Scope.Scope,
  effect: Effect.Effect<A, E, R>
): Effect.Effect<A, E, R> =>
  ticket.leaseMillis === undefined
    ? effect
    : Effect.acquireUseRelease(
      // Begun where nothing can be interrupted, which it would inherit.
      Effect.forkIn(Effect.interruptible(beat(store, ticket, ticket.leaseMillis)), scope),
      () => effect,
      Fiber.interruptFork
    )
