/**
 * Results and options that all operations share.
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
    /** Tells a replay of a stored answer from a first answer. */
    readonly replayed: Replayed
    /** The key that every attempt carried. Calling again with it and the same input is the same logical call. */
    readonly idempotencyKey: string | undefined
    readonly attempts: number
  }
}

/**
 * Options of one call: its key, its policy and its time limits.
 *
 * @since 0.1.0
 * @category models
 */
export type CallOptions = Omit<Idempotent.CallOptions, "operation">
