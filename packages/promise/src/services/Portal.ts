// Generated from @qurl/sdk by `npm run promise`. Do not edit.
/**
 * The service for portals: the API's operations in the words of its users.
 *
 * @since 0.1.0
 */
import type * as Sdk from "@qurl/sdk"
import type { Entered, OpenPortal, PortalForUrl, ProtectedUrl, ResourceHandle } from "@qurl/sdk"
import type { CallOptions } from "../CallOptions.js"
import type { Plain } from "../internal/plain.js"

export type { Entered, OpenPortal, PortalForUrl, ProtectedUrl, ResourceHandle }

/**
 * Options of a portal.
 *
 * @since 0.1.0
 * @category models
 */
export interface PortalOptions extends Plain<Sdk.PortalOptions> {}

/**
 * Properties of a URL that is protected. An existing resource stays as it is.
 *
 * @since 0.1.0
 * @category models
 */
export interface ProtectOptions extends Plain<Sdk.ProtectOptions> {}

/**
 * The same for a resource, where a link of a tunnel can lead below its root.
 *
 * @since 0.1.0
 * @category models
 */
export interface ResourcePortalOptions extends Plain<Sdk.ResourcePortalOptions> {}

/**
 * Methods of `client.portal`: compositions of the API's operations in the words of its users. Options are in camelCase.
 * Every call is one logical call, with one idempotency key for all of its attempts.
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
  readonly protectUrl: (url: string, options?: ProtectOptions, call?: CallOptions) => Promise<ProtectedUrl>

  /**
   * Opens a portal to a resource, given by a handle of this service or by its id (`createQurlForResource`).
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
  readonly createPortalForUrl: (url: string, options?: PortalOptions, call?: CallOptions) => Promise<PortalForUrl>

  /**
   * A handle of a resource whose id is known. Nothing is asked, so that nothing is known of the resource but its id.
   */
  readonly resourceById: (id: string) => Promise<ResourceHandle>

  /**
   * Walks through a portal: exchanges its link, or the token in it, for network access from this machine's address
   * (`resolve`). Signed links, which open natively and not over HTTP, are refused. Neither link nor token is repeated
   * in an error. The key needs the scope `qurl:resolve`.
   *
   * After a lost answer, a retry sends the same key. The only status that is retried is 429, whatever the policy says.
   * `call.idempotencyKey` replaces the generated key.
   */
  readonly enterPortal: (linkOrToken: string, call?: CallOptions) => Promise<Entered>
}
