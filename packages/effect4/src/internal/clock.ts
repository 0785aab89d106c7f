import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Clock3 from "effect3/Clock"
import * as Duration3 from "effect3/Duration"
import * as Effect3 from "effect3/Effect"

const live = Context.get(Context.empty(), Clock.Clock)

/** Difference between the wall clock and the monotonic one, in nanoseconds, as it was when a clock was first seen. */
const offsets = new WeakMap<Clock.Clock, bigint>()

const offsetOf = (clock: Clock.Clock): bigint => {
  const known = offsets.get(clock)
  if (known !== undefined) return known
  const offset = clock.currentTimeNanosUnsafe() - clock.monotonicTimeNanosUnsafe()
  offsets.set(clock, offset)
  return offset
}

/**
 * The clock of a context, for the engine; none if it is the clock of the machine, which the engine has itself. The engine
 * takes nanoseconds to be monotonic.
 */
export const fromContext = (context: Context.Context<never>): Clock3.Clock | undefined => {
  const clock = Context.get(context, Clock.Clock)
  if (clock === live) return undefined
  const offset = offsetOf(clock)
  const run = Effect.runForkWith(context)
  const millis = () => clock.currentTimeMillisUnsafe()
  const nanos = () => clock.monotonicTimeNanosUnsafe() + offset
  return {
    [Clock3.ClockTypeId]: Clock3.ClockTypeId,
    unsafeCurrentTimeMillis: millis,
    unsafeCurrentTimeNanos: nanos,
    currentTimeMillis: Effect3.sync(millis),
    currentTimeNanos: Effect3.sync(nanos),
    sleep: (duration) =>
      Effect3.async<void>((resume) => {
        const fiber = run(clock.sleep(Duration.millis(Duration3.toMillis(duration))))
        fiber.addObserver(() => resume(Effect3.void))
        return Effect3.sync(() => fiber.interruptUnsafe())
      })
  }
}
