/**
 * Idempotency keys of the caller's own making.
 *
 * @since 0.1.0
 */
export {
  /**
   * Makes a key of what identifies the work, the same in every process: 64 hexadecimal characters.
   *
   * The parts are hashed because keys reach access logs and business identifiers do not belong there. Their order and
   * type count: `("a", "bc")` and `("ab", "c")` are two keys, and so are `1` and `"1"`.
   *
   * @since 0.1.0
   * @category constructors
   */
  fromParts,
  /**
   * Shortens a key for logs.
   *
   * @since 0.1.0
   * @category combinators
   */
  shorten
} from "@qurl/idempotency/IdempotencyKey"
