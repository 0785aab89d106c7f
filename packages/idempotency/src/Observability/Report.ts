/**
 * The account of a finished call.
 *
 * @since 0.1.0
 */
import type { EndedBy, Outcome, Replayed } from "../Outcome.js"

/**
 * The account of one logical call.
 *
 * @since 0.1.0
 * @category models
 */
export interface Report {
  readonly operation: string
  /** The key that every attempt carried. Calling again with it and the same input is the same logical call. */
  readonly idempotencyKey: string | undefined
  /** Requests that may have reached the server, polls included. */
  readonly attempts: number
  readonly outcome: Outcome
  readonly endedBy: EndedBy
  readonly replayed: Replayed
  /** The server's name for the last answered request. */
  readonly requestId: string | undefined
  /** When the server asked to be called again, in milliseconds since 1970. */
  readonly retryAt: number | undefined
}

/**
 * How a call has ended: by an answer, a failure, interruption or a defect.
 *
 * @since 0.1.0
 * @category models
 */
export interface CallEnd extends Omit<Report, "endedBy"> {
  readonly method: string
  readonly endedBy: EndedBy | "interrupted" | "defect"
  /** From the beginning of the call, waits and retries included. */
  readonly durationMillis: number
  /** Time spent waiting at the gate. */
  readonly gateMillis: number
}
