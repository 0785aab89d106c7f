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

/** A call's key, and who wants to know whether the server keeps an answer under it. */
interface Named {
  readonly key: Option.Option<string>
  readonly listeners: ReadonlyArray<(spent: boolean) => void>
}

/** One run of a region: how often each call has occurred in it, and the names that all runs share. */
interface Run {
  readonly names: Map<string, Named>
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
  const names: Run["names"] = new Map()
  return (region) =>
    Effect.suspend(() => Effect.provideService(region, CurrentRun, { names, occurrences: new Map<string, number>() }))
})

/**
 * The name that an earlier run gave to this call, else the one that `mint` makes, kept for later runs.
 *
 * @internal
 */
export const remembered = <E>(
  identity: () => string,
  mint: Effect.Effect<Named, E>
): Effect.Effect<Named & { readonly pinned: boolean }, E> =>
  Effect.flatMap(CurrentRun, (run): Effect.Effect<Named & { readonly pinned: boolean }, E> => {
    if (run === undefined) return Effect.map(mint, (named) => ({ ...named, pinned: false }))
    const call = identity()
    const occurrence = (run.occurrences.get(call) ?? 0) + 1
    run.occurrences.set(call, occurrence)
    const slot = `${call} ${occurrence}`
    const known = run.names.get(slot)
    if (known === undefined) {
      return Effect.map(mint, (named) => {
        run.names.set(slot, named)
        return { ...named, pinned: false }
      })
    }
    // The key is in use again: until this run has ended, nobody else may be given it.
    known.listeners.forEach((listener) => listener(true))
    return Effect.succeed({ ...known, pinned: true })
  })
