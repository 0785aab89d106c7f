/**
 * What every operation gives back, and what every call can set for itself.
 *
 * @since 0.1.0
 */
import type { Idempotent, Replayed } from "@qurl/idempotency"

/**
 * The answer's data and the story of the call.
 *
 * @since 0.1.0
 * @category models
 */
export interface Answered<out A> {
  readonly data: A
  readonly meta: {
    readonly status: number
    readonly requestId: string | undefined
    /** Whether the server repeated an answer that it had kept. */
    readonly replayed: Replayed
    /** The key that every attempt carried. Calling again with it and the same input is the same logical call. */
    readonly idempotencyKey: string | undefined
    readonly attempts: number
  }
}

/**
 * What one call sets for itself: its key, its policy, its limits in time.
 *
 * @since 0.1.0
 * @category models
 */
export type CallOptions = Omit<Idempotent.CallOptions, "operation">
