/**
 * The failure of a bulk job as a whole.
 *
 * @since 0.1.0
 */
import * as Data from "effect/Data"
import type { QurlError } from "./QurlError.js"

/**
 * A request was refused, or its answer was lost for good, and nothing more was sent after it. Every row was reported
 * before this error came.
 *
 * Next: remove the cause, which `reason` tells, and run the job again with the same rows. Without a job, give the rows
 * that were not sent to a new call, and look what exists of those that are unknown.
 *
 * @since 0.1.0
 * @category errors
 */
export class BatchStoppedError extends Data.TaggedError("BatchStoppedError")<{
  readonly message: string
  /** Name of the job, if it has one. */
  readonly job?: string | undefined
  readonly done: number
  readonly failed: number
  readonly unknown: number
  readonly notSent: number
  /** Failure of the request that stopped the job. */
  readonly reason: QurlError
}> {}
