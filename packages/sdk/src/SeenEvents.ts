/**
 * Which events were dealt with, so that a repeated delivery is not.
 *
 * @since 0.1.0
 */
import * as OptionCheck from "@qurl/idempotency/Support/OptionCheck"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as Option from "effect/Option"
import type { ConfigurationError } from "./Configuration.js"
import { checkOptions } from "./internal/checks/checkOptions.js"

/**
 * How much is remembered.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /** How many events. The oldest is forgotten for a new one. Default: 10 000. */
  readonly capacity?: number | undefined
  /**
   * Time for which an event is remembered. The API gives up after about half a minute; an attacker who replays one does
   * not. Default: 24 h.
   */
  readonly window?: Duration.DurationInput | undefined
}

/**
 * A memory of events.
 *
 * @since 0.1.0
 * @category models
 */
export interface SeenEvents {
  /**
   * Runs the effect unless the event was dealt with, or is just being. None says that it was not run. An event whose
   * effect fails or is interrupted is forgotten, so that the next delivery of it is dealt with.
   */
  readonly once: <A, E, R>(
    event: { readonly id: string },
    effect: Effect.Effect<A, E, R>
  ) => Effect.Effect<Option.Option<A>, E, R>
}

/** Milliseconds on a monotonic clock: a wall clock that jumps ahead would let replayed events through. */
const now = Effect.map(Clock.currentTimeNanos, (nanos) => Number(nanos / 1_000_000n))

const kinds: OptionCheck.Kinds<Options> = { capacity: OptionCheck.count(1), window: OptionCheck.duration }

/**
 * A memory in this process. Several processes behind one URL need one that they share, keyed by the event's `id`.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (options: Options = {}): Effect.Effect<SeenEvents, ConfigurationError> =>
  Effect.map(checkOptions(options, kinds), () => {
    const capacity = options.capacity ?? 10_000
    const window = Duration.toMillis(options.window ?? "24 hours")
    /** When each was seen, the oldest first. */
    const seen = new Map<string, number>()

    const isNew = (id: string, now: number): boolean => {
      for (const [old, at] of seen) {
        if (at + window > now) break
        seen.delete(old)
      }
      if (seen.has(id)) return false
      const [oldest] = seen.keys()
      if (oldest !== undefined && seen.size >= capacity) seen.delete(oldest)
      seen.set(id, now)
      return true
    }

    return {
      once: ({ id }, effect) =>
        Effect.uninterruptibleMask((restore) =>
          Effect.flatMap(now, (now) =>
            isNew(id, now)
              ? restore(effect).pipe(
                Effect.onExit((exit) => Exit.isSuccess(exit) ? Effect.void : Effect.sync(() => seen.delete(id))),
                Effect.asSome
              )
              : Effect.succeedNone)
        )
    }
  })
