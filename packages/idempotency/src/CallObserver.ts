/**
 * Who is told how calls end.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type { EndedBy } from "./Outcome.js"
import type { Report } from "./Report.js"

/**
 * How a call has ended, be it by an answer, by a failure or because its fiber was interrupted.
 *
 * @since 0.1.0
 * @category models
 */
export interface CallEnd extends Omit<Report, "endedBy"> {
  readonly method: string
  readonly endedBy: EndedBy | "interrupted"
  /** From the beginning of the call, waits and retries included. */
  readonly durationMillis: number
  /** How much of it was spent waiting at the gate. */
  readonly gateMillis: number
}

/**
 * An observer of calls.
 *
 * @since 0.1.0
 * @category models
 */
export interface Service {
  /** Told once of every call that was ready to be sent. */
  readonly ended: (end: CallEnd) => Effect.Effect<void>
}

/**
 * The observer of the calls in reach of a layer; nobody where there is none. A layer around the call comes before the
 * one that its client was built with.
 *
 * An interrupted call cannot fail, so that its caller learns neither its key nor whether the server may have done it.
 * The observer does: with the same key and input the call can be taken up again.
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
export class CallObserver extends Context.Reference<CallObserver>()("@qurl/idempotency/CallObserver", {
  defaultValue: (): Service => ({ ended: () => Effect.void })
}) {}
