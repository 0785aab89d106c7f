import * as Timer from "@qurl/idempotency/Timer"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as FiberId from "effect/FiberId"

/** A process that is too busy to listen does not hear the answer that has come, however long ago. */
const slices = 10

/**
 * The effect in a fiber of its own, with a time to end in; what takes longer is left behind and interrupted, also where
 * nothing else can be. It costs one fiber, where `Effect.disconnect` and `Effect.timeoutFail` cost three.
 *
 * The time is counted in slices, and of a stretch in which this process did nothing but compute one counts: whoever waits
 * for others is not told that they are late before it was possible to hear them.
 */
export const within = <A, E, R, E2>(
  effect: Effect.Effect<A, E, R>,
  millis: number,
  late: () => E2
): Effect.Effect<A, E | E2, R> =>
  Effect.uninterruptibleMask((restore) =>
    Effect.flatMap(
      Effect.forkDaemon(Effect.interruptible(effect)),
      (fiber) => {
        const ended = Effect.async<A, E | E2>((resume) => {
          const stop = Timer.start(fiber, millis, () => {
            fiber.unsafeInterruptAsFork(FiberId.none)
            resume(Effect.failSync(late))
          }, slices)
          fiber.addObserver((exit) => {
            stop()
            resume(exit)
          })
          return Effect.sync(stop)
        })
        // Around the wait and not within it: an interruption may come when it has not begun.
        return Effect.onInterrupt(restore(ended), () => Fiber.interruptFork(fiber))
      }
    )
  )
