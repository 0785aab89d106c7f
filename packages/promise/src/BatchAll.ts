/**
 * Creating any number of links: what `batchCreateAll` takes and gives.
 *
 * @since 0.1.0
 */
import type { CreateInput, RowResult } from "@qurl/sdk"
import type { ReadOptions } from "./CallOptions.js"
import type { QurlFailure } from "./Failures.js"
import { brand } from "./internal/brand.js"
import type { Plain } from "./internal/plain.js"

export type { RowResult }

/**
 * A row as it was given, with what became of it.
 *
 * @since 0.1.0
 * @category models
 */
export type BatchRow = RowResult & { readonly input: Plain<CreateInput> }

/**
 * How the rows are sent. Policy, timeout and deadline are those of each request.
 *
 * @since 0.1.0
 * @category models
 */
export interface BatchAllOptions extends ReadOptions {
  /** Rows per request, 1 to 100. Default: 100. */
  readonly chunkSize?: number | undefined
  /** Requests at once. All of them pass the gate that the calls of this client share. Default: 4. */
  readonly concurrency?: number | undefined
}

/**
 * A request was refused, or its answer was lost for good, and nothing more was sent after it. Every row was reported
 * before this error came.
 *
 * @since 0.1.0
 * @category errors
 */
export class BatchStoppedError extends Error {
  declare readonly name: "BatchStoppedError"
  readonly done: number
  readonly failed: number
  readonly unknown: number
  readonly notSent: number
  /** How the request failed that stopped the job. */
  readonly reason: QurlFailure

  static {
    brand(this, "BatchStoppedError")
  }

  constructor(
    message: string,
    details: Pick<BatchStoppedError, "done" | "failed" | "unknown" | "notSent" | "reason">
  ) {
    super(message)
    this.done = details.done
    this.failed = details.failed
    this.unknown = details.unknown
    this.notSent = details.notSent
    this.reason = details.reason
  }
}
