/**
 * Keys of the caller's own making.
 *
 * @since 0.1.0
 */
import * as Core from "@qurl/idempotency/IdempotencyKey"
import { withSettings } from "./internal/options.js"

/**
 * A key made from what identifies the work, the same in every process: 64 hexadecimal characters.
 *
 * The parts are hashed because keys reach access logs and business identifiers do not belong there. Their order and
 * type count: `("a", "bc")` and `("ab", "c")` are two keys, and so are `1` and `"1"`.
 *
 * Throws a `ConfigurationError` for a part that identifies nothing, such as `undefined`, `NaN` or an empty string:
 * different work would share a key, and with it the result of the first call. Write a long number as a string.
 *
 * @example
 * import { IdempotencyKey, QurlClient } from "@qurl/promise"
 *
 * const client = new QurlClient({ apiKey: "lv_test_..." })
 *
 * await client.create(
 *   { target_url: "https://example.com/invoices/42" },
 *   { idempotencyKey: IdempotencyKey.fromParts("invoice", 2026, "INV-0042") }
 * )
 *
 * @since 0.1.0
 * @category constructors
 */
export const fromParts = (...parts: readonly [string | number, ...ReadonlyArray<string | number>]): string =>
  withSettings(() => Core.fromParts(...parts))
