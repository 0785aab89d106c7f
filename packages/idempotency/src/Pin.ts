/**
 * Makes the caller's own `Effect.retry` or `Effect.timeout` around calls safe.
 *
 * An operation that is interrupted and run again makes a new key, and the server sees another call. Inside a pinned
 * region keys are remembered, also across interruption: running the region again is the same logical calls.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as Option from "effect/Option"

/**
 * Marks the region whose calls keep their keys when it is run again.
 *
 * @since 0.1.0
 * @category models
 */
export type Pin = <A, E, R>(region: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>

/** One run of a region: how often each call has occurred in it, and the keys that all runs share. */
interface Run {
  readonly keys: Map<string, Option.Option<string>>
  readonly occurrences: Map<string, number>
}

class CurrentRun extends Context.Reference<CurrentRun>()("@qurl/idempotency/Pin/CurrentRun", {
  defaultValue: (): Run | undefined => undefined
}) {}

/**
 * A new pin. It is made once, outside the retry, and put around what the retry repeats.
 *
 * @example
 * import { Pin } from "@qurl/idempotency"
 * import { Effect } from "effect"
 *
 * declare const invite: Effect.Effect<string, Error>
 *
 * const program = Effect.gen(function*() {
 *   const pin = yield* Pin.make
 *   return yield* pin(invite).pipe(Effect.timeout("5 seconds"), Effect.retry({ times: 3 }))
 * })
 *
 * @since 0.1.0
 * @category constructors
 */
export const make: Effect.Effect<Pin> = Effect.sync(() => {
  const keys: Run["keys"] = new Map()
  return (region) =>
    Effect.suspend(() => Effect.provideService(region, CurrentRun, { keys, occurrences: new Map<string, number>() }))
})

interface Remembered {
  readonly key: Option.Option<string>
  readonly pinned: boolean
}

/**
 * The key that an earlier run gave to this call, else the one that `mint` makes, kept for later runs.
 *
 * @internal
 */
export const remembered = <E>(
  identity: () => string,
  mint: Effect.Effect<Option.Option<string>, E>
): Effect.Effect<Remembered, E> =>
  Effect.flatMap(CurrentRun, (run): Effect.Effect<Remembered, E> => {
    if (run === undefined) return Effect.map(mint, (key) => ({ key, pinned: false }))
    const name = identity()
    const occurrence = (run.occurrences.get(name) ?? 0) + 1
    run.occurrences.set(name, occurrence)
    const slot = `${name} ${occurrence}`
    const known = run.keys.get(slot)
    if (known !== undefined) return Effect.succeed({ key: known, pinned: true })
    return Effect.map(mint, (key) => {
      run.keys.set(slot, key)
      return { key, pinned: false }
    })
  })
