// Generated from @qurl/sdk by `npm run promise`. Do not edit.
/**
 * How a call can fail. Every class tells what is known of the call's effect (`outcome`) and what to do next
 * (`message`).
 * No class holds a foreign error, a credential, a link or a target URL, so that any of them can be logged or sent on.
 * In messages and logs the idempotency key is shortened; the property `idempotencyKey` holds all of it.
 *
 * @since 0.1.0
 */
import * as Sdk from "@qurl/sdk/QurlError"
import { errorOf } from "../internal/errors.js"

/**
 * The API key is missing, unknown or expired (401).
 *
 * Next: check `QURL_API_KEY`, or the JWT: billing, usage and API keys want one. The same call under its key is safe
 * then.
 *
 * @since 0.1.0
 * @category errors
 */
export class AuthenticationError extends errorOf(Sdk.AuthenticationError) {}

/**
 * The credential lacks the scope, the plan or the ownership (403). `code` tells which: `quota_exceeded` is not
 * `insufficient_scope`.
 *
 * Next: give the credential the scope, or raise the limit of the plan. It fails again until then.
 *
 * @since 0.1.0
 * @category errors
 */
export class AuthorizationError extends errorOf(Sdk.AuthorizationError) {}

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
export class NotFoundError extends errorOf(Sdk.NotFoundError) {}

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
export class ValidationError extends errorOf(Sdk.ValidationError) {}

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
export class ConflictError extends errorOf(Sdk.ConflictError) {}

/**
 * Used up, expired, revoked or closed for good (410).
 *
 * Next: if `outcome` is `rejected`, create a new one: nothing brings this one back. Otherwise go by `outcome`.
 *
 * @since 0.1.0
 * @category errors
 */
export class GoneError extends errorOf(Sdk.GoneError) {}

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
export class IdempotencyConflictError extends errorOf(Sdk.IdempotencyConflictError) {}

/**
 * An earlier request under the same key is still running, and did not end before the deadline.
 *
 * Next: call again later with `idempotencyKey` and the same input: it yields the result of the first request.
 *
 * @since 0.1.0
 * @category errors
 */
export class IdempotencyInFlightError extends errorOf(Sdk.IdempotencyInFlightError) {}

/**
 * Too many requests (429).
 *
 * Next: call again after `retryAt`, with `idempotencyKey` unless `outcome` is `rejected`: then nothing was done.
 *
 * @since 0.1.0
 * @category errors
 */
export class RateLimitError extends errorOf(Sdk.RateLimitError) {}

/**
 * The server or a gateway before it failed (5xx).
 *
 * Next: go by `outcome`. When it is `unknown`, call again with `idempotencyKey` and the same input; the policy repeats
 * such answers when its `statuses` say so.
 *
 * @since 0.1.0
 * @category errors
 */
export class ServerError extends errorOf(Sdk.ServerError) {}

/**
 * No whole answer came back. `reason` says how far the last attempt got.
 *
 * Next: go by `outcome`. When it is `unknown`, call again with `idempotencyKey` and the same input. When nothing was
 * sent, check `QURL_API_URL` and the network.
 *
 * @since 0.1.0
 * @category errors
 */
export class NetworkError extends errorOf(Sdk.NetworkError) {}

/**
 * The last attempt took too long, or the call did.
 *
 * Next: call again with `idempotencyKey` and the same input, or allow more with `timeout` (one attempt) and `deadline`
 * (the whole call).
 *
 * @since 0.1.0
 * @category errors
 */
export class TimeoutError extends errorOf(Sdk.TimeoutError) {}

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
export class UnexpectedResponseError extends errorOf(Sdk.UnexpectedResponseError) {}

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
