/**
 * The header that makes a write safe to repeat.
 *
 * @since 0.1.0
 */
import { qurl } from "@qurl/idempotency/Dialect"
import * as Schema from "effect/Schema"

/**
 * Headers of every POST, PUT and PATCH. The key is kept for 24 hours per owner, method and path.
 *
 * @since 0.1.0
 * @category models
 */
export const KeyedHeaders = Schema.Struct({
  "idempotency-key": Schema.optional(
    Schema.String.pipe(
      Schema.minLength(qurl.keyRules.minLength),
      Schema.maxLength(qurl.keyRules.maxLength),
      Schema.pattern(/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/)
    ).annotations({ description: "1 to 256 printable ASCII characters without a space at either end" })
  )
})
