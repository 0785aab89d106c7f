import * as Timer from "@qurl/idempotency/Support/Timer"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as FiberId from "effect/FiberId"
import * as Runtime from "effect/Runtime"
import { StoreError } from "../Store.js"

/** A process that is too busy to listen does not hear the answer that has come, however long ago. */
const slices = 10

/** A fiber that was made for a time limit, and how to end it. */
interface Limited {
  readonly onTimeout: () => unknown
  readonly end: () => void
}

const limited = new WeakMap<Fiber.Fiber<unknown, unknown>, Limited>()

const apart = <A, E, R, E2>(
  effect: Effect.Effect<A, E, R>,
  millis: number,
  onTimeout: () => E2
): Effect.Effect<A, E | E2, R> =>
  Effect.uninterruptibleMask((restore) =>
    Effect.flatMap(Effect.runtime<R>(), (runtime) => {
      let resume = (_: Effect.Effect<A, E | E2>) => {}
      const end = () => {
        fiber.unsafeInterruptAsFork(FiberId.none)
        resume(Effect.failSync(onTimeout))
      }
      const limitedEffect = Effect.withFiberRuntime<A, E, R>((fiber) => {
        limited.set(fiber, { onTimeout, end })
        return Effect.interruptible(effect)
      })
      const fiber = Runtime.runFork(runtime, limitedEffect)
      // It has begun, and an effect that waits for nothing, like a query of SQLite, has ended.
      const exit = fiber.unsafePoll()
      if (exit !== null) return exit
      const ended = Effect.async<A, E | E2>((callback) => {
        resume = callback
        const stop = Timer.start(fiber, millis, end, slices)
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

/**
 * Time limit for an effect, which runs in a fiber of its own. An effect that takes longer fails, and is interrupted in
 * the background even where its caller cannot be interrupted. It costs one fiber; `Effect.disconnect` with
 * `Effect.timeoutFail` costs three. Within another limit with the same `onTimeout` it costs none: the first of the two
 * that is over ends both.
 *
 * The time is counted in slices, and a stretch in which this process only computes counts as one: no effect is called
 * late before its result could have been noticed.
 */
export const timeLimit = <A, E, R, E2>(
  effect: Effect.Effect<A, E, R>,
  millis: number,
  onTimeout: () => E2
): Effect.Effect<A, E | E2, R> =>
  millis === Infinity ? effect : Effect.withFiberRuntime((fiber) => {
    const outer = limited.get(fiber)
    if (outer?.onTimeout !== onTimeout) return apart(effect, millis, onTimeout)
    const stop = Timer.start(fiber, millis, outer.end, slices)
    return Effect.ensuring(effect, Effect.sync(stop))
  })

const storeFailed = (): StoreError => new StoreError({ reason: "failed" })

/** Time limit for an operation of a store. Whether a change took place that was cut off is not known. */
export const storeTimeLimit = <A, E, R>(
  effect: Effect.Effect<A, E, R>,
  millis: number
): Effect.Effect<A, E | StoreError, R> => timeLimit(effect, millis, storeFailed)
