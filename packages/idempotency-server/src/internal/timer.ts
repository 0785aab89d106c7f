import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import { liveServices } from "effect/DefaultServices"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as FiberId from "effect/FiberId"

/** The longest delay of a timer of the runtime; a longer one would fire at once. */
const longest = 2 ** 31 - 1

const liveClock = Context.get(liveServices, Clock.Clock)

/** Rings once when so many milliseconds have passed on the fiber's clock, in `slices`; what comes back stops it. */
export const start = (
  fiber: Fiber.RuntimeFiber<unknown, unknown>,
  millis: number,
  ring: () => void,
  slices = 1
): () => void => {
  const clock = Context.get(fiber.currentDefaultServices, Clock.Clock)
  // Only the clock of a test needs a fiber to wait.
  if (clock !== liveClock) {
    const waiting = Effect.runFork(Effect.tap(clock.sleep(Duration.millis(millis)), () => Effect.sync(ring)))
    return () => waiting.unsafeInterruptAsFork(FiberId.none)
  }
  const slice = Math.min(longest, millis / slices)
  let left = slices
  const tick = () => {
    left--
    if (left === 0) ring()
    else handle = setTimeout(tick, slice)
  }
  let handle = setTimeout(tick, slice)
  return () => clearTimeout(handle)
}

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
          const stop = start(fiber, millis, () => {
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
