/**
 * The service for API keys.
 *
 * @since 0.1.0
 */
import type * as HttpClient from "@effect/platform/HttpClient"
import type { ApiKey } from "@qurl/contract"
import * as Operations from "@qurl/contract/groups/ApiKeys"
import * as Tracing from "@qurl/idempotency/Tracing"
import type * as Config from "effect/Config"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { isReadonlyRecord } from "effect/Predicate"
import * as Stream from "effect/Stream"
import { type ConfigurationError, fromConfig, type Options } from "./Configuration.js"
import type { AtLeastOne, CallOptions, ReadOptions, Written } from "./Input.js"
import * as Caller from "./internal/caller.js"
import * as Compiled from "./internal/compiled.js"
import { paginate } from "./internal/paginate.js"
import type { QurlError, ReadError } from "./QurlError.js"
import type { Deleted, Page, WriteMeta } from "./Result.js"

/**
 * A key to make: `name` and `scopes` for a plain one. The restricted kinds take `purpose` with `tunnel_slug` on older
 * servers, `kind: "enrollment_token"` with `target` and `claims` on newer ones.
 *
 * @since 0.1.0
 * @category models
 */
export interface CreateApiKeyInput extends Written<ApiKey.CreateApiKeyRequest> {}

/**
 * A change of a key: at least one property. `scopes` replaces all of them.
 *
 * @since 0.1.0
 * @category models
 */
export type UpdateApiKeyInput = Written<AtLeastOne<ApiKey.UpdateApiKeyRequest>>

/**
 * Which keys to list, the active ones unless said otherwise, and from where.
 *
 * @since 0.1.0
 * @category models
 */
export interface ListApiKeysInput extends Written<ApiKey.ListApiKeysQuery> {}

/**
 * A created key. `api_key` is a credential that is never readable again.
 *
 * @since 0.1.0
 * @category models
 */
export interface ApiKeyCreated extends ApiKey.CreatedApiKey {
  readonly meta: WriteMeta
}

/**
 * A key that was changed.
 *
 * @since 0.1.0
 * @category models
 */
export interface ApiKeyUpdated extends ApiKey.ApiKey {
  readonly meta: WriteMeta
}

/**
 * What `ApiKeys` offers. All of it takes a JWT; with an API key the server answers 403, except for creating a restricted
 * key. In errors the methods carry the names of the API's operations, which stand behind each.
 *
 * @since 0.1.0
 * @category models
 */
export interface ApiKeysService {
  /**
   * Creates a key (`createApiKey`). The result is the only one that tells it.
   *
   * A retry sends the same idempotency key, after 429, a lost answer and 503, and yields the first API key.
   * `options.idempotencyKey` replaces the generated one; here it takes 32 to 256 characters, which the generated ones
   * have, those of `KeyGenerator.sequence` with a short prefix not.
   */
  readonly create: (input: CreateApiKeyInput, options?: CallOptions) => Effect.Effect<ApiKeyCreated, QurlError>

  /** Reads one page of keys (`listApiKeys`). */
  readonly list: (query?: ListApiKeysInput, options?: ReadOptions) => Effect.Effect<Page<ApiKey.ApiKey>, ReadError>

  /** All pages as one stream, asked for one by one as they are needed (`listApiKeys`). */
  readonly listAll: (query?: ListApiKeysInput, options?: ReadOptions) => Stream.Stream<ApiKey.ApiKey, ReadError>

  /**
   * Renames a key or replaces its scopes (`updateApiKey`). A retry sends the same idempotency key;
   * `options.idempotencyKey` replaces the generated one.
   */
  readonly update: (
    keyId: string,
    input: UpdateApiKeyInput,
    options?: CallOptions
  ) => Effect.Effect<ApiKeyUpdated, QurlError>

  /**
   * Revokes a key (`revokeApiKey`). It repeats safely without an idempotency key: finding nothing after an attempt whose
   * answer was lost is a success. On the first attempt it is a `NotFoundError`.
   */
  readonly revoke: (keyId: string, options?: ReadOptions) => Effect.Effect<Deleted, ReadError>
}

const operations = Compiled.group(Operations)

/** Current servers require a kind; the older body says with `purpose` what it is. */
const withKind = (input: unknown): unknown =>
  isReadonlyRecord(input) && (input.kind ?? input.purpose ?? undefined) === undefined
    ? { ...input, kind: "api_key" }
    : input

/** @internal */
export const service: Effect.Effect<ApiKeysService, never, Caller.Caller> = Effect.map(Caller.Caller, (caller) => {
  const { list, remove, write } = caller

  const page = (query: ListApiKeysInput | undefined, options: ReadOptions | undefined) =>
    list(operations.list, { query, options })

  return {
    create: Tracing.fn("ApiKeys.create")((input: CreateApiKeyInput, options?: CallOptions) =>
      write(operations.create, { payload: withKind(input), options })
    ),

    list: Tracing.fn("ApiKeys.list")((query?: ListApiKeysInput, options?: ReadOptions) => page(query, options)),

    listAll: (query, options) =>
      paginate("listApiKeys", (cursor) => page(cursor === undefined ? query : { ...query, cursor }, options)).pipe(
        Stream.withSpan("ApiKeys.listAll")
      ),

    update: Tracing.fn("ApiKeys.update")((key_id: string, payload: UpdateApiKeyInput, options?: CallOptions) =>
      write(operations.update, { ids: { key_id }, payload, options })
    ),

    revoke: Tracing.fn("ApiKeys.revoke")((key_id: string, options?: ReadOptions) =>
      remove(operations.revoke, { ids: { key_id }, options })
    )
  }
})

/**
 * The operations on API keys.
 *
 * @example
 * import { ApiKeys, QurlLive } from "@qurl/sdk"
 * import { Effect } from "effect"
 *
 * // QURL_API_KEY holds the JWT of somebody who has signed in.
 * const program = ApiKeys.create({ name: "ci", scopes: ["qurl:read"] }).pipe(
 *   Effect.map(({ api_key }) => api_key),
 *   Effect.provide(QurlLive)
 * )
 *
 * @since 0.1.0
 * @category tags
 */
export class ApiKeys extends Context.Tag("@qurl/sdk/ApiKeys")<ApiKeys, ApiKeysService>() {
  /**
   * Creates a key. A retry sends the same idempotency key, also after 503; `options.idempotencyKey` replaces the
   * generated one and takes 32 to 256 characters here.
   */
  static readonly create = (input: CreateApiKeyInput, options?: CallOptions) =>
    Effect.flatMap(ApiKeys, (keys) => keys.create(input, options))

  /** Reads one page of keys. */
  static readonly list = (query?: ListApiKeysInput, options?: ReadOptions) =>
    Effect.flatMap(ApiKeys, (keys) => keys.list(query, options))

  /** All pages as one stream. */
  static readonly listAll = (query?: ListApiKeysInput, options?: ReadOptions) =>
    Stream.unwrap(Effect.map(ApiKeys, (keys) => keys.listAll(query, options)))

  /**
   * Renames a key or replaces its scopes. A retry sends the same idempotency key; `options.idempotencyKey` replaces the
   * generated one.
   */
  static readonly update = (keyId: string, input: UpdateApiKeyInput, options?: CallOptions) =>
    Effect.flatMap(ApiKeys, (keys) => keys.update(keyId, input, options))

  /** Revokes a key. It repeats safely without an idempotency key: a retry that finds nothing is a success. */
  static readonly revoke = (keyId: string, options?: ReadOptions) =>
    Effect.flatMap(ApiKeys, (keys) => keys.revoke(keyId, options))

  /** The service on the `HttpClient` of the environment. */
  static readonly make = (
    options: Options
  ): Effect.Effect<ApiKeysService, ConfigurationError, HttpClient.HttpClient> => Caller.provide(service, options)

  /** A layer that makes the service. */
  static readonly layer = (options: Options): Layer.Layer<ApiKeys, ConfigurationError, HttpClient.HttpClient> =>
    Layer.effect(ApiKeys, ApiKeys.make(options))

  /** The same layer, its options read from configuration. */
  static readonly layerConfig = (
    config: Config.Config.Wrap<Options>
  ): Layer.Layer<ApiKeys, ConfigurationError, HttpClient.HttpClient> =>
    Layer.effect(ApiKeys, Effect.flatMap(fromConfig(config), ApiKeys.make))
}
