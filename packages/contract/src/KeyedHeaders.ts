/**
 * The header that makes a write safe to repeat.
 *
 * @since 0.1.0
 */
import type { KeyRules } from "@qurl/idempotency/IdempotencyKey"
import * as Schema from "effect/Schema"
import { qurlDialect } from "./QurlDialect.js"

/**
 * Headers of a write whose keys follow these rules.
 *
 * @since 0.1.0
 * @category constructors
 */
export const keyHeaders = ({ maxLength, minLength, spaces = true }: KeyRules) =>
  Schema.Struct({
    "idempotency-key": Schema.optional(
      Schema.String.pipe(
        Schema.minLength(minLength),
        Schema.maxLength(maxLength),
        Schema.pattern(spaces ? /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/ : /^[\x21-\x7e]+$/)
      ).annotations({
        description: `${minLength} to ${maxLength} printable ASCII characters without ${
          spaces ? "a space at either end" : "spaces"
        }`
      })
    )
  })

/**
 * Headers of every POST, PUT and PATCH. The key is kept for 24 hours per owner, method and path.
 *
 * @since 0.1.0
 * @category models
 */
export const KeyedHeaders = keyHeaders(qurlDialect.keyRules)
