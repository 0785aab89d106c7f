import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import { liveServices } from "effect/DefaultServices"

const liveClock = Context.get(liveServices, Clock.Clock)

/**
 * Milliseconds on a clock that never steps back. They count from 1970 by the wall clock of the moment at which the process
 * started, and drift apart from it when that clock is set. The live clock is read without big integers, which cost more
 * than the rest.
 */
export const monotonicMillis = (clock: Clock.Clock): number =>
  clock === liveClock
    ? Math.floor(performance.timeOrigin + performance.now())
    : Number(clock.unsafeCurrentTimeNanos() / 1_000_000n)

/** An instant of {@link monotonicMillis} on the wall clock as it is now. */
export const toWallClock = (clock: Clock.Clock, millis: number): number =>
  clock.unsafeCurrentTimeMillis() + millis - monotonicMillis(clock)
