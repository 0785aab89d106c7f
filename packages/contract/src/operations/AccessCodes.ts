/**
 * What a client needs to know of the group `accessCodes`.
 *
 * @since 0.1.0
 */
import {
  AccessCode,
  CreateAccessCodeRequest,
  CreatedAccessCode,
  RedeemAccessCodeRequest,
  RedeemAccessCodeResult
} from "../AccessCode.js"
import type { Described } from "../Described.js"
import { envelope, page } from "../Envelope.js"

/**
 * Redeem an access code.
 *
 * @since 0.1.0
 * @category models
 */
export const redeem = {
  name: "redeemAccessCode",
  method: "POST",
  path: "/v1/access-codes/redeem",
  payload: RedeemAccessCodeRequest,
  success: envelope(RedeemAccessCodeResult),
  // Nobody knows whether a key means anything without an owner, and every redemption counts: only a refusal repeats.
  rules: { idempotency: "keyed", retryStatuses: [429], networkRetry: false },
  isPublic: true
} as const satisfies Described

/**
 * Create an access code.
 *
 * @since 0.1.0
 * @category models
 */
export const create = {
  name: "createAccessCode",
  method: "POST",
  path: "/v1/access-codes",
  payload: CreateAccessCodeRequest,
  success: envelope(CreatedAccessCode),
  rules: { idempotency: "keyed" },
  documentsKey: true
} as const satisfies Described

/**
 * List access codes, newest first.
 *
 * @since 0.1.0
 * @category models
 */
export const list = {
  name: "listAccessCodes",
  method: "GET",
  path: "/v1/access-codes",
  success: page(AccessCode),
  rules: { idempotency: "natural" }
} as const satisfies Described

/**
 * Revoke an access code.
 *
 * @since 0.1.0
 * @category models
 */
export const revoke = {
  name: "revokeAccessCode",
  method: "DELETE",
  path: "/v1/access-codes/:id",
  rules: { idempotency: "natural" }
} as const satisfies Described
