/**
 * Makes the caller's own `Effect.retry` or `Effect.timeout` around calls safe.
 *
 * An operation that is interrupted and run again makes a new key, and the server sees another call. Inside a pinned
 * region keys are remembered, even across interruption: running the region again is the same logical calls.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import { Run, Slots } from "./internal/keys/slots.js"

/**
 * Marks the region whose calls keep their keys when it runs again.
 *
 * @since 0.1.0
 * @category models
 */
export type Pin = <A, E, R>(region: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>

/**
 * The innermost run of a pinned region.
 *
 * @internal
 */
export class CurrentRun extends Context.Reference<CurrentRun>()("@qurl/idempotency/Pin/CurrentRun", {
  defaultValue: (): Run | undefined => undefined
}) {}

/**
 * A new pin. Make it once, outside the retry, and put it around what the retry repeats.
 *
 * A call is recognised by host, tenant, operation, method, path with query and body; identical calls are counted. A call
 * that is repeated inside the region keeps its key until it has ended with success or a stored rejection. A pin that is
 * made inside another pinned region takes its keys from there, so functions that pin their own calls can be pinned.
 * Concurrent runs of one region share its keys.
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
export const make: Effect.Effect<Pin> = Effect.map(CurrentRun, (outer) => {
  const slots = new Slots(outer)
  return (region) => Effect.suspend(() => Effect.provideService(region, CurrentRun, new Run(slots)))
})
