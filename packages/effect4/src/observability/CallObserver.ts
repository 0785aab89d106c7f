/**
 * Observes how calls end.
 *
 * @since 0.1.0
 */
import type * as Core from "@qurl/idempotency"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import { type Observer, observerId } from "../internal/references.js"

/**
 * End of a call: by an answer, a failure, interruption or a defect.
 *
 * @since 0.1.0
 * @category models
 */
export type CallEnd = Core.CallEnd

const none: Observer = { ended: () => Effect.void }

/**
 * The observer of the calls in reach of a layer; none by default. A layer around the call comes before the one that its
 * services were built with.
 *
 * An interrupted call cannot fail, so its caller learns neither its key nor what the server may have done. The observer
 * does: with the same key and input the call can be resumed. The call does not wait for it.
 *
 * @example
 * import { CallObserver } from "@qurl/effect4"
 * import { Console, Effect, Layer } from "effect"
 *
 * declare const program: Effect.Effect<void>
 *
 * const watched = Effect.provide(
 *   program,
 *   Layer.succeed(CallObserver, {
 *     ended: ({ endedBy, idempotencyKey, outcome }) =>
 *       endedBy === "interrupted" ? Console.warn(`${idempotencyKey} is ${outcome}`) : Effect.void
 *   })
 * )
 *
 * @since 0.1.0
 * @category tags
 */
export class CallObserver extends Context.Reference<Observer>(observerId, { defaultValue: () => none }) {}
