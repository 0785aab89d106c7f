/**
 * Policies that decide how often, how long and after which failures a call is retried.
 *
 * @since 0.1.0
 */
import type { Policy } from "@qurl/idempotency"
import { RetryPolicy as Core } from "@qurl/idempotency/RetryPolicy"
import * as Duration from "effect/Duration"

/**
 * A retry policy. Start from one of the presets and change what differs: `{ ...RetryPolicy.keyed, attempts: 6 }`. All
 * durations are in milliseconds.
 *
 * @since 0.1.0
 * @category models
 */
export interface RetryPolicy {
  /**
   * Writes that may be retried:
   * - `keyed`: lost answers and the retryable statuses, when a key was sent;
   * - `rejectedOnly`: only 429, when a key was sent;
   * - `unsafe`: as `keyed`, also without a key, which duplicates what the server had already done;
   * - `none`: nothing, and reads and deletes neither.
   */
  readonly repeat: "keyed" | "rejectedOnly" | "unsafe" | "none"
  /** Requests per call, the first included. Waiting for a call in flight does not count. */
  readonly attempts: number
  /** Longest duration of one attempt, its body included. */
  readonly attemptTimeout: number
  /** Longest duration of the whole call: attempts, waits and bodies. */
  readonly deadline: number
  readonly backoff: Backoff
  /** Statuses after which a keyed write is repeated, where the operation does not fix them. Default: the API's. */
  readonly statuses?: ReadonlyArray<429 | 502 | 503 | 504> | undefined
}

/**
 * The waits between attempts: `base` times `factor` for each attempt made, up to `cap`, lengthened by a random share of
 * up to `jitter`.
 *
 * @since 0.1.0
 * @category models
 */
export interface Backoff {
  /** In milliseconds. */
  readonly base: number
  readonly factor: number
  /** In milliseconds. */
  readonly cap: number
  /** 0.5 lengthens a wait by 0 to 50 %. It never shortens one. */
  readonly jitter: number
}

const plain = (policy: Policy): RetryPolicy =>
  Object.freeze({
    ...policy,
    attemptTimeout: Duration.toMillis(policy.attemptTimeout),
    deadline: Duration.toMillis(policy.deadline),
    backoff: Object.freeze({
      ...policy.backoff,
      base: Duration.toMillis(policy.backoff.base),
      cap: Duration.toMillis(policy.backoff.cap)
    })
  })

/**
 * The presets.
 *
 * @since 0.1.0
 * @category constructors
 */
export const RetryPolicy: {
  /** Writes are repeated under their key, never without one: 4 attempts, 30 s each, 2 min together. The default. */
  readonly keyed: RetryPolicy
  /** Writes are repeated after 429 only, when the server has said that it did nothing. */
  readonly rejectedOnly: RetryPolicy
  /** Every request is sent once. Writes carry their key all the same, since something below may resend them. */
  readonly none: RetryPolicy
  /** Repeats writes without a key as well. **A lost answer then duplicates what the server had already done.** */
  readonly unsafe: RetryPolicy
} = {
  keyed: plain(Core.keyed),
  rejectedOnly: plain(Core.rejectedOnly),
  none: plain(Core.none),
  unsafe: plain(Core.unsafe)
}
