import * as Timer from "@qurl/idempotency/Support/Timer"
import * as Effect from "effect/Effect"
import type * as Fiber from "effect/Fiber"
import * as FiberId from "effect/FiberId"
import * as Runtime from "effect/Runtime"
import type * as Scope from "effect/Scope"
import type { Service, Ticket } from "../../Store.js"

/** Renews the lease three times before it could run out, until it is lost. */
const beat = (store: Service, ticket: Ticket, leaseMillis: number): Effect.Effect<void> =>
  store.renew(ticket, leaseMillis).pipe(
    // A store that cannot be asked now may be asked by the next beat.
    Effect.catchTag("StoreError", () => Effect.succeed<"ok" | "lost">("ok")),
    Effect.tap((change) => change === "ok" ? Effect.sleep(leaseMillis / 3) : Effect.void),
    Effect.repeat({ until: (change) => change === "lost" }),
    Effect.asVoid
  )

/** Most executions are over before the first beat, so that there is a fiber for it only then. */
const begin = (
  store: Service,
  ticket: Ticket,
  leaseMillis: number,
  scope: Scope.Scope,
  lost: Effect.Latch
): Effect.Effect<() => void> =>
  Effect.withFiberRuntime((fiber) =>
    Effect.map(Effect.runtime<never>(), (runtime) => {
      let beating: Fiber.RuntimeFiber<unknown> | undefined
      const stop = Timer.start(fiber, leaseMillis / 3, () => {
        const beats = Effect.zipRight(beat(store, ticket, leaseMillis), lost.open)
        // Begun where nothing can be interrupted, which the runtime has inherited.
        beating = Runtime.runFork(runtime, Effect.interruptible(beats), { scope })
      })
      return () => {
        stop()
        beating?.unsafeInterruptAsFork(FiberId.none)
      }
    })
  )

/**
 * Keeps the lease while the effect runs. Once the lease is lost, the latch opens, the effect is interrupted, and
 * `onLost` takes its place. A ticket without a lease needs no beat.
 */
export const during = <A, E, R>(
  { lost, onLost, scope, store, ticket }: {
    readonly store: Service
    readonly ticket: Ticket
    readonly scope: Scope.Scope
    readonly lost: Effect.Latch
    readonly onLost: Effect.Effect<A, E, R>
  },
  effect: Effect.Effect<A, E, R>
): Effect.Effect<A, E, R> =>
  ticket.leaseMillis === undefined
    ? effect
    : Effect.acquireUseRelease(
      begin(store, ticket, ticket.leaseMillis, scope, lost),
      () => Effect.raceFirst(effect, Effect.zipRight(lost.await, onLost)),
      (stop) => Effect.sync(stop)
    )
