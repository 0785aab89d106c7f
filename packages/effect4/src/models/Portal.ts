// Generated from @qurl/sdk by `npm run promise`. Do not edit.
/**
 * The service for portals: the API's operations in the words of its users.
 *
 * @since 0.1.0
 */
import type * as Sdk from "@qurl/sdk"
import type { Methods, Native } from "../internal/native.js"

/**
 * Result of entering a portal: `resourceUrl` is open to this machine's address for `openSeconds`, where 0 is unknown.
 *
 * @since 0.1.0
 * @category models
 */
export type Entered = Native<Sdk.Entered>

/**
 * A way in. `link` is a credential that is never readable again; `qurlId` names it and may be logged.
 *
 * @since 0.1.0
 * @category models
 */
export type OpenPortal = Native<Sdk.OpenPortal>

/**
 * A duration: a number of milliseconds, a `Duration`, or a string in the API's own grammar (`90s`, `5m`, `24h`, `7d`).
 * Numbers and `Duration` values are whole seconds.
 *
 * @since 0.1.0
 * @category models
 */
export type PortalDuration = Native<Sdk.PortalDuration>

/**
 * A way in, and the resource behind it.
 *
 * @since 0.1.0
 * @category models
 */
export type PortalForUrl = Native<Sdk.PortalForUrl>

/**
 * Options of a portal.
 *
 * @since 0.1.0
 * @category models
 */
export type PortalOptions = Native<Sdk.PortalOptions>

/**
 * Methods of `Portal`: compositions of the API's operations in the words of its users. Options are in camelCase. Every
 * run of an effect is one logical call, with one idempotency key for all of its attempts.
 *
 * @since 0.1.0
 * @category models
 */
export type PortalService = Methods<Sdk.PortalService>

/**
 * A handle of a URL that was protected, now or before.
 *
 * @since 0.1.0
 * @category models
 */
export type ProtectedUrl = Native<Sdk.ProtectedUrl>

/**
 * Properties of a URL that is protected. An existing resource stays as it is.
 *
 * @since 0.1.0
 * @category models
 */
export type ProtectOptions = Native<Sdk.ProtectOptions>

/**
 * A resource as the service that made this handle knows it; another service refuses it. `details` is what the API
 * told of it, where it was asked.
 *
 * @since 0.1.0
 * @category models
 */
export type ResourceHandle = Native<Sdk.ResourceHandle>

/**
 * The same for a resource, where a link of a tunnel can lead below its root.
 *
 * @since 0.1.0
 * @category models
 */
export type ResourcePortalOptions = Native<Sdk.ResourcePortalOptions>
