// Generated from @qurl/sdk by `npm run promise`. Do not edit.
/**
 * The service for access codes, which a visitor redeems for a link.
 *
 * @since 0.1.0
 */
import type { AccessCode } from "@qurl/contract/groups/AccessCodes"
import type * as Sdk from "@qurl/sdk"
import type { AccessCodeCreated, AccessCodeRedeemed, Deleted, Page } from "@qurl/sdk"
import type { CallOptions, ReadOptions } from "../CallOptions.js"
import type { Plain } from "../internal/plain.js"

export type { AccessCode, AccessCodeCreated, AccessCodeRedeemed }

/**
 * A code to make, for a resource.
 *
 * @since 0.1.0
 * @category models
 */
export interface CreateAccessCodeInput extends Plain<Sdk.CreateAccessCodeInput> {}

/**
 * A code to redeem, with what the form around it knows: `honeypot` has to be empty, and less than 3 seconds in
 * `elapsed_ms` count as a bot.
 *
 * @since 0.1.0
 * @category models
 */
export interface RedeemAccessCodeInput extends Plain<Sdk.RedeemAccessCodeInput> {}

/**
 * Methods of `client.accessCodes`. All but `redeem` is for system-tier accounts. In errors the methods carry the names
 * of the API's operations, which stand behind each.
 *
 * @since 0.1.0
 * @category models
 */
export interface AccessCodes {
  /**
   * Redeems a code (`redeemAccessCode`). The operation is public: the API key is not sent.
   *
   * Every redemption counts, and it is not documented whether the server honours a key on a call without an owner. So a
   * key is sent, but only a 429 is retried, whatever the policy says; `options.idempotencyKey` replaces the generated
   * key. A suspected bot gets a success that leads nowhere.
   */
  readonly redeem: (input: RedeemAccessCodeInput, options?: CallOptions) => Promise<AccessCodeRedeemed>

  /**
   * Creates a code (`createAccessCode`). The result is the only one that tells it. A retry sends the same key and
   * yields the first code; `options.idempotencyKey` replaces the generated key.
   */
  readonly create: (input: CreateAccessCodeInput, options?: CallOptions) => Promise<AccessCodeCreated>

  /** All codes, newest first, which the API gives in one answer (`listAccessCodes`). */
  readonly list: (options?: ReadOptions) => Promise<Page<AccessCode>>

  /**
   * Revokes a code (`revokeAccessCode`). A retry is safe without a key: finding nothing after an attempt whose answer
   * was lost is a success. On the first attempt it is a `NotFoundError`.
   */
  readonly revoke: (id: string, options?: ReadOptions) => Promise<Deleted>
}
