/**
 * The service for access codes, which a visitor redeems for a link.
 *
 * @since 0.1.0
 */
import type * as HttpClient from "@effect/platform/HttpClient"
import type { AccessCode } from "@qurl/contract"
import * as Operations from "@qurl/contract/groups/AccessCodes"
import * as Tracing from "@qurl/idempotency/Tracing"
import type * as Config from "effect/Config"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Redacted from "effect/Redacted"
import { type ConfigurationError, fromConfig, type Options } from "./Configuration.js"
import type { CallOptions, ReadOptions, Written } from "./Input.js"
import * as Caller from "./internal/caller.js"
import * as Compiled from "./internal/compiled.js"
import { singlePage } from "./internal/singlePage.js"
import type { QurlError, ReadError } from "./QurlError.js"
import type { Deleted, Page, WriteMeta } from "./Result.js"

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
 * Where to send the visitor. `redirect_url` has a token in it and is a credential.
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
 * What `AccessCodes` offers. All but `redeem` is for system-tier accounts. In errors the methods carry the names of the
 * API's operations, which stand behind each.
 *
 * @since 0.1.0
 * @category models
 */
export interface AccessCodesService {
  /**
   * Redeems a code (`redeemAccessCode`). The operation is public: the API key is not sent.
   *
   * Every redemption counts, and nobody knows whether a key means anything to the server when it has no owner. So a key
   * is sent, and nothing but 429 is retried, whatever the policy says; `options.idempotencyKey` replaces the generated
   * key. A suspected bot gets a success that leads nowhere.
   */
  readonly redeem: (input: RedeemAccessCodeInput, options?: CallOptions) => Effect.Effect<AccessCodeRedeemed, QurlError>

  /**
   * Creates a code (`createAccessCode`). The result is the only one that tells it. A retry sends the same key and yields
   * the first code; `options.idempotencyKey` replaces the generated key.
   */
  readonly create: (input: CreateAccessCodeInput, options?: CallOptions) => Effect.Effect<AccessCodeCreated, QurlError>

  /** All codes, newest first, which the API gives in one answer (`listAccessCodes`). */
  readonly list: (options?: ReadOptions) => Effect.Effect<Page<AccessCode.AccessCode>, ReadError>

  /**
   * Revokes a code (`revokeAccessCode`). It repeats safely without a key: finding nothing after an attempt whose answer
   * was lost is a success. On the first attempt it is a `NotFoundError`.
   */
  readonly revoke: (id: string, options?: ReadOptions) => Effect.Effect<Deleted, ReadError>
}

const operations = Compiled.group(Operations)

/** @internal */
export const service: Effect.Effect<AccessCodesService, never, Caller.Caller> = Effect.map(
  Caller.Caller,
  ({ list, remove, write }) => ({
    redeem: Tracing.fn("AccessCodes.redeem")((payload: RedeemAccessCodeInput, options?: CallOptions) =>
      write(operations.redeem, { payload, options })
    ),

    create: Tracing.fn("AccessCodes.create")((payload: CreateAccessCodeInput, options?: CallOptions) =>
      write(operations.create, { payload, options })
    ),

    list: Tracing.fn("AccessCodes.list")((options?: ReadOptions) =>
      singlePage("access codes", list(operations.list, { options }))
    ),

    revoke: Tracing.fn("AccessCodes.revoke")((id: string, options?: ReadOptions) =>
      remove(operations.revoke, { id, options })
    )
  })
)

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
export class AccessCodes extends Context.Tag("@qurl/sdk/AccessCodes")<AccessCodes, AccessCodesService>() {
  /**
   * Redeems a code, without a credential. It sends a key, and nothing but 429 is retried; `options.idempotencyKey`
   * replaces the generated key.
   */
  static readonly redeem = (input: RedeemAccessCodeInput, options?: CallOptions) =>
    Effect.flatMap(AccessCodes, (codes) => codes.redeem(input, options))

  /** Creates a code. A retry sends the same key; `options.idempotencyKey` replaces the generated one. */
  static readonly create = (input: CreateAccessCodeInput, options?: CallOptions) =>
    Effect.flatMap(AccessCodes, (codes) => codes.create(input, options))

  /** All codes, newest first. */
  static readonly list = (options?: ReadOptions) => Effect.flatMap(AccessCodes, (codes) => codes.list(options))

  /** Revokes a code. It repeats safely without a key: a retry that finds nothing is a success. */
  static readonly revoke = (id: string, options?: ReadOptions) =>
    Effect.flatMap(AccessCodes, (codes) => codes.revoke(id, options))

  /** The service on the `HttpClient` of the environment. */
  static readonly make = (
    options: Options
  ): Effect.Effect<AccessCodesService, ConfigurationError, HttpClient.HttpClient> => Caller.provide(service, options)

  /** A layer that makes the service. */
  static readonly layer = (options: Options): Layer.Layer<AccessCodes, ConfigurationError, HttpClient.HttpClient> =>
    Layer.effect(AccessCodes, AccessCodes.make(options))

  /** The same layer, its options read from configuration. */
  static readonly layerConfig = (
    config: Config.Config.Wrap<Options>
  ): Layer.Layer<AccessCodes, ConfigurationError, HttpClient.HttpClient> =>
    Layer.effect(AccessCodes, Effect.flatMap(fromConfig(config), AccessCodes.make))
}
