/**
 * How a call can fail. Every class tells what is known of the call's effect (`outcome`) and what to do next (`message`).
 *
 * No error holds a credential, a link or a target URL, so that any of them can be logged. Only a `DefectError` has a
 * `cause`: the bug itself, as it was thrown.
 * In messages and logs the idempotency key is shortened; the property `idempotencyKey` holds all of it.
 *
 * @since 0.1.0
 */
import { describeAbort, describeDefect } from "./internal/abort.js"
import { brand } from "./internal/brand.js"
import type { EndedBy, Outcome } from "./Result.js"

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
  /** What is known of the call's effect on the server. */
  declare readonly outcome: Outcome
  /** What ended the attempts. */
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

/** A call that came to its own end. */
abstract class Failed extends QurlError {
  /** The HTTP method of the operation. */
  declare readonly method: string
  declare readonly endedBy: EndedBy
}

/** A call that was refused. */
abstract class Refused extends Failed {
  /** The server's code: what to branch on. */
  declare readonly code?: string | undefined
  /** The server's text, cleaned of links, tokens and control characters. It may change at any time. */
  declare readonly detail?: string | undefined
  /**
   * The origin of the answer. `unknown`: it is not in the API's form and may come from a gateway, a proxy or a sign-in
   * page, so that it proves nothing.
   */
  declare readonly answeredBy?: "api" | "unknown" | undefined
}

/** A call that was refused by an answer. */
abstract class Answered extends Refused {
  declare readonly status: number
}

/**
 * The API key is missing, unknown or expired (401).
 *
 * @since 0.1.0
 * @category errors
 */
export class AuthenticationError extends Answered {
  declare readonly name: "AuthenticationError"

  static {
    brand(this, "AuthenticationError")
  }
}

/**
 * The credential lacks the scope, the plan or the ownership (403). `code` tells which: `quota_exceeded` is not
 * `insufficient_scope`.
 *
 * @since 0.1.0
 * @category errors
 */
export class AuthorizationError extends Answered {
  declare readonly name: "AuthorizationError"

  static {
    brand(this, "AuthorizationError")
  }
}

/**
 * There is no such thing, or somebody else owns it (404).
 *
 * @since 0.1.0
 * @category errors
 */
export class NotFoundError extends Answered {
  declare readonly name: "NotFoundError"

  static {
    brand(this, "NotFoundError")
  }
}

/**
 * The input is wrong. `source` tells who noticed: this client, before anything was sent, or the server (400, 422).
 *
 * @since 0.1.0
 * @category errors
 */
export class ValidationError extends Refused {
  declare readonly name: "ValidationError"
  declare readonly status?: number | undefined
  declare readonly source: "client" | "server"
  /** Each failing field, by its path (`items[3].label`), with what is wrong. */
  declare readonly invalidFields: Readonly<Record<string, string>>

  static {
    brand(this, "ValidationError")
  }
}

/**
 * The call clashes with the current state (409).
 *
 * @since 0.1.0
 * @category errors
 */
export class ConflictError extends Answered {
  declare readonly name: "ConflictError"

  static {
    brand(this, "ConflictError")
  }
}

/**
 * Used up, expired, revoked or closed for good (410).
 *
 * @since 0.1.0
 * @category errors
 */
export class GoneError extends Answered {
  declare readonly name: "GoneError"
  /** Present for a closed resource; `tombstonedAt` is an RFC 3339 instant. */
  declare readonly tombstone?: {
    readonly tombstonedAt?: string | undefined
    readonly finalAccessCount?: number | undefined
  } | undefined

  static {
    brand(this, "GoneError")
  }
}

/**
 * The idempotency key does not belong to this input: the server has seen it with another body (`mismatch`), this client
 * has (`reused`), or the server may have forgotten what it did under the key (`expired`). Never repeated.
 *
 * @since 0.1.0
 * @category errors
 */
export class IdempotencyConflictError extends Refused {
  declare readonly name: "IdempotencyConflictError"
  declare readonly status?: number | undefined
  declare readonly reason: "mismatch" | "reused" | "expired"

  static {
    brand(this, "IdempotencyConflictError")
  }
}

/**
 * An earlier request under the same key is still running, and did not end before the deadline.
 *
 * @since 0.1.0
 * @category errors
 */
export class IdempotencyInFlightError extends Answered {
  declare readonly name: "IdempotencyInFlightError"

  static {
    brand(this, "IdempotencyInFlightError")
  }
}

/**
 * Too many requests (429).
 *
 * @since 0.1.0
 * @category errors
 */
export class RateLimitError extends Answered {
  declare readonly name: "RateLimitError"

  static {
    brand(this, "RateLimitError")
  }
}

/**
 * The server or a gateway before it failed (5xx).
 *
 * @since 0.1.0
 * @category errors
 */
export class ServerError extends Answered {
  declare readonly name: "ServerError"

  static {
    brand(this, "ServerError")
  }
}

/**
 * No whole answer came back. `reason` says how far the last attempt got.
 *
 * @since 0.1.0
 * @category errors
 */
export class NetworkError extends Failed {
  declare readonly name: "NetworkError"
  declare readonly reason: "not sent" | "reset" | "body cut"
  /** The runtime's code, such as `ECONNREFUSED`, where it gives one. */
  declare readonly code?: string | undefined

  static {
    brand(this, "NetworkError")
  }
}

/**
 * The last attempt took too long, or the call did.
 *
 * @since 0.1.0
 * @category errors
 */
export class TimeoutError extends Failed {
  declare readonly name: "TimeoutError"

  static {
    brand(this, "TimeoutError")
  }
}

/**
 * The answer is none that the API gives: a redirect, a page of a proxy, a body that breaks the contract. It is never
 * followed or guessed at.
 *
 * @since 0.1.0
 * @category errors
 */
export class UnexpectedResponseError extends Refused {
  declare readonly name: "UnexpectedResponseError"
  declare readonly status?: number | undefined
  declare readonly reason: "redirect" | "status" | "too large" | "not json" | "contract"
  /** The properties that break the contract, where it is one. */
  declare readonly fields: ReadonlyArray<string>

  static {
    brand(this, "UnexpectedResponseError")
  }
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
 * A bug outside of this package, in a `fetch` of the caller's own for example, broke the call. `cause` is what was thrown.
 *
 * Next: fix the bug. When `outcome` is not `not sent`, call again with `idempotencyKey` and the same input to find out what
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

/**
 * All classes by name, so that `switch (error.name)` tells them apart.
 *
 * @since 0.1.0
 * @category errors
 */
export type QurlFailure =
  | AuthenticationError
  | AuthorizationError
  | NotFoundError
  | ValidationError
  | ConflictError
  | GoneError
  | IdempotencyConflictError
  | IdempotencyInFlightError
  | RateLimitError
  | ServerError
  | NetworkError
  | TimeoutError
  | UnexpectedResponseError
  | AbortError
  | DefectError
