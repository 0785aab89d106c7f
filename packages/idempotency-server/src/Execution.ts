/**
 * Execution of a handler under its key: child keys, verdicts on its answer, and the fencing token.
 *
 * @example
 * import { HttpServerResponse } from "@effect/platform"
 * import { Execution } from "@qurl/idempotency-server"
 * import { Effect } from "effect"
 *
 * const handler = Effect.gen(function*() {
 *   const key = yield* Execution.childKey("charge the card")
 *   // ... call the payment provider with `key`: a repeated execution sends the same ...
 *   return HttpServerResponse.unsafeJson({ charged: key.length > 0 })
 * })
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"

/**
 * Verdict of a handler on its own answer. The last one counts.
 *
 * - `keep`: it is final, whatever its status.
 * - `withhold`: it is final, and its body must not be kept.
 * - `no effect`: nothing was done, so that the key may be used for the same request again.
 *
 * @since 0.1.0
 * @category models
 */
export type Verdict = "keep" | "withhold" | "no effect"

/**
 * An execution. Without a key there is one, too; it keeps nothing, and its child keys are random.
 *
 * @since 0.1.0
 * @category models
 */
export interface Service {
  readonly childKey: (step: string) => Effect.Effect<string>
  readonly say: (verdict: Verdict) => Effect.Effect<void>
  readonly keepFor: (retention: Duration.DurationInput) => Effect.Effect<void>
  /** Fencing token: grows whenever the key gets another owner. 0 without a key. */
  readonly fence: number
  /** Ends when the execution has lost its key to another owner. It is interrupted then. */
  readonly lost: Effect.Effect<void>
}

/**
 * The execution that a handler is part of.
 *
 * @since 0.1.0
 * @category tags
 */
export class Execution extends Context.Reference<Execution>()("@qurl/idempotency-server/Execution", {
  defaultValue: (): Service => ({
    childKey: () => Effect.sync(() => crypto.randomUUID()),
    say: () => Effect.void,
    keepFor: () => Effect.void,
    fence: 0,
    lost: Effect.never
  })
}) {}

/**
 * A key for a call that the handler makes: the same whenever the same request is executed again, another for each step.
 *
 * @since 0.1.0
 * @category combinators
 */
export const childKey = (step: string): Effect.Effect<string> =>
  Effect.flatMap(Execution, (execution) => execution.childKey(step))

/**
 * The answer is final, also one that would not be kept by its status.
 *
 * @since 0.1.0
 * @category combinators
 */
export const keep: Effect.Effect<void> = Effect.flatMap(Execution, ({ say }) => say("keep"))

/**
 * The answer is final, and its body is not kept: for secrets that are shown once.
 *
 * @since 0.1.0
 * @category combinators
 */
export const withhold: Effect.Effect<void> = Effect.flatMap(Execution, ({ say }) => say("withhold"))

/**
 * Nothing was done, whatever the answer says: the same request may be executed again under its key.
 *
 * @since 0.1.0
 * @category combinators
 */
export const noEffect: Effect.Effect<void> = Effect.flatMap(Execution, ({ say }) => say("no effect"))

/**
 * Sets how long this answer is kept, ten years at most.
 *
 * @since 0.1.0
 * @category combinators
 */
export const keepFor = (retention: Duration.DurationInput): Effect.Effect<void> =>
  Effect.flatMap(Execution, (execution) => execution.keepFor(retention))

/**
 * Fencing token for systems downstream. A server that slept past its lease may wake up beside its successor. Hand the
 * token along with every write, and let the receiver refuse a token that is smaller than the greatest it has seen for
 * the same key.
 *
 * @since 0.1.0
 * @category combinators
 */
export const fence: Effect.Effect<number> = Effect.map(Execution, (execution) => execution.fence)

/**
 * Ends when the execution has lost its key to another owner, shortly before it is interrupted: for work that cannot be
 * interrupted, such as a worker or another process that needs a signal to stop.
 *
 * @since 0.1.0
 * @category combinators
 */
export const lost: Effect.Effect<void> = Effect.flatMap(Execution, (execution) => execution.lost)
