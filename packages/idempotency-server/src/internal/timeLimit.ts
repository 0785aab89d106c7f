import * as Timer from "@qurl/idempotency/Timer"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as FiberId from "effect/FiberId"

/** A process that is too busy to listen does not hear the answer that has come, however long ago. */
const slices = 10

/**
 * Time limit for an effect, which runs in a fiber of its own. An effect that takes longer fails, and is interrupted in
 * the background even where its caller cannot be interrupted. It costs one fiber; `Effect.disconnect` with
 * `Effect.timeoutFail` costs three.
 *
 * The time is counted in slices, and a stretch in which this process only computes counts as one: no effect is called
 * late before its result could have been noticed.
 */
export const timeLimit = <A, E, R, E2>(
  effect: Effect.Effect<A, E, R>,
  millis: number,
  onTimeout: () => E2
): Effect.Effect<A, E | E2, R> =>
  millis === Infinity
    ? effect
    : Effect.uninterruptibleMask((restore) =>
      Effect.flatMap(Effect.forkDaemon(Effect.interruptible(effect)), (fiber) => {
        const ended = Effect.async<A, E | E2>((resume) => {
          const stop = Timer.start(
            fiber,
            millis,
            () => {
              fiber.unsafeInterruptAsFork(FiberId.none)
              resume(Effect.failSync(onTimeout))
            },
            slices
          )
          fiber.addObserver((exit) => {
            stop()
            resume(exit)
          })
          return Effect.sync(stop)
        })
        // Around the wait and not within it: an interruption may come before it has begun.
        return Effect.onInterrupt(restore(ended), () => Fiber.interruptFork(fiber))
      })
    )
