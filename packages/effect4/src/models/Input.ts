// Generated from @qurl/sdk by `npm run promise`. Do not edit.
/**
 * Inputs of calls: plain objects with the property names of the API. A misspelt property is refused; null and undefined
 * are left out.
 *
 * Durations are strings in the API's grammar (`90s`, `5m`, `24h`, `7d`) or `Duration` values of whole seconds. Instants
 * are RFC 3339 strings.
 *
 * @since 0.1.0
 */
import type * as Sdk from "@qurl/sdk"
import type { Native } from "../internal/native.js"

/**
 * A link to create. `target_url` is required unless `type` says that the resource is not a URL.
 *
 * @since 0.1.0
 * @category models
 */
export type CreateInput = Native<Sdk.CreateInput>

/**
 * How to extend a resource: by a duration, or up to an instant.
 *
 * @since 0.1.0
 * @category models
 */
export type ExtendInput = Native<Sdk.ExtendInput>

/**
 * Which resources to list, and from where. Filters combine with AND; `status` is `active` unless said otherwise.
 *
 * @since 0.1.0
 * @category models
 */
export type ListInput = Native<Sdk.ListInput>

/**
 * How to mint a link: every property is optional, `expires_in` and `expires_at` exclude each other.
 *
 * @since 0.1.0
 * @category models
 */
export type MintInput = Native<Sdk.MintInput>

/**
 * Token of a link, by itself or as a property. A secret.
 *
 * @since 0.1.0
 * @category models
 */
export type ResolveInput = Native<Sdk.ResolveInput>

/**
 * A change of a resource: at least one property, and `extend_by` or `expires_at` but not both. An empty `description`
 * or `tags` clears it.
 *
 * @since 0.1.0
 * @category models
 */
export type UpdateInput = Native<Sdk.UpdateInput>
