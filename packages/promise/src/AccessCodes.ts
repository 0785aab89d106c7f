/**
 * Access codes, which a visitor redeems for a link.
 *
 * @since 0.1.0
 */
import type { CallOptions, ReadOptions } from "./CallOptions.js"
import type { Deleted, Page, WriteMeta } from "./Result.js"

/**
 * A code without its secret.
 *
 * @since 0.1.0
 * @category models
 */
export interface AccessCode {
  readonly access_code_id: string
  readonly resource_id?: string | undefined
  readonly name?: string | undefined
  readonly status?: "active" | "revoked" | (string & {}) | undefined
  readonly max_uses?: number | undefined
  readonly use_count?: number | undefined
  readonly created_at?: string | undefined
  readonly expires_at?: string | undefined
}

/**
 * A code to redeem, with what the form around it knows: `honeypot` has to be empty, and less than 3 seconds in
 * `elapsed_ms` count as a bot.
 *
 * @since 0.1.0
 * @category models
 */
export interface RedeemAccessCodeInput {
  readonly honeypot?: string | null | undefined
  readonly elapsed_ms?: number | null | undefined
  readonly code: string
}

/**
 * Where to send the visitor. `redirect_url` has a token in it and is a credential.
 *
 * @since 0.1.0
 * @category models
 */
export interface AccessCodeRedeemed {
  readonly redirect_url: string
  readonly meta: WriteMeta
}

/**
 * A code to make, for a resource.
 *
 * @since 0.1.0
 * @category models
 */
export interface CreateAccessCodeInput {
  readonly resource_id: string
  readonly name?: string | null | undefined
  readonly max_uses?: number | null | undefined
  readonly expires_at?: string | null | undefined
}

/**
 * A created code. `code` is a credential that is never readable again.
 *
 * @since 0.1.0
 * @category models
 */
export interface AccessCodeCreated extends AccessCode {
  readonly meta: WriteMeta
  readonly code: string
}

/**
 * What `client.accessCodes` offers. All but `redeem` is for system-tier accounts. In errors the methods carry the names of the
 * API's operations, which stand behind each.
 *
 * @since 0.1.0
 * @category models
 */
export interface AccessCodes {
  /**
   * Redeems a code (`redeemAccessCode`). The operation is public: the API key is not sent.
   *
   * Every redemption counts, and nobody knows whether a key means anything to the server when it has no owner. So a key
   * is sent, and nothing but 429 is retried, whatever the policy says; `options.idempotencyKey` replaces the generated
   * key. A suspected bot gets a success that leads nowhere.
   */
  readonly redeem: (input: RedeemAccessCodeInput, options?: CallOptions) => Promise<AccessCodeRedeemed>

  /**
   * Creates a code (`createAccessCode`). The result is the only one that tells it. A retry sends the same key and yields
   * the first code; `options.idempotencyKey` replaces the generated key.
   */
  readonly create: (input: CreateAccessCodeInput, options?: CallOptions) => Promise<AccessCodeCreated>

  /** All codes, newest first, which the API gives in one answer (`listAccessCodes`). */
  readonly list: (options?: ReadOptions) => Promise<Page<AccessCode>>

  /**
   * Revokes a code (`revokeAccessCode`). It repeats safely without a key: finding nothing after an attempt whose answer
   * was lost is a success. On the first attempt it is a `NotFoundError`.
   */
  readonly revoke: (id: string, options?: ReadOptions) => Promise<Deleted>
}
