// Generated from @qurl/sdk by `npm run promise`. Do not edit.
/**
 * The service for API keys.
 *
 * @since 0.1.0
 */
import type * as Sdk from "@qurl/sdk"
import type { Methods, Native } from "../internal/native.js"

/**
 * A created key. `api_key` is a credential that is never readable again.
 *
 * @since 0.1.0
 * @category models
 */
export type ApiKeyCreated = Native<Sdk.ApiKeyCreated>

/**
 * Methods of `ApiKeys`. All of it takes a JWT; with an API key the server answers 403, except for creating a
 * restricted key. In errors the methods carry the names of the API's operations, which stand behind each.
 *
 * @since 0.1.0
 * @category models
 */
export type ApiKeysService = Methods<Sdk.ApiKeysService>

/**
 * A key that was changed.
 *
 * @since 0.1.0
 * @category models
 */
export type ApiKeyUpdated = Native<Sdk.ApiKeyUpdated>

/**
 * A key to make: `name` and `scopes` for a plain one. The restricted kinds take `purpose` with `tunnel_slug` on older
 * servers, `kind: "enrollment_token"` with `target` and `claims` on newer ones.
 *
 * @since 0.1.0
 * @category models
 */
export type CreateApiKeyInput = Native<Sdk.CreateApiKeyInput>

/**
 * Which keys to list, the active ones unless said otherwise, and from where.
 *
 * @since 0.1.0
 * @category models
 */
export type ListApiKeysInput = Native<Sdk.ListApiKeysInput>

/**
 * A change of a key: at least one property. `scopes` replaces all of them.
 *
 * @since 0.1.0
 * @category models
 */
export type UpdateApiKeyInput = Native<Sdk.UpdateApiKeyInput>
