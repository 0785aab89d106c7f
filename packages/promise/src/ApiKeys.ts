/**
 * API keys.
 *
 * @since 0.1.0
 */
import type * as Sdk from "@qurl/sdk"
import type { CallOptions, ReadOptions } from "./CallOptions.js"
import type { Plain } from "./internal/face.js"
import type { Deleted, Page, WriteMeta } from "./Result.js"

/**
 * A key without its secret. `key_prefix` is its beginning, which may be shown.
 *
 * @since 0.1.0
 * @category models
 */
export interface ApiKey {
  readonly key_id: string
  readonly key_prefix?: string | undefined
  readonly name?: string | undefined
  readonly scopes?: ReadonlyArray<ApiKeyScope> | undefined
  readonly status?: "active" | "revoked" | (string & {}) | undefined
  readonly created_at?: string | undefined
  readonly updated_at?: string | undefined
  readonly last_used_at?: string | undefined
  readonly expires_at?: string | undefined
  readonly purpose?: "tunnel_bootstrap" | (string & {}) | undefined
  readonly tunnel_slug?: string | undefined
  readonly kind?: "api_key" | "enrollment_token" | (string & {}) | undefined
  readonly target?: "connector" | (string & {}) | undefined
  readonly claims?:
    | ReadonlyArray<{
      readonly type?: string | undefined
      readonly id?: string | undefined
    }>
    | undefined
}

/**
 * What a key may do.
 *
 * @since 0.1.0
 * @category models
 */
export type ApiKeyScope = "qurl:read" | "qurl:write" | "qurl:resolve" | "qurl:agent" | (string & {})

/**
 * A key to make: `name` and `scopes` for a plain one. The restricted kinds take `purpose` with `tunnel_slug` on older
 * servers, `kind: "enrollment_token"` with `target` and `claims` on newer ones.
 *
 * @since 0.1.0
 * @category models
 */
export type CreateApiKeyInput = Plain<Sdk.CreateApiKeyInput>

/**
 * A created key. `api_key` is a credential that is never readable again.
 *
 * @since 0.1.0
 * @category models
 */
export interface ApiKeyCreated extends ApiKey {
  readonly meta: WriteMeta
  readonly api_key: string
}

/**
 * Which keys to list, the active ones unless said otherwise, and from where.
 *
 * @since 0.1.0
 * @category models
 */
export interface ListApiKeysInput {
  readonly limit?: number | null | undefined
  readonly cursor?: string | null | undefined
  readonly status?: "active" | "revoked" | "all" | (string & {}) | null | undefined
}

/**
 * A change of a key: at least one property. `scopes` replaces all of them.
 *
 * @since 0.1.0
 * @category models
 */
export type UpdateApiKeyInput = Plain<Sdk.UpdateApiKeyInput>

/**
 * A key that was changed.
 *
 * @since 0.1.0
 * @category models
 */
export interface ApiKeyUpdated extends ApiKey {
  readonly meta: WriteMeta
}

/**
 * What `client.apiKeys` offers. All of it takes a JWT; with an API key the server answers 403, except for creating a restricted
 * key. In errors the methods carry the names of the API's operations, which stand behind each.
 *
 * @since 0.1.0
 * @category models
 */
export interface ApiKeys {
  /**
   * Creates a key (`createApiKey`). The result is the only one that tells it.
   *
   * A retry sends the same idempotency key, after 429, a lost answer and 503, and yields the first API key.
   * `options.idempotencyKey` replaces the generated one; here it takes 32 to 256 characters, which the generated ones
   * have, those of `KeyGenerator.sequence` with a short prefix not.
   */
  readonly create: (input: CreateApiKeyInput, options?: CallOptions) => Promise<ApiKeyCreated>

  /** Reads one page of keys (`listApiKeys`). */
  readonly list: (query?: ListApiKeysInput, options?: ReadOptions) => Promise<Page<ApiKey>>

  /** The items of all pages, which are asked for one by one as they are needed (`listApiKeys`). */
  readonly listAll: (query?: ListApiKeysInput, options?: ReadOptions) => AsyncIterable<ApiKey>

  /**
   * Renames a key or replaces its scopes (`updateApiKey`). A retry sends the same idempotency key;
   * `options.idempotencyKey` replaces the generated one.
   */
  readonly update: (
    keyId: string,
    input: UpdateApiKeyInput,
    options?: CallOptions
  ) => Promise<ApiKeyUpdated>

  /**
   * Revokes a key (`revokeApiKey`). It repeats safely without an idempotency key: finding nothing after an attempt whose
   * answer was lost is a success. On the first attempt it is a `NotFoundError`.
   */
  readonly revoke: (keyId: string, options?: ReadOptions) => Promise<Deleted>
}
