import * as Clock from "effect/Clock"
import * as Deferred from "effect/Deferred"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as ExecutionStrategy from "effect/ExecutionStrategy"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as FiberId from "effect/FiberId"
import * as Scope from "effect/Scope"
import type * as Next from "../next.js"

/** An execution in this process, as its duplicates see it. */
export class Execution implements Next.Execution {
  readonly _tag = "Here"
  claim: Next.Execution["claim"] = "none"
  /** Opens when the claim is held or over. */
  readonly decided = Effect.unsafeMakeLatch()
  readonly ended = Effect.unsafeMakeLatch()

  constructor(readonly fingerprint: string, readonly startedAt: number) {}

  /** The same if its claim takes too long to be waited for. */
  get withoutClaim(): Next.Execution {
    return { _tag: "Here", claim: "none", fingerprint: this.fingerprint, startedAt: this.startedAt }
  }

  /** Set once the client of the execution has gone without a result. */
  isAbandoned = false

  abandon(): void {
    this.isAbandoned = true
  }

  /** Set once its claim came too late, so that nothing may run. */
  isTooLate = false

  requestClaim(): void {
    this.claim = "requested"
  }

  holdClaim(): void {
    this.claim = "held"
    this.decided.unsafeOpen()
  }

  end(): void {
    this.claim = "over"
    this.decided.unsafeOpen()
    this.ended.unsafeOpen()
  }
}

/**
 * The executions of this process, by identity, in a scope that outlives every request. When the server stops, waiting
 * requests are answered at once, none may begin, and running executions have `grace` to finish.
 */
export const make = Effect.fnUntraced(function*(grace: Duration.DurationInput) {
  const running = new Map<string, Execution>()
  const stopping = yield* Deferred.make<void>()
  let isStopping = false
  const scope = yield* Scope.make(ExecutionStrategy.parallel)
  yield* Effect.addFinalizer(() =>
    Effect.zipRight(
      Effect.sync(() => {
        isStopping = true
        Deferred.unsafeDone(stopping, Exit.void)
      }),
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
    get isStopping() {
      return isStopping
    },
    scope,
    /**
     * Registers an execution and forks it, or hands over the one that is running, in one step. The caller only waits:
     * its interruption ends nothing else.
     */
    enter: <A, E, R, E2, R2>(
      id: string,
      fingerprint: string,
      /** `deliver` hands a result to the caller before the effect has ended. */
      effect: (execution: Execution, deliver: (early: A) => void) => Effect.Effect<A, E, R>,
      occupied: (execution: Execution) => Effect.Effect<A, E2, R2>
    ): Effect.Effect<A, E | E2, R | R2> =>
      Effect.uninterruptibleMask((restore) =>
        Effect.flatMap(Clock.currentTimeMillis, (now): Effect.Effect<A, E | E2, R | R2> => {
          const other = running.get(id)
          if (other !== undefined) return restore(occupied(other))
          const execution = new Execution(fingerprint, now)
          running.set(id, execution)
          const result = Deferred.unsafeMake<A, E>(FiberId.none)
          const deliver = (early: A) => Deferred.unsafeDone(result, Exit.succeed(early))
          // A throw while the effect is made ends like a failure while it runs.
          return Effect.suspend(() => effect(execution, deliver)).pipe(
            Effect.interruptible,
            Effect.onExit((exit) =>
              Effect.sync(() => {
                running.delete(id)
                execution.end()
                Deferred.unsafeDone(result, exit)
              })
            ),
            Effect.forkIn(scope),
            // Like a join, with what the execution has set for its fiber, and possibly before its end.
            Effect.flatMap((fiber) => Effect.zipLeft(restore(Deferred.await(result)), Fiber.inheritAll(fiber))),
            Effect.onInterrupt(() => Effect.sync(() => execution.abandon()))
          )
        })
      )
  }
})

export type Executions = Effect.Effect.Success<ReturnType<typeof make>>
