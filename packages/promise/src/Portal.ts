/**
 * The portal verbs: protect a URL, open portals to it, walk through one.
 *
 * @since 0.1.0
 */
import type { CallOptions } from "./CallOptions.js"
import type { Resource } from "./Resources.js"
import type { WriteMeta } from "./Result.js"

/**
 * What to say of a URL that is protected. A resource that is found stays as it is.
 *
 * @since 0.1.0
 * @category models
 */
export interface ProtectOptions {
  readonly description?: string | null | undefined
  readonly tags?: ReadonlyArray<string> | null | undefined
  readonly customDomain?: string | null | undefined
  readonly alias?: string | null | undefined
}

/**
 * A handle of a URL that was protected, now or before.
 *
 * @since 0.1.0
 * @category models
 */
export interface ProtectedUrl extends ResourceHandle {
  readonly targetUrl: string
  readonly details: Resource
  readonly meta: WriteMeta
}

/**
 * A resource as the client that made this handle knows it; another client refuses it. `details` is what the API
 * told of it, where it was asked.
 *
 * @since 0.1.0
 * @category models
 */
export interface ResourceHandle {
  readonly id: string
  readonly targetUrl?: string | undefined
  readonly details?: Resource | undefined
}

/**
 * The same for a resource, where a link of a tunnel can lead below its root.
 *
 * @since 0.1.0
 * @category models
 */
export interface ResourcePortalOptions extends PortalOptions {
  readonly targetPath?: string | null | undefined
}

/**
 * A way in. `link` is a credential that is never readable again; `qurlId` names it and may be logged.
 *
 * @since 0.1.0
 * @category models
 */
export interface OpenPortal {
  readonly resourceId: string
  readonly link: string
  readonly site?: string | undefined
  readonly expiresAt?: Date | undefined
  readonly qurlId?: string | undefined
  readonly label?: string | undefined
  readonly meta: WriteMeta
}

/**
 * What a portal is like.
 *
 * @since 0.1.0
 * @category models
 */
export interface PortalOptions {
  /** How long the link can be used: at least a minute. The server takes a day when nothing is said. */
  readonly validFor?: string | number | null | undefined
  /** Who it is for: 1 to 500 characters that are not all blank. */
  readonly label?: string | null | undefined
  readonly oneTimeUse?: boolean | null | undefined
  /** Concurrent sessions, 0 to 1000; 0 means unlimited. */
  readonly maxSessions?: number | null | undefined
  /** How long access lasts once somebody has come through: at least a second. */
  readonly sessionDuration?: string | number | null | undefined
}

/**
 * A way in, and the resource behind it.
 *
 * @since 0.1.0
 * @category models
 */
export interface PortalForUrl {
  readonly portal: OpenPortal
  /** It knows its id and URL only. */
  readonly resource: ResourceHandle & { readonly targetUrl: string }
}

/**
 * Where a portal led: `resourceUrl` is open to this machine's address for `openSeconds`, where 0 is unknown.
 *
 * @since 0.1.0
 * @category models
 */
export interface Entered {
  readonly resourceUrl: string
  readonly openSeconds: number
  readonly resourceId: string | undefined
  readonly meta: WriteMeta
}

/**
 * What `client.portal` offers: compositions of the API's operations in the words of its users. Options are in camelCase;
 * durations are numbers of milliseconds, or strings in the API's grammar. Every call is one logical call, with one
 * idempotency key for all of its attempts.
 *
 * @since 0.1.0
 * @category models
 */
export interface Portal {
  /**
   * Protects a URL: makes its resource, or finds the one it has (`createResource`). A URL with a user name or password
   * in it is refused.
   *
   * A retry sends the same key. `call.idempotencyKey` replaces the generated key.
   */
  readonly protectUrl: (
    url: string,
    options?: ProtectOptions,
    call?: CallOptions
  ) => Promise<ProtectedUrl>

  /**
   * Opens a portal to a resource, given by a handle of this client or by its id (`createQurlForResource`).
   *
   * A retry sends the same key, so that there is one portal. `call.idempotencyKey` replaces the generated key.
   */
  readonly createPortal: (
    resource: ResourceHandle | string,
    options?: ResourcePortalOptions,
    call?: CallOptions
  ) => Promise<OpenPortal>

  /**
   * Protects a URL and opens a portal to it in one request (`create`).
   *
   * A retry sends the same key, so that there is one portal. `call.idempotencyKey` replaces the generated key.
   */
  readonly createPortalForUrl: (
    url: string,
    options?: PortalOptions,
    call?: CallOptions
  ) => Promise<PortalForUrl>

  /** A handle of a resource whose id is known. Nothing is asked, so that nothing is known of the resource but its id. */
  readonly resourceById: (id: string) => Promise<ResourceHandle>

  /**
   * Walks through a portal: exchanges its link, or the token in it, for network access from this machine's address
   * (`resolve`). Signed links, which open natively and not over HTTP, are refused. Neither link nor token is repeated in
   * an error. The key needs the scope `qurl:resolve`.
   *
   * A lost answer is repeated under the same key. Of the statuses only 429 is repeated, whatever the policy says.
   * `call.idempotencyKey` replaces the generated key.
   */
  readonly enterPortal: (
    linkOrToken: string,
    call?: CallOptions
  ) => Promise<Entered>
}
