// Generated from @qurl/sdk by `npm run promise`. Do not edit.
/**
 * The service for resources and for the links of one resource: everything below `/v1/resources` but sessions.
 *
 * @since 0.1.0
 */
import type * as Sdk from "@qurl/sdk"
import type { Methods, Native } from "../internal/native.js"

/**
 * A link to create for a resource: every property is optional.
 *
 * @since 0.1.0
 * @category models
 */
export type CreateQurlInput = Native<Sdk.CreateQurlInput>

/**
 * A resource to create or to find. `target_url` is required unless `type` says that the resource is not a URL; `slug`
 * is required for the type `tunnel` and refused for others.
 *
 * @since 0.1.0
 * @category models
 */
export type CreateResourceInput = Native<Sdk.CreateResourceInput>

/**
 * Which page of the links of a resource to read.
 *
 * @since 0.1.0
 * @category models
 */
export type ListResourceQurlsInput = Native<Sdk.ListResourceQurlsInput>

/**
 * Which resources to list, or which one to look up by `alias` or `slug`. A look-up goes with nothing else.
 *
 * @since 0.1.0
 * @category models
 */
export type ListResourcesInput = Native<Sdk.ListResourcesInput>

/**
 * A link that was changed. Its secret is not part of it.
 *
 * @since 0.1.0
 * @category models
 */
export type QurlUpdated = Native<Sdk.QurlUpdated>

/**
 * A resource that was created, or found as it was.
 *
 * @since 0.1.0
 * @category models
 */
export type ResourceCreated = Native<Sdk.ResourceCreated>

/**
 * A resource that was read, with a preview of its links.
 *
 * @since 0.1.0
 * @category models
 */
export type ResourceFound = Native<Sdk.ResourceFound>

/**
 * Methods of `Resources`. In spans and errors the methods carry the names of the API's operations, which stand behind
 * each. Every run of an effect is one logical call, with one idempotency key for all of its attempts where it writes.
 *
 * @since 0.1.0
 * @category models
 */
export type ResourcesService = Methods<Sdk.ResourcesService>

/**
 * A resource that was changed.
 *
 * @since 0.1.0
 * @category models
 */
export type ResourceUpdated = Native<Sdk.ResourceUpdated>

/**
 * A share link. `qurl` is a secret that is never readable again.
 *
 * @since 0.1.0
 * @category models
 */
export type Shared = Native<Sdk.Shared>

/**
 * Settings of a share link.
 *
 * @since 0.1.0
 * @category models
 */
export type ShareInput = Native<Sdk.ShareInput>

/**
 * A change of a link: at least one property, and `extend_by` or `expires_at` but not both.
 *
 * @since 0.1.0
 * @category models
 */
export type UpdateQurlInput = Native<Sdk.UpdateQurlInput>

/**
 * A change of a resource: at least one property. An empty `description`, `tags` or `custom_domain` clears it; null as
 * `alias` clears that. `alias` and `custom_domain` cannot be changed in one call.
 *
 * @since 0.1.0
 * @category models
 */
export type UpdateResourceInput = Native<Sdk.UpdateResourceInput>
