/**
 * Options and errors of `Qurl.batchCreateAll`.
 *
 * @since 0.1.0
 */
import type * as Sdk from "@qurl/sdk"
import * as Data from "effect/Data"
import type { ReadOptions } from "./Input.js"
import type { QurlError } from "./QurlError.js"

/**
 * Options of the requests that send the rows. Policy, timeout and deadline are those of each request.
 *
 * @since 0.1.0
 * @category models
 */
export interface BatchAllOptions extends ReadOptions, Pick<Sdk.BatchAllOptions, "chunkSize" | "concurrency"> {}

/**
 * A request was refused, or its answer was lost for good, and nothing more was sent after it. Every row was reported
 * before this error came.
 *
 * Next: remove the cause, which `reason` tells. Give the rows that were not sent to a new call, and look what exists of
 * those that are unknown.
 *
 * @since 0.1.0
 * @category errors
 */
export class BatchStoppedError extends Data.TaggedError("BatchStoppedError")<{
  readonly message: string
  readonly done: number
  readonly failed: number
  readonly unknown: number
  readonly notSent: number
  /** Failure of the request that stopped the job. */
  readonly reason: QurlError
}> {}
