/**
 * Idempotency keys of the caller's own making.
 *
 * @since 0.1.0
 */
import { OptionError } from "@qurl/idempotency"
import * as Core from "@qurl/idempotency/IdempotencyKey"
import { ConfigurationError } from "./errors/ConfigurationError.js"

export {
  /**
   * Shortens a key for logs.
   *
   * @since 0.1.0
   * @category combinators
   */
  shorten
} from "@qurl/idempotency/IdempotencyKey"

/**
 * Makes a key of what identifies the work, the same in every process: 64 hexadecimal characters.
 *
 * The parts are hashed because keys reach access logs and business identifiers do not belong there. Their order and
 * type count: `("a", "bc")` and `("ab", "c")` are two keys, and so are `1` and `"1"`.
 *
 * Throws a `ConfigurationError` for a part that identifies nothing, such as `undefined`, `NaN` or an empty string:
 * different work would share a key, and with it the result of the first call. Write a long number as a string.
 *
 * @since 0.1.0
 * @category constructors
 */
export const fromParts = (...parts: readonly [string | number, ...ReadonlyArray<string | number>]): string => {
  try {
    return Core.fromParts(...parts)
  } catch (error) {
    throw error instanceof OptionError
      ? new ConfigurationError({ setting: error.option, problem: error.problem })
      : error
  }
}
