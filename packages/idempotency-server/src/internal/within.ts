import * as Timer from "@qurl/idempotency/Timer"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as FiberId from "effect/FiberId"
import { StoreError } from "../Store.js"

/** A process that is too busy to listen does not hear the answer that has come, however long ago. */
const slices = 10

/** How to end each of the fibers that were made for a time, and tell whoever waits. */
const endings = new WeakMap<Fiber.Fiber<unknown, unknown>, () => void>()

const apart = <A, E, R>(effect: Effect.Effect<A, E, R>, millis: number): Effect.Effect<A, E | StoreError, R> =>
  Effect.uninterruptibleMask((restore) =>
    Effect.flatMap(
      Effect.forkDaemon(Effect.interruptible(effect)),
      (fiber) => {
        const ended = Effect.async<A, E | StoreError>((resume) => {
          const end = () => {
            fiber.unsafeInterruptAsFork(FiberId.none)
            resume(Effect.failSync(() => new StoreError({ reason: "failed" })))
          }
          const stop = Timer.start(fiber, millis, end, slices)
          endings.set(fiber, end)
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

/**
 * What is asked of a store, in a fiber of its own with a time to end in; what takes longer has failed, is left behind and
 * interrupted, also where nothing else can be. It costs one fiber, where `Effect.disconnect` and `Effect.timeoutFail` cost
 * three. Within another one it costs none: the time that is over first ends both.
 *
 * The time is counted in slices, and of a stretch in which this process did nothing but compute one counts: whoever waits
 * for others is not told that they are late before it was possible to hear them.
 */
export const within = <A, E, R>(effect: Effect.Effect<A, E, R>, millis: number): Effect.Effect<A, E | StoreError, R> =>
  Effect.withFiberRuntime((fiber) => {
    const end = endings.get(fiber)
    if (end === undefined) return apart(effect, millis)
    const stop = Timer.start(fiber, millis, end, slices)
    return Effect.ensuring(effect, Effect.sync(stop))
  })
