/**
 * A guard that recognizes errors of this package, even if another copy of it or another realm made them, where
 * `instanceof` fails.
 *
 * @since 0.1.0
 */
import type { BatchStoppedError } from "./BatchAll.js"
import type { ConfigurationError } from "./ConfigurationError.js"
import type { QurlFailure } from "./Failures.js"
import { isBranded } from "./internal/brand.js"
import type { WebhookEventError, WebhookSignatureError } from "./WebhookError.js"

/**
 * Every error of this package, by its `name`.
 *
 * @since 0.1.0
 * @category models
 */
export type ErrorsByName = {
  readonly [
    Failure in
      | QurlFailure
      | BatchStoppedError
      | ConfigurationError
      | WebhookSignatureError
      | WebhookEventError as Failure["name"]
  ]: Failure
}

/**
 * Checks whether an error is a failed call, or an error of this package with the given name.
 *
 * @example
 * import { isQurlError, QurlClient } from "@qurl/promise"
 *
 * const client = new QurlClient({ apiKey: "lv_test_..." })
 *
 * try {
 *   await client.create({ target_url: "https://example.com" })
 * } catch (error) {
 *   if (isQurlError(error, "RateLimitError")) console.log("wait until", error.retryAt)
 *   else if (isQurlError(error)) console.log(error.outcome, error.message)
 *   else throw error
 * }
 *
 * @since 0.1.0
 * @category errors
 */
export const isQurlError: {
  (error: unknown): error is QurlFailure
  <Name extends keyof ErrorsByName>(error: unknown, name: Name): error is ErrorsByName[Name]
  // The brand of a class proves the type that the overloads name.
} = (error: unknown, name = "QurlError"): error is never => isBranded(error, name)
