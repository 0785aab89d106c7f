/**
 * How a call can fail. Every class tells what is known of the call's effect (`outcome`) and what to do next
 * (`message`).
 * No class holds a foreign error, a credential, a link or a target URL, so that any of them can be logged or sent on.
 * In messages and logs the idempotency key is shortened; the property `idempotencyKey` holds all of it.
 *
 * @since 0.1.0
 */
import { loggable } from "@qurl/idempotency/Support/Loggable"
import * as Schema from "effect/Schema"
import { answered, story } from "./internal/errors/errorFields.js"
import { describe, lookBetween } from "./internal/errors/message.js"

/**
 * The API key is missing, unknown or expired (401).
 *
 * Next: check `QURL_API_KEY`, or the JWT: billing, usage and API keys want one. The same call under its key is safe
 * then.
 *
 * @since 0.1.0
 * @category errors
 */
export class AuthenticationError extends Schema.TaggedError<AuthenticationError>()("AuthenticationError", answered) {
  static {
    loggable(this)
  }

  override readonly message: string = describe(this, "the credential was refused", "Check QURL_API_KEY.")
}

/**
 * The credential lacks the scope, the plan or the ownership (403). `code` tells which: `quota_exceeded` is not
 * `insufficient_scope`.
 *
 * Next: give the credential the scope, or raise the limit of the plan. It fails again until then.
 *
 * @since 0.1.0
 * @category errors
 */
export class AuthorizationError extends Schema.TaggedError<AuthorizationError>()("AuthorizationError", answered) {
  static {
    loggable(this)
  }

  override readonly message: string = describe(
    this,
    "the credential may not do this",
    "Check its scopes and the limits of the plan."
  )
}

/**
 * The target does not exist, or belongs to another account (404).
 *
 * Next: check the id and the credential's account. A delete that finds nothing after its own lost attempt succeeds, if
 * the
 * API itself says so.
 *
 * @since 0.1.0
 * @category errors
 */
export class NotFoundError extends Schema.TaggedError<NotFoundError>()("NotFoundError", answered) {
  static {
    loggable(this)
  }

  override readonly message: string = describe(
    this,
    "the target does not exist, or belongs to another account",
    "Check the id."
  )
}

/**
 * The input is wrong. `source` says where that was noticed: in this client, before anything was sent, or on the server
 * (400, 422).
 *
 * Next: fix the fields that `invalidFields` names. If `source` is `server` and `outcome` is `rejected`, call again with
 * a
 * new key: the server keeps its refusal under the old one.
 *
 * @since 0.1.0
 * @category errors
 */
export class ValidationError extends Schema.TaggedError<ValidationError>()("ValidationError", {
  ...answered,
  status: Schema.optional(Schema.Number),
  source: Schema.Literal("client", "server"),
  /** Each failing field, by its path (`items[3].label`), with what is wrong. */
  invalidFields: Schema.Record({ key: Schema.String, value: Schema.String })
}) {
  static {
    loggable(this)
  }

  override readonly message: string = describe(
    this,
    this.source === "client" ? "the input is wrong" : "the server refused the input",
    ""
  )
}

/**
 * The call clashes with the current state (409).
 *
 * Next: go by `outcome`. If it is `rejected`, remove the cause that `code` names and call again with a new key: the
 * server
 * keeps this answer under the old one. If it is `unknown`, the API does not document this conflict, and it may mean
 * that
 * an earlier attempt is still running: call again with `idempotencyKey` and the same input.
 *
 * @since 0.1.0
 * @category errors
 */
export class ConflictError extends Schema.TaggedError<ConflictError>()("ConflictError", answered) {
  static {
    loggable(this)
  }

  override readonly message: string = describe(
    this,
    "it clashes with the current state",
    this.outcome === "rejected"
      ? "The server keeps this answer under its key: call again with a new key once the cause is gone."
      : ""
  )
}

/**
 * Used up, expired, revoked or closed for good (410).
 *
 * Next: if `outcome` is `rejected`, create a new one: nothing brings this one back. Otherwise go by `outcome`.
 *
 * @since 0.1.0
 * @category errors
 */
export class GoneError extends Schema.TaggedError<GoneError>()("GoneError", {
  ...answered,
  /** Present for a closed resource. */
  tombstone: Schema.optional(Schema.Struct({
    /** RFC 3339 instant. */
    tombstonedAt: Schema.optional(Schema.String),
    finalAccessCount: Schema.optional(Schema.Number)
  }))
}) {
  static {
    loggable(this)
  }

  override readonly message: string = describe(
    this,
    "it was used up, has expired or was revoked",
    this.outcome === "rejected" ? "Nothing brings it back: create a new one." : ""
  )
}

/**
 * The idempotency key does not belong to this input: the server has seen it with another body (`mismatch`), this client
 * has (`reused`), or the server may have forgotten what it did under the key (`expired`). Never repeated.
 *
 * Next: use a new key for a new call, or send the first input again to learn its result. When the key has `expired`,
 * look up what exists first.
 *
 * @since 0.1.0
 * @category errors
 */
export class IdempotencyConflictError
  extends Schema.TaggedError<IdempotencyConflictError>()("IdempotencyConflictError", {
    ...answered,
    status: Schema.optional(Schema.Number),
    reason: Schema.Literal("mismatch", "reused", "expired")
  })
{
  static {
    loggable(this)
  }

  override readonly message: string = describe(
    this,
    this.reason === "expired"
      ? "the idempotency key is too old to be safe"
      : "the idempotency key was used for another input",
    // Where this client has noticed, the detail says what to do.
    this.reason === "mismatch" && this.outcome === "rejected"
      ? "Use a new key for a new call, or the first input to learn its result."
      : ""
  )
}

/**
 * An earlier request under the same key is still running, and did not end before the deadline.
 *
 * Next: call again later with `idempotencyKey` and the same input: it yields the result of the first request.
 *
 * @since 0.1.0
 * @category errors
 */
export class IdempotencyInFlightError
  extends Schema.TaggedError<IdempotencyInFlightError>()("IdempotencyInFlightError", answered)
{
  static {
    loggable(this)
  }

  override readonly message: string = describe(this, "an earlier request under this key is still running", "")
}

/**
 * Too many requests (429).
 *
 * Next: call again after `retryAt`, with `idempotencyKey` unless `outcome` is `rejected`: then nothing was done.
 *
 * @since 0.1.0
 * @category errors
 */
export class RateLimitError extends Schema.TaggedError<RateLimitError>()("RateLimitError", answered) {
  static {
    loggable(this)
  }

  override readonly message: string = describe(
    this,
    "too many requests",
    this.retryAt === undefined ? "Wait before calling again." : ""
  )
}

/**
 * The server or a gateway before it failed (5xx).
 *
 * Next: go by `outcome`. When it is `unknown`, call again with `idempotencyKey` and the same input; the policy repeats
 * such answers when its `statuses` say so.
 *
 * @since 0.1.0
 * @category errors
 */
export class ServerError extends Schema.TaggedError<ServerError>()("ServerError", answered) {
  static {
    loggable(this)
  }

  override readonly message: string = describe(this, "the server failed", "")
}

const broken = ({ host = "the server", reason }: Pick<NetworkError, "host" | "reason">): string => {
  switch (reason) {
    case "not sent":
      return `${host} could not be reached`
    case "reset":
      return `the connection to ${host} broke before an answer came`
    case "body cut":
      return `the connection to ${host} broke within the answer`
  }
}

/**
 * No whole answer came back. `reason` says how far the last attempt got.
 *
 * Next: go by `outcome`. When it is `unknown`, call again with `idempotencyKey` and the same input. When nothing was
 * sent, check `QURL_API_URL` and the network.
 *
 * @since 0.1.0
 * @category errors
 */
export class NetworkError extends Schema.TaggedError<NetworkError>()("NetworkError", {
  ...story,
  reason: Schema.Literal("not sent", "reset", "body cut"),
  /** The runtime's code, such as `ECONNREFUSED`, where it gives one. */
  code: Schema.optional(Schema.String)
}) {
  static {
    loggable(this)
  }

  override readonly message: string = describe(
    this,
    broken(this),
    this.reason === "not sent" ? "Check QURL_API_URL and the network." : ""
  )
}

/**
 * The last attempt took too long, or the call did.
 *
 * Next: call again with `idempotencyKey` and the same input, or allow more with `timeout` (one attempt) and `deadline`
 * (the whole call).
 *
 * @since 0.1.0
 * @category errors
 */
export class TimeoutError extends Schema.TaggedError<TimeoutError>()("TimeoutError", story) {
  static {
    loggable(this)
  }

  override readonly message: string = describe(
    this,
    `no answer came${this.host === undefined ? "" : ` from ${this.host}`} in time`,
    ""
  )
}

const unexpected = {
  redirect: "the answer was a redirect, which is not followed",
  status: "the answer has a status that this API does not use here",
  "too large": "the answer is too large to be read",
  "not json": "the answer is not JSON",
  contract: "the answer breaks the contract"
}

/**
 * The answer is not one that the API gives: a redirect, a page of a proxy, a body that breaks the contract, or a
 * success
 * that the API does not name for the operation. It is never followed or guessed at.
 *
 * Next: go by `outcome`, and check `QURL_API_URL` and what stands between: a proxy, a sign-in page. When the API itself
 * breaks its contract, tell the vendor `requestId` and `fields`.
 *
 * @since 0.1.0
 * @category errors
 */
export class UnexpectedResponseError extends Schema.TaggedError<UnexpectedResponseError>()("UnexpectedResponseError", {
  ...answered,
  status: Schema.optional(Schema.Number),
  reason: Schema.Literal("redirect", "status", "too large", "not json", "contract"),
  /** The properties that break the contract, where it is one. */
  fields: Schema.Array(Schema.String)
}) {
  static {
    loggable(this)
  }

  override readonly message: string = describe(
    this,
    unexpected[this.reason],
    this.reason === "redirect"
      ? "Check QURL_API_URL."
      : this.reason === "not json" || this.answeredBy === "unknown"
      ? lookBetween
      : ""
  )
}

/**
 * Everything a call can fail with.
 *
 * @since 0.1.0
 * @category errors
 */
export type QurlError =
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

/**
 * Errors that a call of any operation can end with. An operation that can find nothing, meet a conflict or come too late
 * adds `NotFoundError`, `ConflictError` or `GoneError`.
 *
 * @since 0.1.0
 * @category errors
 */
export type ReadError =
  | AuthenticationError
  | AuthorizationError
  | ValidationError
  | RateLimitError
  | ServerError
  | NetworkError
  | TimeoutError
  | UnexpectedResponseError

/**
 * Errors that a call with an idempotency key can end with.
 *
 * @since 0.1.0
 * @category errors
 */
export type WriteError = ReadError | ConflictError | IdempotencyConflictError | IdempotencyInFlightError
