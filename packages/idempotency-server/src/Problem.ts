/**
 * Refusals of the middleware itself, and their form on the wire.
 *
 * @since 0.1.0
 */
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import type { Dialect } from "@qurl/idempotency/Dialect"
import * as Effect from "effect/Effect"

/**
 * A refusal in neutral words. `detail` never repeats the key.
 *
 * @since 0.1.0
 * @category models
 */
export interface Problem {
  readonly reason:
    | "missing key"
    | "invalid key"
    | "anonymous"
    | "taken over"
    | "key reused"
    | "in flight"
    | "body too large"
    | "body too slow"
    | "body cut off"
    | "body consumed"
    | "store unavailable"
    | "outcome unknown"
    | "not kept"
    | "stopping"
  readonly status: number
  readonly code: string
  readonly detail: string
  /** When asking again makes sense; it goes into `Retry-After`. */
  readonly retryAfterSeconds?: number | undefined
}

/**
 * The route takes no request without a key.
 *
 * @since 0.1.0
 * @category constructors
 */
export const missingKey = (dialect: Dialect): Problem => ({
  reason: "missing key",
  status: 400,
  code: "missing_idempotency_key",
  detail: `The ${dialect.header} header is required.`
})

/**
 * The key breaks the dialect's rules.
 *
 * @since 0.1.0
 * @category constructors
 */
export const invalidKey = (dialect: Dialect, detail: string): Problem => ({
  reason: "invalid key",
  status: 400,
  code: "invalid_idempotency_key",
  detail: `The ${dialect.header} header ${detail}.`
})

/**
 * The caller has no name, and the route takes no keys from strangers.
 *
 * @since 0.1.0
 * @category constructors
 */
export const anonymous = (dialect: Dialect): Problem => ({
  reason: "anonymous",
  status: 401,
  code: "idempotency_key_without_caller",
  detail: `The ${dialect.header} header needs credentials here.`
})

/**
 * The key stands for another body already.
 *
 * @since 0.1.0
 * @category constructors
 */
export const keyReused = (dialect: Dialect): Problem => ({
  reason: "key reused",
  status: dialect.mismatch?.status ?? 422,
  code: dialect.mismatch?.code ?? "idempotency_key_reused",
  detail: dialect.mismatch?.message
    ?? `This ${dialect.header} was used with a different request. Use a new key for a new request.`
})

/**
 * The first request under the key has not finished. A dialect without words for it has waited before it says so.
 *
 * @since 0.1.0
 * @category constructors
 */
export const inFlight = (dialect: Dialect, retryAfterSeconds = 1): Problem => ({
  reason: "in flight",
  status: dialect.inFlight?.status ?? 503,
  code: dialect.inFlight?.code ?? "idempotency_in_progress",
  detail: dialect.inFlight?.message
    ?? `A request with this ${dialect.header} is still running. Repeat it with the same key.`,
  retryAfterSeconds
})

/**
 * The body cannot be read: it is longer than `maxBytes`, it does not arrive in time, its connection ended, or the server
 * has consumed it before.
 *
 * @since 0.1.0
 * @category constructors
 */
export const unreadableBody = (
  reason: "too large" | "too slow" | "cut off" | "consumed",
  maxBytes: number
): Problem => {
  switch (reason) {
    case "too large":
      return {
        reason: "body too large",
        status: 413,
        code: "body_too_large",
        detail: `The body is longer than ${maxBytes} bytes.`
      }
    case "too slow":
      return { reason: "body too slow", status: 408, code: "body_too_slow", detail: "The body did not arrive in time." }
    case "cut off":
      return { reason: "body cut off", status: 400, code: "body_cut_off", detail: "The body is not complete." }
    case "consumed":
      return {
        reason: "body consumed",
        status: 500,
        code: "body_consumed",
        detail: "The server has read the body of this request in a way that cannot be repeated; its log says more."
      }
  }
}

/**
 * The store cannot tell whether the key was used, so nothing was executed.
 *
 * @since 0.1.0
 * @category constructors
 */
export const storeUnavailable: Problem = {
  reason: "store unavailable",
  status: 503,
  code: "idempotency_unavailable",
  detail: "It cannot be decided whether this request ran before, so it was not run. Repeat it with the same key.",
  retryAfterSeconds: 1
}

/**
 * It ran here, and another server has taken it over meanwhile. The outcome is there.
 *
 * @since 0.1.0
 * @category constructors
 */
export const takenOver: Problem = {
  reason: "taken over",
  status: 503,
  code: "idempotency_taken_over",
  detail: "This request ran, and another server has taken it over. Repeat it with the same key for its outcome.",
  retryAfterSeconds: 1
}

/**
 * It ran, and whether it did its work is not known. It will not run again by itself.
 *
 * @since 0.1.0
 * @category constructors
 */
export const outcomeUnknown: Problem = {
  reason: "outcome unknown",
  status: 409,
  code: "idempotency_outcome_unknown",
  detail: "This request was begun, and its outcome is not known. It is not run again until somebody has looked into it."
}

/**
 * It ran and is final, but its answer could not be kept.
 *
 * @since 0.1.0
 * @category constructors
 */
export const notKept = (reason: string): Problem => ({
  reason: "not kept",
  status: 409,
  code: "idempotency_answer_not_kept",
  detail: `This request was executed, and its answer is not kept (${reason}). It is not run again.`
})

/**
 * The server stops, and the first request under the key has not finished.
 *
 * @since 0.1.0
 * @category constructors
 */
export const stopping: Problem = {
  reason: "stopping",
  status: 503,
  code: "idempotency_unavailable",
  detail: "The server is stopping. Repeat the request with the same key.",
  retryAfterSeconds: 1
}

/**
 * Problem details (RFC 9457), for an API without an envelope of its own.
 *
 * @since 0.1.0
 * @category combinators
 */
export const render = (problem: Problem): Effect.Effect<HttpServerResponse.HttpServerResponse> =>
  Effect.succeed(HttpServerResponse.unsafeJson(
    { type: "about:blank", title: problem.reason, status: problem.status, code: problem.code, detail: problem.detail },
    { status: problem.status, contentType: "application/problem+json" }
  ))
