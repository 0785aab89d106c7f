/**
 * Remembers which events were handled, so that a repeated delivery is not.
 *
 * @since 0.1.0
 */
import * as Sdk from "@qurl/sdk/SeenEvents"
import * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import type { ConfigurationError } from "./errors/ConfigurationError.js"
import { toError } from "./internal/failures.js"
import { fromEngine } from "./internal/fromEngine.js"
import type { Native } from "./internal/native.js"
import { toOption } from "./internal/option.js"
import { toEngine } from "./internal/toEngine.js"
import { toValue3 } from "./internal/values.js"

/**
 * Bounds of the memory.
 *
 * @since 0.1.0
 * @category models
 */
export type Options = Native<Sdk.Options>

/**
 * A memory of events.
 *
 * @since 0.1.0
 * @category models
 */
export interface SeenEvents {
  /**
   * Runs the effect unless the event was handled, or is being handled. None says that it was not run. An event whose
   * effect fails or is interrupted is forgotten, so that the next delivery of it is handled.
   */
  readonly once: <A, E, R>(
    event: { readonly id: string },
    effect: Effect.Effect<A, E, R>
  ) => Effect.Effect<Option.Option<A>, E, R>
}

/**
 * A memory in this process. Several processes behind one URL need one that they share, keyed by the event's `id`.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (options: Options = {}): Effect.Effect<SeenEvents, ConfigurationError> =>
  Effect.map(fromEngine(Sdk.make(toValue3(options)), toError), (seen) => ({
    once: <A, E, R>(event: { readonly id: string }, effect: Effect.Effect<A, E, R>) =>
      Effect.flatMap(Effect.context<R>(), (context) =>
        Effect.map(
          fromEngine(seen.once(event, toEngine(Effect.provideContext(effect, context))), (error: E) => error),
          toOption
        ))
  }))
