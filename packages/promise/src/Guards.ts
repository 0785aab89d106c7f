/**
 * What an error is, also when it was made by another copy of this package or in another realm, where `instanceof` fails.
 *
 * @since 0.1.0
 */
import type { BatchStoppedError } from "./BatchAll.js"
import type { ConfigurationError } from "./ConfigurationError.js"
import { guard } from "./internal/brand.js"
import type {
  AbortError,
  AuthenticationError,
  AuthorizationError,
  ConflictError,
  DefectError,
  GoneError,
  IdempotencyConflictError,
  IdempotencyInFlightError,
  NetworkError,
  NotFoundError,
  QurlFailure,
  RateLimitError,
  ServerError,
  TimeoutError,
  UnexpectedResponseError,
  ValidationError
} from "./QurlError.js"
import type { WebhookEventError, WebhookSignatureError } from "./WebhookError.js"

/**
 * Whether a call has failed with this.
 *
 * @example
 * import { isQurlError, QurlClient } from "@qurl/promise"
 *
 * const client = new QurlClient({ apiKey: "lv_test_..." })
 *
 * try {
 *   await client.create({ target_url: "https://example.com" })
 * } catch (error) {
 *   if (!isQurlError(error)) throw error
 *   if (error.name === "RateLimitError") console.log("wait until", error.retryAt)
 *   else console.log(error.outcome, error.message)
 * }
 *
 * @since 0.1.0
 * @category errors
 */
export const isQurlError: (error: unknown) => error is QurlFailure = guard<QurlFailure>("QurlError")

/**
 * Whether this is an `AuthenticationError`.
 *
 * @since 0.1.0
 * @category errors
 */
export const isAuthenticationError: (error: unknown) => error is AuthenticationError = guard<AuthenticationError>(
  "AuthenticationError"
)

/**
 * Whether this is an `AuthorizationError`.
 *
 * @since 0.1.0
 * @category errors
 */
export const isAuthorizationError: (error: unknown) => error is AuthorizationError = guard<AuthorizationError>(
  "AuthorizationError"
)

/**
 * Whether this is a `NotFoundError`.
 *
 * @since 0.1.0
 * @category errors
 */
export const isNotFoundError: (error: unknown) => error is NotFoundError = guard<NotFoundError>("NotFoundError")

/**
 * Whether this is a `ValidationError`.
 *
 * @since 0.1.0
 * @category errors
 */
export const isValidationError: (error: unknown) => error is ValidationError = guard<ValidationError>("ValidationError")

/**
 * Whether this is a `ConflictError`.
 *
 * @since 0.1.0
 * @category errors
 */
export const isConflictError: (error: unknown) => error is ConflictError = guard<ConflictError>("ConflictError")

/**
 * Whether this is a `GoneError`.
 *
 * @since 0.1.0
 * @category errors
 */
export const isGoneError: (error: unknown) => error is GoneError = guard<GoneError>("GoneError")

/**
 * Whether this is an `IdempotencyConflictError`.
 *
 * @since 0.1.0
 * @category errors
 */
export const isIdempotencyConflictError: (error: unknown) => error is IdempotencyConflictError = guard<
  IdempotencyConflictError
>("IdempotencyConflictError")

/**
 * Whether this is an `IdempotencyInFlightError`.
 *
 * @since 0.1.0
 * @category errors
 */
export const isIdempotencyInFlightError: (error: unknown) => error is IdempotencyInFlightError = guard<
  IdempotencyInFlightError
>("IdempotencyInFlightError")

/**
 * Whether this is a `RateLimitError`.
 *
 * @since 0.1.0
 * @category errors
 */
export const isRateLimitError: (error: unknown) => error is RateLimitError = guard<RateLimitError>("RateLimitError")

/**
 * Whether this is a `ServerError`.
 *
 * @since 0.1.0
 * @category errors
 */
export const isServerError: (error: unknown) => error is ServerError = guard<ServerError>("ServerError")

/**
 * Whether this is a `NetworkError`.
 *
 * @since 0.1.0
 * @category errors
 */
export const isNetworkError: (error: unknown) => error is NetworkError = guard<NetworkError>("NetworkError")

/**
 * Whether this is a `TimeoutError`.
 *
 * @since 0.1.0
 * @category errors
 */
export const isTimeoutError: (error: unknown) => error is TimeoutError = guard<TimeoutError>("TimeoutError")

/**
 * Whether this is an `UnexpectedResponseError`.
 *
 * @since 0.1.0
 * @category errors
 */
export const isUnexpectedResponseError: (error: unknown) => error is UnexpectedResponseError = guard<
  UnexpectedResponseError
>("UnexpectedResponseError")

/**
 * Whether this is an `AbortError`.
 *
 * @since 0.1.0
 * @category errors
 */
export const isAbortError: (error: unknown) => error is AbortError = guard<AbortError>("AbortError")

/**
 * Checks for a `DefectError`.
 *
 * @since 0.1.0
 * @category errors
 */
export const isDefectError: (error: unknown) => error is DefectError = guard<DefectError>("DefectError")

/**
 * Whether this is a `BatchStoppedError`.
 *
 * @since 0.1.0
 * @category errors
 */
export const isBatchStoppedError: (error: unknown) => error is BatchStoppedError = guard<BatchStoppedError>(
  "BatchStoppedError"
)

/**
 * Whether this is a `ConfigurationError`.
 *
 * @since 0.1.0
 * @category errors
 */
export const isConfigurationError: (error: unknown) => error is ConfigurationError = guard<ConfigurationError>(
  "ConfigurationError"
)

/**
 * Whether this is a `WebhookSignatureError`.
 *
 * @since 0.1.0
 * @category errors
 */
export const isWebhookSignatureError: (error: unknown) => error is WebhookSignatureError = guard<WebhookSignatureError>(
  "WebhookSignatureError"
)

/**
 * Whether this is a `WebhookEventError`.
 *
 * @since 0.1.0
 * @category errors
 */
export const isWebhookEventError: (error: unknown) => error is WebhookEventError = guard<WebhookEventError>(
  "WebhookEventError"
)
