// Generated from @qurl/sdk by `npm run promise`. Do not edit.
/**
 * The service for API keys.
 *
 * @since 0.1.0
 */
import type { ApiKey } from "@qurl/contract/groups/ApiKeys"
import type * as Sdk from "@qurl/sdk"
import type { ApiKeyCreated, ApiKeyUpdated, Deleted, Page } from "@qurl/sdk"
import type { CallOptions, ReadOptions } from "../CallOptions.js"
import type { Plain } from "../internal/plain.js"

export type { ApiKey, ApiKeyCreated, ApiKeyUpdated }

/**
 * A key to make: `name` and `scopes` for a plain one. The restricted kinds take `purpose` with `tunnel_slug` on older
 * servers, `kind: "enrollment_token"` with `target` and `claims` on newer ones.
 *
 * @since 0.1.0
 * @category models
 */
export interface CreateApiKeyInput extends Plain<Sdk.CreateApiKeyInput> {}

/**
 * Which keys to list, the active ones unless said otherwise, and from where.
 *
 * @since 0.1.0
 * @category models
 */
export interface ListApiKeysInput extends Plain<Sdk.ListApiKeysInput> {}

/**
 * A change of a key: at least one property. `scopes` replaces all of them.
 *
 * @since 0.1.0
 * @category models
 */
export type UpdateApiKeyInput = Plain<Sdk.UpdateApiKeyInput>

/**
 * Methods of `client.apiKeys`. All of it takes a JWT; with an API key the server answers 403, except for creating a
 * restricted key. In errors the methods carry the names of the API's operations, which stand behind each.
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

  /** All items of all pages. Each page is requested when its items are needed (`listApiKeys`). */
  readonly listAll: (query?: ListApiKeysInput, options?: ReadOptions) => AsyncIterable<ApiKey>

  /**
   * Renames a key or replaces its scopes (`updateApiKey`). A retry sends the same idempotency key;
   * `options.idempotencyKey` replaces the generated one.
   */
  readonly update: (keyId: string, input: UpdateApiKeyInput, options?: CallOptions) => Promise<ApiKeyUpdated>

  /**
   * Revokes a key (`revokeApiKey`). A retry is safe without an idempotency key: finding nothing after an attempt whose
   * answer was lost is a success. On the first attempt it is a `NotFoundError`.
   */
  readonly revoke: (keyId: string, options?: ReadOptions) => Promise<Deleted>
}
