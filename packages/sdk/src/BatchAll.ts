/**
 * Creating any number of links: what `Qurl.batchCreateAll` takes and gives.
 *
 * @since 0.1.0
 */
import { loggable } from "@qurl/idempotency/Support/Loggable"
import type * as Duration from "effect/Duration"
import * as Schema from "effect/Schema"
import type { CreateInput, ReadOptions } from "./Input.js"
import type { JobError, JournalError } from "./Journal.js"
import * as E from "./QurlError.js"
import type { RowResult } from "./RowResult.js"

/**
 * A row as it was given, with what became of it.
 *
 * @since 0.1.0
 * @category models
 */
export type BatchRow = RowResult & { readonly input: CreateInput }

/**
 * How the rows are sent. Policy, timeout and deadline are those of each request.
 *
 * @since 0.1.0
 * @category models
 */
export interface BatchAllOptions extends ReadOptions {
  /**
   * The name of the job in the `Journal` that is provided. Running the same job again resumes where it stopped, and
   * nothing is created twice. Without a name nothing is written down, and keys come from the `KeyGenerator`.
   */
  readonly job?: string | undefined
  /** Rows per request, 1 to 100. A job keeps the number it began with. Default: 100. */
  readonly chunkSize?: number | undefined
  /** Requests at once. All of them pass the gate that the calls of this client share. Default: 4. */
  readonly concurrency?: number | undefined
  /**
   * Lets several workers, on any machines, run this job at once. Each reads the same rows, claims chunks of its own,
   * takes over those of a worker that died under their old keys, and emits the rows that it settled; `Journal.results`
   * has all. Needs a `job` and a journal that can be shared, such as the one in PostgreSQL.
   *
   * @default false
   */
  readonly shared?: boolean | undefined
  /** Time for which the server keeps the answers of used keys. Default: 24 hours. */
  readonly retention?: Duration.DurationInput | undefined
}

const described = (counts: { done: number; failed: number; notSent: number; unknown: number }): string =>
  `${counts.done} done, ${counts.failed} failed, ${counts.unknown} unknown, ${counts.notSent} not sent`

const explained = (stopped: Omit<BatchStoppedError, "message">): string => {
  const next = stopped.job === undefined
    ? "Give the rows that were not sent to a new call once the cause is gone. Rows that are unknown may have a link: "
      + "look what exists before you send them again."
    : `Run job ${
      JSON.stringify(stopped.job)
    } again with the same rows once the cause is gone: it goes on from here and `
      + "finds out what is unknown."
  return `batchCreateAll stopped: ${described(stopped)}. ${next} The cause: ${stopped.reason.message}`
}

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
export class BatchStoppedError extends Schema.TaggedError<BatchStoppedError>()("BatchStoppedError", {
  job: Schema.optional(Schema.String),
  done: Schema.Number,
  failed: Schema.Number,
  unknown: Schema.Number,
  notSent: Schema.Number,
  /** How the request failed that stopped the job. */
  reason: Schema.Union(
    E.AuthenticationError,
    E.AuthorizationError,
    E.NotFoundError,
    E.ValidationError,
    E.ConflictError,
    E.GoneError,
    E.IdempotencyConflictError,
    E.IdempotencyInFlightError,
    E.RateLimitError,
    E.ServerError,
    E.NetworkError,
    E.TimeoutError,
    E.UnexpectedResponseError
  )
}) {
  static {
    loggable(this)
  }

  override readonly message: string = explained(this)
}

/**
 * Everything `batchCreateAll` can fail with, besides what the input itself fails with. Single rows that fail are
 * results and no errors; a `ValidationError` is about the options.
 *
 * @since 0.1.0
 * @category errors
 */
export type BatchAllError = BatchStoppedError | E.ValidationError | JobError | JournalError
