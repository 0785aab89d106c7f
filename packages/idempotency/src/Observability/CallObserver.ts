/**
 * Observes how calls end.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type { CallEnd } from "./Report.js"

export {
  /**
   * How a call has ended: by an answer, a failure, interruption or a defect.
   *
   * @since 0.1.0
   * @category models
   */
  type CallEnd
} from "./Report.js"

/**
 * An observer of calls.
 *
 * @since 0.1.0
 * @category models
 */
export interface Service {
  /**
   * Receives the end of every call that was ready to be sent, once. The call does not wait for it: it starts at once, may
   * run for ten seconds, and its failure is logged and changes nothing.
   */
  readonly ended: (end: CallEnd) => Effect.Effect<void>
}

const none: Service = { ended: () => Effect.void }

/**
 * True for the default, which needs no fiber.
 *
 * @internal
 */
export const isNone = (observer: Service): boolean => observer === none

/**
 * The observer of the calls in reach of a layer; none by default. A layer around the call comes before the one that its
 * client was built with.
 *
 * An interrupted call cannot fail, so its caller learns neither its key nor what the server may have done. The observer
 * does: with the same key and input the call can be resumed.
 *
 * @example
 * import { CallObserver } from "@qurl/idempotency"
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
export class CallObserver extends Context.Reference<CallObserver>()("@qurl/idempotency/Observability/CallObserver", {
  defaultValue: (): Service => none
}) {}
