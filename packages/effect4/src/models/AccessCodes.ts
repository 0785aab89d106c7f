// Generated from @qurl/sdk by `npm run promise`. Do not edit.
/**
 * The service for access codes, which a visitor redeems for a link.
 *
 * @since 0.1.0
 */
import type * as Sdk from "@qurl/sdk"
import type { Methods, Native } from "../internal/native.js"

/**
 * A created code. `code` is a credential that is never readable again.
 *
 * @since 0.1.0
 * @category models
 */
export type AccessCodeCreated = Native<Sdk.AccessCodeCreated>

/**
 * Redirect for the visitor. `redirect_url` has a token in it and is a credential.
 *
 * @since 0.1.0
 * @category models
 */
export type AccessCodeRedeemed = Native<Sdk.AccessCodeRedeemed>

/**
 * Methods of `AccessCodes`. All but `redeem` is for system-tier accounts. In errors the methods carry the names of the
 * API's operations, which stand behind each.
 *
 * @since 0.1.0
 * @category models
 */
export type AccessCodesService = Methods<Sdk.AccessCodesService>

/**
 * A code to make, for a resource.
 *
 * @since 0.1.0
 * @category models
 */
export type CreateAccessCodeInput = Native<Sdk.CreateAccessCodeInput>

/**
 * A code to redeem, with what the form around it knows: `honeypot` has to be empty, and less than 3 seconds in
 * `elapsed_ms` count as a bot.
 *
 * @since 0.1.0
 * @category models
 */
export type RedeemAccessCodeInput = Native<Sdk.RedeemAccessCodeInput>
