/**
 * Timers that cost no fiber. They run on the fiber's clock all the same, so that the clock of a test moves them.
 *
 * @since 0.1.0
 */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import { liveServices } from "effect/DefaultServices"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as Fiber from "effect/Fiber"
import * as FiberId from "effect/FiberId"

/** The longest delay of a timer of the runtime; a longer one would fire at once. */
const longest = 2 ** 31 - 1

const liveClock = Context.get(liveServices, Clock.Clock)

const nothing = (): void => {}

/**
 * Calls `ring` once after so many milliseconds on the fiber's clock, and never if they are infinite. The returned
 * function stops it. Zero, a negative number and NaN ring on the next turn, never before this returns.
 *
 * The time is counted in `slices` (default: 1), each begun when the process comes to it: of a stretch in which it only
 * computes, one slice counts at most.
 *
 * @example
 * import { Timer } from "@qurl/idempotency"
 * import { Effect } from "effect"
 *
 * const rung = Effect.withFiberRuntime<string>((fiber) =>
 *   Effect.async((resume) => {
 *     const stop = Timer.start(fiber, 1000, () => resume(Effect.succeed("a second has passed")))
 *     return Effect.sync(stop)
 *   })
 * )
 *
 * @since 0.1.0
 * @category constructors
 */
export const start = (
  fiber: Fiber.RuntimeFiber<unknown, unknown>,
  millis: number,
  ring: () => void,
  slices = 1
): () => void => {
  if (millis === Infinity) return nothing
  const clock = Context.get(fiber.currentDefaultServices, Clock.Clock)
  const wait = millis > 0 ? millis : 0
  // Only the clock of a test needs a fiber to wait. A sleep of nothing would ring before this returns.
  if (clock !== liveClock) {
    const sleep = wait > 0 ? clock.sleep(Duration.millis(wait)) : Effect.yieldNow()
    const waiting = Effect.runFork(Effect.zipRight(sleep, Effect.sync(ring)))
    return () => waiting.unsafeInterruptAsFork(FiberId.none)
  }
  let left = Math.max(slices, Math.ceil(wait / longest))
  const slice = wait / left
  const tick = () => {
    left--
    if (left === 0) ring()
    else handle = setTimeout(tick, slice)
  }
  let handle = setTimeout(tick, slice)
  return () => clearTimeout(handle)
}
