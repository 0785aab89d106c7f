/**
 * How a call can fail. Every class tells what is known of the call's effect (`outcome`) and what to do next
 * (`message`).
 * The classes of calls that came to their own end are in `Failures`.
 *
 * No error holds a credential, a link or a target URL, so that any of them can be logged. Only a `DefectError` has a
 * `cause`: the bug itself, as it was thrown.
 * In messages and logs the idempotency key is shortened; the property `idempotencyKey` holds all of it.
 *
 * @since 0.1.0
 */
import type { EndedBy, Outcome } from "@qurl/idempotency"
import { describeAbort, describeDefect } from "./internal/abort.js"
import { brand } from "./internal/brand.js"

/**
 * Base class of everything that a call can fail with. Tell the classes apart by `instanceof`, by `name`, or by
 * `isQurlError(error, "RateLimitError")`, which recognizes errors of another copy of this package as well.
 *
 * @since 0.1.0
 * @category errors
 */
export abstract class QurlError extends Error {
  /** The name of the class. */
  declare readonly name: string
  /** The API's name of the operation, such as `batchCreate`; of a call that was aborted before it began, the method. */
  declare readonly operation: string
  /** Knowledge about the call's effect on the server. */
  declare readonly outcome: Outcome
  /** Reason why the attempts ended. */
  declare readonly endedBy: EndedBy | "interrupted" | "defect"
  /** The key that every attempt carried. Calling again with it and the same input is the same logical call. */
  declare readonly idempotencyKey?: string | undefined
  /** The server's name for the last answered request. */
  declare readonly requestId?: string | undefined
  /** Requests that may have reached the server. */
  declare readonly attempts: number
  /** When the server asked to be called again, in milliseconds since 1970. */
  declare readonly retryAt?: number | undefined
  /** The host that was called, as in `api.layerv.ai`; none if nothing was going to be sent. */
  declare readonly host?: string | undefined

  static {
    brand(this, "QurlError")
  }

  constructor(message: string, details: object) {
    super(message)
    Object.assign(this, details)
  }

  /** Name, message and fields for logs, with the key shortened. */
  declare readonly toJSON: () => object
}

/**
 * The call was aborted: by its `signal`, or because the client was closed. Nothing more is sent.
 *
 * `outcome` says what is known: `not sent`, or `unknown` when the server may have done it. Then call again with
 * `idempotencyKey` and the same input to find out without doing it twice.
 *
 * Next: when `outcome` is `unknown`, call again with `idempotencyKey` and the same input to find out.
 *
 * @since 0.1.0
 * @category errors
 */
export class AbortError extends QurlError {
  declare readonly name: "AbortError"
  declare readonly endedBy: "interrupted"
  declare readonly reason: "signal" | "closed"

  static {
    brand(this, "AbortError")
  }

  constructor(details: Pick<AbortError, "operation" | "outcome" | "attempts" | "reason"> & Partial<AbortError>) {
    super(describeAbort(details), { ...details, endedBy: "interrupted" })
  }
}

/**
 * A bug outside of this package, in a `fetch` of the caller's own for example, broke the call. `cause` is what was
 * thrown.
 *
 * Next: fix the bug. When `outcome` is not `not sent`, call again with `idempotencyKey` and the same input to find out
 * what
 * was done.
 *
 * @since 0.1.0
 * @category errors
 */
export class DefectError extends QurlError {
  declare readonly name: "DefectError"
  declare readonly endedBy: "defect"

  static {
    brand(this, "DefectError")
  }

  constructor(details: Pick<DefectError, "operation" | "outcome" | "attempts"> & Partial<DefectError>, cause: unknown) {
    super(describeDefect(details), { ...details, endedBy: "defect" })
    Object.defineProperty(this, "cause", { value: cause, configurable: true, writable: true })
  }
}
