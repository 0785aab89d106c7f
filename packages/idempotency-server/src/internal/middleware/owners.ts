import * as Deferred from "effect/Deferred"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as ExecutionStrategy from "effect/ExecutionStrategy"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Scope from "effect/Scope"

/** An execution in this process. */
export interface Owner {
  readonly fingerprint: string
  /** Whether the key is its own: it has not asked the store, it is asking, it is, or it is no longer. */
  state: "entered" | "claiming" | "claimed" | "gone"
  /** It is no longer asking. */
  readonly decided: Effect.Latch
  readonly ended: Effect.Latch
}

/**
 * The executions of this process, by identity, in a scope that outlives every request. When the server stops, whoever
 * waits is told at once, and whoever runs has `grace` to come to an end.
 */
export const make = Effect.fnUntraced(function*(grace: Duration.DurationInput) {
  const running = new Map<string, Owner>()
  const stopping = yield* Deferred.make<void>()
  const scope = yield* Scope.make(ExecutionStrategy.parallel)
  yield* Effect.addFinalizer(() =>
    Effect.zipRight(
      Deferred.succeed(stopping, undefined),
      Effect.forEach([...running.values()], ({ ended }) => ended.await, { discard: true }).pipe(
        Effect.timeoutOption(grace),
        Effect.interruptible,
        Effect.ensuring(Scope.close(scope, Exit.void))
      )
    )
  )
  return {
    /** Ends when the server stops. */
    stopping: Deferred.await(stopping),
    scope,
    /**
     * Looks whether it runs here, enters it if not, both in one step. The caller only waits: hanging up ends nothing
     * else.
     */
    enter: <A, E, R, E2, R2>(
      id: string,
      fingerprint: string,
      effect: (owner: Owner) => Effect.Effect<A, E, R>,
      occupied: (owner: Owner) => Effect.Effect<A, E2, R2>
    ): Effect.Effect<A, E | E2, R | R2> =>
      Effect.uninterruptibleMask((restore) =>
        Effect.suspend((): Effect.Effect<A, E | E2, R | R2> => {
          const other = running.get(id)
          if (other !== undefined) return restore(occupied(other))
          const owner: Owner = {
            fingerprint,
            state: "entered",
            decided: Effect.unsafeMakeLatch(),
            ended: Effect.unsafeMakeLatch()
          }
          running.set(id, owner)
          // What throws when it is made ends as what fails when it runs.
          return Effect.suspend(() => effect(owner)).pipe(
            Effect.interruptible,
            Effect.ensuring(Effect.sync(() => {
              owner.state = "gone"
              running.delete(id)
              owner.decided.unsafeOpen()
              owner.ended.unsafeOpen()
            })),
            Effect.forkIn(scope),
            Effect.flatMap((fiber) => restore(Fiber.join(fiber)))
          )
        })
      )
  }
})

export type Owners = Effect.Effect.Success<ReturnType<typeof make>>
