/**
 * The service for API keys.
 *
 * @since 0.1.0
 */
import type { ApiKey } from "@qurl/contract"
import * as Operations from "@qurl/contract/groups/ApiKeys"
import type * as Effect from "effect/Effect"
import { isReadonlyRecord } from "effect/Predicate"
import type * as Stream from "effect/Stream"
import type { AtLeastOne, CallOptions, ReadOptions, Written } from "../Input.js"
import * as Compiled from "../internal/call/compiled.js"
import { effect, pages } from "../internal/call/method.js"
import * as Service from "../internal/call/service.js"
import { derived } from "../internal/checks/unreadable.js"
import type { NotFoundError, ReadError, WriteError } from "../QurlError.js"
import type { Deleted, Page, WriteMeta } from "../Result.js"

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
 * Methods of `ApiKeys`. All of it takes a JWT; with an API key the server answers 403, except for creating a
 * restricted key. In errors the methods carry the names of the API's operations, which stand behind each.
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
  readonly create: (input: CreateApiKeyInput, options?: CallOptions) => Effect.Effect<ApiKeyCreated, WriteError>

  /** Reads one page of keys (`listApiKeys`). */
  readonly list: (query?: ListApiKeysInput, options?: ReadOptions) => Effect.Effect<Page<ApiKey.ApiKey>, ReadError>

  /** All items of all pages. Each page is requested when its items are needed (`listApiKeys`). */
  readonly listAll: (query?: ListApiKeysInput, options?: ReadOptions) => Stream.Stream<ApiKey.ApiKey, ReadError>

  /**
   * Renames a key or replaces its scopes (`updateApiKey`). A retry sends the same idempotency key;
   * `options.idempotencyKey` replaces the generated one.
   */
  readonly update: (
    keyId: string,
    input: UpdateApiKeyInput,
    options?: CallOptions
  ) => Effect.Effect<ApiKeyUpdated, WriteError | NotFoundError>

  /**
   * Revokes a key (`revokeApiKey`). A retry is safe without an idempotency key: finding nothing after an attempt whose
   * answer was lost is a success. On the first attempt it is a `NotFoundError`.
   */
  readonly revoke: (keyId: string, options?: ReadOptions) => Effect.Effect<Deleted, ReadError | NotFoundError>
}

const operations = Compiled.group(Operations)

/** Current servers require a kind; the older body says with `purpose` what it is. */
const withKind = (input: unknown): unknown =>
  isReadonlyRecord(input) && (input.kind ?? input.purpose ?? undefined) === undefined
    ? { ...input, kind: "api_key" }
    : input

const methods = Service.methods<ApiKeysService>()(operations, {
  create: effect(
    1,
    ({ write }) => (input, options) =>
      write(operations.create, { payload: derived<unknown, unknown>(input, withKind), options })
  ),

  listAll: pages(operations.list)
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
export class ApiKeys extends Service.tag<ApiKeys, ApiKeysService>()("ApiKeys", methods) {}
