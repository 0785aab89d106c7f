import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import { liveServices } from "effect/DefaultServices"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as Fiber from "effect/Fiber"
import * as FiberId from "effect/FiberId"

export interface Timer {
  readonly clear: () => void
}

/** The longest delay of a timer; a longer one would fire at once. */
const longest = 2 ** 31 - 1

const liveClock = Context.get(liveServices, Clock.Clock)

const never: Timer = { clear: () => {} }

/** Calls `ring` when so many milliseconds have passed on the fiber's clock. The clock of a test needs a fiber to wait. */
export const start = (fiber: Fiber.RuntimeFiber<unknown, unknown>, millis: number, ring: () => void): Timer => {
  const clock = Context.get(fiber.currentDefaultServices, Clock.Clock)
  if (clock !== liveClock) {
    const waiting = Effect.runFork(Effect.tap(clock.sleep(Duration.millis(millis)), () => Effect.sync(ring)))
    return { clear: () => waiting.unsafeInterruptAsFork(FiberId.none) }
  }
  if (millis > longest) return never
  const handle = setTimeout(ring, millis)
  return { clear: () => clearTimeout(handle) }
}
