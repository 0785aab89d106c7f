/**
 * Values of the `Idempotency-Key` header, and how to make such a key from business facts.
 *
 * @since 0.1.0
 */
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { OptionError } from "./CallError.js"
import { digestOfParts, findWrongPart } from "./internal/keys/parts.js"

export {
  /**
   * A key for logs and spans: its ends, which tell it from others (the first characters of a UUIDv7 are only the time).
   * Within its retention a full key lets others read the answer, so it is not shown.
   *
   * @since 0.1.0
   * @category combinators
   */
  shorten
} from "./internal/keys/shorten.js"

/**
 * The lengths a server accepts, in characters. Printable ASCII without edge spaces is demanded everywhere.
 *
 * @since 0.1.0
 * @category models
 */
export interface KeyRules {
  readonly minLength: number
  readonly maxLength: number
  /** False if a key must not contain a space at all. @default true */
  readonly spaces?: boolean | undefined
}

/**
 * Finds what is wrong with a key and how to fix it, or none. The key itself is not repeated.
 *
 * Edge spaces are refused because they are trimmed on the wire (RFC 9110, section 5.5): the server would see another
 * key than the caller.
 *
 * @example
 * import { IdempotencyKey } from "@qurl/idempotency"
 *
 * IdempotencyKey.problem(" job-42", { minLength: 1, maxLength: 256 })
 * // some: "begins or ends with a space, which is lost on the wire: trim it"
 *
 * @since 0.1.0
 * @category combinators
 */
export const problem = (key: string, rules: KeyRules): Option.Option<string> => {
  if (key.length < rules.minLength || key.length > rules.maxLength) {
    return Option.some(
      `has ${key.length} characters: use ${rules.minLength} to ${rules.maxLength}, or hash it with IdempotencyKey.fromParts`
    )
  }
  if (!/^[\x20-\x7e]*$/.test(key)) {
    return Option.some(
      "has a character outside printable ASCII: replace it, or hash the key with IdempotencyKey.fromParts"
    )
  }
  if (key.startsWith(" ") || key.endsWith(" ")) {
    return Option.some("begins or ends with a space, which is lost on the wire: trim it")
  }
  if (rules.spaces === false && key.includes(" ")) {
    return Option.some("contains a space, which the server refuses here: replace it")
  }
  return Option.none()
}

/**
 * A schema of the keys that `rules` accept, for configuration files and queue messages that carry keys.
 *
 * @since 0.1.0
 * @category constructors
 */
export const schema = (rules: KeyRules): Schema.Schema<string> =>
  Schema.String.pipe(
    Schema.filter((key) => Option.getOrUndefined(Option.map(problem(key, rules), (text) => `the key ${text}`)))
  )

/**
 * A key made from what identifies the work, the same in every process: 64 hexadecimal characters.
 *
 * The parts are hashed because keys reach access logs and business identifiers do not belong there. Their order and
 * type count: `("a", "bc")` and `("ab", "c")` are two keys, and so are `1` and `"1"`.
 *
 * Throws an `OptionError` for a part that identifies nothing, such as `undefined`, `NaN` or an empty string: different
 * work would share a key, and with it the result of the first call. Write a long number as a string.
 *
 * @example
 * import { IdempotencyKey } from "@qurl/idempotency"
 *
 * const key = IdempotencyKey.fromParts("invoice", 2026, "INV-0042")
 *
 * @since 0.1.0
 * @category constructors
 */
export const fromParts = (...parts: readonly [string | number, ...ReadonlyArray<string | number>]): string => {
  const wrong = findWrongPart(parts)
  if (wrong !== undefined) throw new OptionError({ operation: "IdempotencyKey.fromParts", ...wrong })
  return digestOfParts(parts)
}
