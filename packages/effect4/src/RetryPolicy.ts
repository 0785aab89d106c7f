/**
 * Policies that decide which failures of a call are retried, and when.
 *
 * @since 0.1.0
 */
import type { Policy as Policy3, RetryInput } from "@qurl/idempotency"
import { RetryPolicy as Core } from "@qurl/idempotency/RetryPolicy"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Layer from "effect/Layer"
import * as Duration3 from "effect3/Duration"
import type { Native } from "./internal/native.js"
import { retryPolicyId } from "./internal/references.js"
import { pair } from "./internal/values.js"

/**
 * A retry policy. A policy that is wrong makes every call fail with a `ValidationError` before anything is sent.
 *
 * @since 0.1.0
 * @category models
 */
export type Policy = Native<Policy3>

/**
 * A policy of which only the differences from `RetryPolicy.keyed` are given.
 *
 * @since 0.1.0
 * @category models
 */
export type Input = Native<RetryInput>

const millis = (duration: Duration3.DurationInput) => Duration.millis(Duration3.toMillis(duration))

const preset = (policy: Policy3): Policy =>
  pair({
    ...policy,
    attemptTimeout: millis(policy.attemptTimeout),
    deadline: millis(policy.deadline),
    backoff: { ...policy.backoff, base: millis(policy.backoff.base), cap: millis(policy.backoff.cap) }
  }, policy)

const keyed = preset(Core.keyed)

/**
 * The policy of the calls in reach of a layer; `RetryPolicy.keyed` if there is none.
 *
 * @example
 * import { RetryPolicy } from "@qurl/effect4"
 * import { Effect } from "effect"
 *
 * declare const program: Effect.Effect<void>
 *
 * const patient = Effect.provide(program, RetryPolicy.layer({ attempts: 8 }))
 *
 * @since 0.1.0
 * @category tags
 */
export class RetryPolicy extends Context.Reference<Policy>(retryPolicyId, { defaultValue: () => keyed }) {
  /** Writes are repeated under their key, never without one: 4 attempts, 30 s each, 2 min together. The default. */
  static readonly keyed: Policy = keyed

  /** Writes are repeated after 429 only, when the server has said that it did nothing. */
  static readonly rejectedOnly: Policy = preset(Core.rejectedOnly)

  /** Every request is sent once. Writes carry their key all the same, since something below may resend them. */
  static readonly none: Policy = preset(Core.none)

  /** Repeats writes without a key as well. **A lost answer then duplicates what the server had already done.** */
  static readonly unsafe: Policy = preset(Core.unsafe)

  /** Completes a policy from `keyed`. */
  static readonly make = (input: Input): Policy => ({
    ...keyed,
    ...input,
    backoff: { ...keyed.backoff, ...input.backoff }
  })

  /** A layer that makes this the policy of everything it is provided to. `keyed` fills in what is left out. */
  static readonly layer = (input: Input): Layer.Layer<never> => Layer.succeed(RetryPolicy, RetryPolicy.make(input))
}
