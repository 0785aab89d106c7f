/**
 * Codes that a visitor redeems for a link.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { Instant } from "./Fields.js"
import { absent, openEnum, strict } from "./Wire.js"

/**
 * A code to redeem. `honeypot` must stay empty, and a form that was filled in within 3 seconds counts as a bot's.
 *
 * @since 0.1.0
 * @category models
 */
export const RedeemAccessCodeRequest = Schema.Struct({
  code: Schema.NonEmptyString.annotations({ description: "an access code" }),
  honeypot: Schema.optional(Schema.String.annotations({ description: "the empty string" })),
  elapsed_ms: Schema.optional(
    Schema.NonNegativeInt.annotations({ description: "a whole number of milliseconds since the form was shown" })
  )
}).annotations(strict("RedeemAccessCodeRequest"))

/**
 * @since 0.1.0
 * @category models
 */
export type RedeemAccessCodeRequest = typeof RedeemAccessCodeRequest.Type

/**
 * Where to send the visitor. The URL has a token in its fragment and is a credential; a suspected bot gets one that
 * leads nowhere.
 *
 * @since 0.1.0
 * @category models
 */
export const RedeemAccessCodeResult = Schema.Struct({ redirect_url: Schema.NonEmptyString }).annotations({
  identifier: "RedeemAccessCodeResult"
})

/**
 * @since 0.1.0
 * @category models
 */
export type RedeemAccessCodeResult = typeof RedeemAccessCodeResult.Type

/**
 * A code to make. `max_uses` 0, the default, means unlimited.
 *
 * @since 0.1.0
 * @category models
 */
export const CreateAccessCodeRequest = Schema.Struct({
  resource_id: Schema.NonEmptyString.annotations({ description: "the resource_id of an answer" }),
  name: Schema.optional(
    Schema.String.pipe(Schema.maxLength(100)).annotations({ description: "text of at most 100 characters" })
  ),
  max_uses: Schema.optional(
    Schema.NonNegativeInt.annotations({ description: "a whole number from 0, where 0 means unlimited" })
  ),
  expires_at: Schema.optional(Instant)
}).annotations(strict("CreateAccessCodeRequest"))

/**
 * @since 0.1.0
 * @category models
 */
export type CreateAccessCodeRequest = typeof CreateAccessCodeRequest.Type

const fields = {
  access_code_id: Schema.NonEmptyString,
  resource_id: absent(Schema.String),
  name: absent(Schema.String),
  status: absent(openEnum("active", "revoked")),
  max_uses: absent(Schema.Number),
  use_count: absent(Schema.Number),
  created_at: absent(Schema.String),
  expires_at: absent(Schema.String)
}

/**
 * A code without its secret.
 *
 * @since 0.1.0
 * @category models
 */
export const AccessCode = Schema.Struct(fields).annotations({ identifier: "AccessCode" })

/**
 * @since 0.1.0
 * @category models
 */
export type AccessCode = typeof AccessCode.Type

/**
 * A created code. `code` is a credential that is told once.
 *
 * @since 0.1.0
 * @category models
 */
export const CreatedAccessCode = Schema.Struct({ ...fields, code: Schema.NonEmptyString }).annotations({
  identifier: "CreatedAccessCode"
})

/**
 * @since 0.1.0
 * @category models
 */
export type CreatedAccessCode = typeof CreatedAccessCode.Type
