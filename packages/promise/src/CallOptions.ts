/**
 * What a single call may set for itself.
 *
 * @since 0.1.0
 */
import type { RetryPolicy } from "./RetryPolicy.js"

/**
 * Options of one call, which come before those of the client. A name that is not among them is refused.
 *
 * @since 0.1.0
 * @category models
 */
export interface CallOptions {
  /** The caller's own key, for example an upstream job id, in place of a generated one. For POST and PATCH only. */
  readonly idempotencyKey?: string | undefined
  readonly retry?: RetryPolicy | undefined
  /** Longest duration of one attempt, in milliseconds. Default: the policy's, 30 seconds. */
  readonly timeout?: number | undefined
  /** Longest duration of the whole call, in milliseconds. Default: the policy's, 2 minutes. */
  readonly deadline?: number | undefined
  /**
   * Ends the call: nothing more is sent, and it rejects with an `AbortError` that tells the key and what is known of the
   * call's effect.
   */
  readonly signal?: AbortSignal | undefined
}
