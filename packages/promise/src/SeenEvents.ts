/**
 * Which events were dealt with, so that a repeated delivery is not.
 *
 * @since 0.1.0
 */
import * as OptionCheck from "@qurl/idempotency/Support/OptionCheck"
import { SeenEvents as Sdk } from "@qurl/sdk"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import { assertOptions, millis } from "./internal/options.js"

/**
 * How much is remembered.
 *
 * @since 0.1.0
 * @category models
 */
export interface SeenEventsOptions {
  /** How many events. The oldest is forgotten for a new one. Default: 10 000. */
  readonly capacity?: number | undefined
  /**
   * Milliseconds for which an event is remembered. The API gives up after about half a minute; an attacker who replays
   * an event does not. Default: 24 h.
   */
  readonly window?: number | undefined
}

const kinds: OptionCheck.Kinds<SeenEventsOptions> = { capacity: OptionCheck.count(1), window: millis }

/**
 * A memory of events in this process. Several processes behind one URL need one that they share, keyed by the event's
 * `id`.
 *
 * @since 0.1.0
 * @category constructors
 */
export class SeenEvents {
  readonly #seen: Sdk.SeenEvents

  /** Throws a `ConfigurationError` when the options are wrong. */
  constructor(options: SeenEventsOptions = {}) {
    assertOptions(options, kinds)
    this.#seen = Effect.runSync(Sdk.make(options))
  }

  /**
   * Calls `handle` unless the event was dealt with, or is just being; `false` says that it was not called. An event
   * whose handler throws or rejects is forgotten, so that the next delivery of it is dealt with.
   */
  async once(event: { readonly id: string }, handle: () => unknown): Promise<boolean> {
    const exit = await Effect.runPromiseExit(
      this.#seen.once(event, Effect.tryPromise({ try: async () => handle(), catch: (error) => error }))
    )
    if (Exit.isSuccess(exit)) return Option.isSome(exit.value)
    throw Cause.originalError(Cause.squash(exit.cause))
  }
}
