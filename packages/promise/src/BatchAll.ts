/**
 * Creating any number of links: what `batchCreateAll` takes and gives.
 *
 * @since 0.1.0
 */
import type { ReadOptions } from "./CallOptions.js"
import { brand } from "./internal/brand.js"
import type { QurlFailure } from "./QurlError.js"
import type { CreateInput } from "./Qurls.js"

/**
 * What became of one row. Every row of the input has exactly one of these.
 *
 * - `done`: there is a link. It is a credential that is never readable again.
 * - `failed`: there is none, for good. `code` says why: `client_validation` when the row is wrong and was not sent, else
 *   the server's code. `invalidFields` names the fields of a wrong row with what is wrong and what to do.
 * - `unknown`: the answer was lost, and there may be a link.
 * - `not sent`: the job was stopped before, or the server refused the request that the row was in. There is no link.
 *
 * @since 0.1.0
 * @category models
 */
export type RowResult =
  | {
    readonly index: number
    readonly idempotencyKey?: string | undefined
    readonly status: "done"
    readonly resource_id: string
    readonly qurl_link: string
    readonly qurl_site: string
    readonly branded_domain?: string | undefined
    /** RFC 3339 instant. */
    readonly expires_at?: string | undefined
  }
  | {
    readonly index: number
    readonly idempotencyKey?: string | undefined
    readonly status: "failed"
    readonly code: string
    readonly problem: string
    readonly invalidFields?: Readonly<Record<string, string>> | undefined
  }
  | { readonly index: number; readonly idempotencyKey?: string | undefined; readonly status: "unknown" }
  | { readonly index: number; readonly status: "not sent" }

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
