/**
 * Options of a single call.
 *
 * @since 0.1.0
 */
import type { RetryPolicy } from "./RetryPolicy.js"

/**
 * Options of a call that sends no idempotency key: a read or a delete. They come before those of the client. A name
 * that is not among them is refused.
 *
 * @since 0.1.0
 * @category models
 */
export interface ReadOptions {
  /** Decides which failures are retried, and when. Default: `RetryPolicy.keyed`. */
  readonly retry?: RetryPolicy | undefined
  /** Longest duration of one attempt, in milliseconds. Default: the policy's, 30 seconds. */
  readonly timeout?: number | undefined
  /** Longest duration of the whole call, in milliseconds. Default: the policy's, 2 minutes. */
  readonly deadline?: number | undefined
  /**
   * Ends the call: nothing more is sent, and it rejects with an `AbortError` that tells the key and what is known of
   * the call's effect.
   */
  readonly signal?: AbortSignal | undefined
}

/**
 * Options of a write: those of a read, and the key.
 *
 * @since 0.1.0
 * @category models
 */
export interface CallOptions extends ReadOptions {
  /** The caller's own key, for example an upstream job id, in place of a generated one. */
  readonly idempotencyKey?: string | undefined
}
