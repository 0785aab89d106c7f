import * as DateTime from "effect/DateTime"
import * as Option from "effect/Option"

// The parser takes whatever it is given, and throws or returns none for what is not an instant.
const parse = Option.liftThrowable((value: unknown) => DateTime.make(value as DateTime.DateTime.Input))

export const isInstant = (value: unknown): boolean => Option.isSome(Option.flatten(parse(value)))

/** Greatest difference between the clocks of two machines. */
const skewMillis = 5 * 60_000

/** Returns whether an instant has passed, or may have on another machine. */
export const isPast = (value: unknown, now: number): boolean =>
  Option.exists(Option.flatten(parse(value)), (instant) => DateTime.toEpochMillis(instant) <= now + skewMillis)
