/**
 * The operations on access codes: everything below `/v1/access-codes`.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { operation } from "../ApiOperation.js"
import { envelope, page } from "../Envelope.js"
import { Instant } from "../Fields.js"
import * as Problems from "../Problems.js"
import { absent, openEnum, strict } from "../Wire.js"

/**
 * A code to redeem. `honeypot` must stay empty, and a form that was filled in within 3 seconds counts as a bot's.
 *
 * @since 0.1.0
 * @category models
 */
export const RedeemAccessCodeRequest = Schema.Struct({
  /** Access code. A secret. */
  code: Schema.NonEmptyString.annotations({ description: "an access code" }),
  /** Hidden field of the form; a value marks a bot. */
  honeypot: Schema.optional(Schema.String.annotations({ description: "the empty string" })),
  /** Time since the form was shown, in milliseconds; less than 3000 marks a bot. */
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
 * Redirect for the visitor. The URL has a token in its fragment and is a credential; a suspected bot gets one that
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
  /** CRID or identifier of the resource that the code opens. */
  resource_id: Schema.NonEmptyString.annotations({ description: "the resource_id of an answer" }),
  /** Name for people, at most 100 characters. */
  name: Schema.optional(
    Schema.String.pipe(Schema.maxLength(100)).annotations({ description: "text of at most 100 characters" })
  ),
  /** Redemptions allowed; 0 means unlimited. @default 0 */
  max_uses: Schema.optional(
    Schema.NonNegativeInt.annotations({ description: "a whole number from 0, where 0 means unlimited" })
  ),
  /** Expiry of the code, in RFC 3339. */
  expires_at: Schema.optional(Instant)
}).annotations(strict("CreateAccessCodeRequest"))

/**
 * @since 0.1.0
 * @category models
 */
export type CreateAccessCodeRequest = typeof CreateAccessCodeRequest.Type

const fields = {
  /** Identifier of the code. */
  access_code_id: Schema.NonEmptyString,
  /** Identifier of the resource. */
  resource_id: absent(Schema.String),
  /** Name for people. */
  name: absent(Schema.String),
  /** Current state. */
  status: absent(openEnum("active", "revoked")),
  /** Redemptions allowed; 0 means unlimited. */
  max_uses: absent(Schema.Number),
  /** Number of visits so far. */
  use_count: absent(Schema.Number),
  /** Creation, in RFC 3339. */
  created_at: absent(Schema.String),
  /** Expiry, in RFC 3339. Absent if unknown or unlimited. */
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
 * A created code. `code` is a credential that is shown once.
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

/**
 * @since 0.1.0
 * @category operations
 */
export const redeem = operation({
  name: "redeemAccessCode",
  method: "POST",
  path: "/v1/access-codes/redeem",
  summary: "Redeem an access code",
  payload: RedeemAccessCodeRequest,
  success: envelope(RedeemAccessCodeResult),
  errors: [400, 409, 422, 429, 500],
  credentials: [],
  // It is unknown if a key means anything without an owner, and every redemption counts: only a refusal is repeated.
  rules: { idempotency: "keyed", retryStatuses: [429], networkRetry: false }
})

/**
 * @since 0.1.0
 * @category operations
 */
export const create = operation({
  name: "createAccessCode",
  method: "POST",
  path: "/v1/access-codes",
  summary: "Create an access code",
  payload: CreateAccessCodeRequest,
  success: envelope(CreatedAccessCode),
  status: 201,
  errors: Problems.create,
  rules: { idempotency: "keyed" },
  documentsKey: true
})

/**
 * @since 0.1.0
 * @category operations
 */
export const list = operation({
  name: "listAccessCodes",
  method: "GET",
  path: "/v1/access-codes",
  summary: "List access codes, newest first",
  success: page(AccessCode),
  errors: [...Problems.read, 403],
  rules: { idempotency: "natural" }
})

/**
 * @since 0.1.0
 * @category operations
 */
export const revoke = operation({
  name: "revokeAccessCode",
  method: "DELETE",
  path: "/v1/access-codes/:id",
  summary: "Revoke an access code",
  errors: [...Problems.query, 403, 404],
  rules: { idempotency: "natural" }
})
