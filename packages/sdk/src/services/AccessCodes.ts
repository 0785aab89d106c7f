/**
 * The service for access codes, which a visitor redeems for a link.
 *
 * @since 0.1.0
 */
import type { AccessCode } from "@qurl/contract"
import * as Operations from "@qurl/contract/groups/AccessCodes"
import type * as Effect from "effect/Effect"
import type * as Redacted from "effect/Redacted"
import type { CallOptions, ReadOptions, Written } from "../Input.js"
import * as Compiled from "../internal/call/compiled.js"
import * as Service from "../internal/call/service.js"
import type { NotFoundError, ReadError, WriteError } from "../QurlError.js"
import type { Deleted, Page, WriteMeta } from "../Result.js"

/**
 * A code to redeem, with what the form around it knows: `honeypot` has to be empty, and less than 3 seconds in
 * `elapsed_ms` count as a bot.
 *
 * @since 0.1.0
 * @category models
 */
export interface RedeemAccessCodeInput extends Omit<Written<AccessCode.RedeemAccessCodeRequest>, "code"> {
  readonly code: string | Redacted.Redacted
}

/**
 * A code to make, for a resource.
 *
 * @since 0.1.0
 * @category models
 */
export interface CreateAccessCodeInput extends Written<AccessCode.CreateAccessCodeRequest> {}

/**
 * Redirect for the visitor. `redirect_url` has a token in it and is a credential.
 *
 * @since 0.1.0
 * @category models
 */
export interface AccessCodeRedeemed extends AccessCode.RedeemAccessCodeResult {
  readonly meta: WriteMeta
}

/**
 * A created code. `code` is a credential that is never readable again.
 *
 * @since 0.1.0
 * @category models
 */
export interface AccessCodeCreated extends AccessCode.CreatedAccessCode {
  readonly meta: WriteMeta
}

/**
 * Methods of `AccessCodes`. All but `redeem` is for system-tier accounts. In errors the methods carry the names of the
 * API's operations, which stand behind each.
 *
 * @since 0.1.0
 * @category models
 */
export interface AccessCodesService {
  /**
   * Redeems a code (`redeemAccessCode`). The operation is public: the API key is not sent.
   *
   * Every redemption counts, and it is not documented whether the server honours a key on a call without an owner. So a
   * key is sent, but only a 429 is retried, whatever the policy says; `options.idempotencyKey` replaces the generated
   * key. A suspected bot gets a success that leads nowhere.
   */
  readonly redeem: (
    input: RedeemAccessCodeInput,
    options?: CallOptions
  ) => Effect.Effect<AccessCodeRedeemed, WriteError>

  /**
   * Creates a code (`createAccessCode`). The result is the only one that tells it. A retry sends the same key and
   * yields the first code; `options.idempotencyKey` replaces the generated key.
   */
  readonly create: (input: CreateAccessCodeInput, options?: CallOptions) => Effect.Effect<AccessCodeCreated, WriteError>

  /** All codes, newest first, which the API gives in one answer (`listAccessCodes`). */
  readonly list: (options?: ReadOptions) => Effect.Effect<Page<AccessCode.AccessCode>, ReadError>

  /**
   * Revokes a code (`revokeAccessCode`). A retry is safe without a key: finding nothing after an attempt whose answer
   * was lost is a success. On the first attempt it is a `NotFoundError`.
   */
  readonly revoke: (id: string, options?: ReadOptions) => Effect.Effect<Deleted, ReadError | NotFoundError>
}

const methods = Service.methods<AccessCodesService>()(Compiled.group(Operations), {})

/**
 * The operations on access codes.
 *
 * @example
 * import { AccessCodes, QurlLive } from "@qurl/sdk"
 * import { Effect } from "effect"
 *
 * const program = AccessCodes.redeem({ code: "ac_...", elapsed_ms: 5000 }).pipe(
 *   Effect.map(({ redirect_url }) => redirect_url),
 *   Effect.provide(QurlLive)
 * )
 *
 * @since 0.1.0
 * @category tags
 */
export class AccessCodes extends Service.tag<AccessCodes, AccessCodesService>()("AccessCodes", methods) {}
