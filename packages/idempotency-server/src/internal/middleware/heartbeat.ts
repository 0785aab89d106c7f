import * as Timer from "@qurl/idempotency/Support/Timer"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
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

/** Most executions are over before the first beat, so that there is a fiber for it only then. Returns how to stop. */
const begin = (
  { onLost, scope, store, ticket }: {
    readonly store: Service
    readonly ticket: Ticket
    readonly scope: Scope.Scope
    readonly onLost: () => void
  },
  leaseMillis: number,
  fiber: Fiber.RuntimeFiber<unknown, unknown>,
  runtime: Runtime.Runtime<never>
): () => void => {
  let beating: Fiber.RuntimeFiber<unknown> | undefined
  const stop = Timer.start(fiber, leaseMillis / 3, () => {
    const beats = Effect.zipRight(beat(store, ticket, leaseMillis), Effect.sync(onLost))
    // Begun where nothing can be interrupted, which the runtime has inherited.
    beating = Runtime.runFork(runtime, Effect.interruptible(beats), { scope })
  })
  return () => {
    stop()
    beating?.unsafeInterruptAsFork(FiberId.none)
  }
}

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
): Effect.Effect<A, E, R> => {
  const { leaseMillis } = ticket
  return leaseMillis === undefined
    ? effect
    : Effect.uninterruptibleMask((restore) =>
      Effect.withFiberRuntime<A, E, R>((fiber) =>
        Effect.flatMap(Effect.runtime<R>(), (runtime) => {
          let isLost = false
          // One fiber, where a race against the latch takes two: a loss is rare.
          const running = Runtime.runFork(runtime, restore(effect))
          const lose = () => {
            isLost = true
            lost.unsafeOpen()
            running.unsafeInterruptAsFork(FiberId.none)
          }
          const stop = begin({ store, ticket, scope, onLost: lose }, leaseMillis, fiber, runtime)
          return Effect.ensuring(restore(Fiber.await(running)), Effect.sync(stop)).pipe(
            Effect.onInterrupt(() => Fiber.interrupt(running)),
            Effect.flatMap((exit) => isLost ? restore(onLost) : Effect.zipRight(Fiber.inheritAll(running), exit))
          )
        })
      )
    )
}
