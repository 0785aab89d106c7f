// Generated from @qurl/sdk by `npm run promise`. Do not edit.
/**
 * The service for custom domains: host names of the caller's own that links can show.
 *
 * @since 0.1.0
 */
import type { Domain } from "@qurl/contract"
import type * as Sdk from "@qurl/sdk"
import type { Deleted, DomainChanged, DomainFound, DomainVerified, Page } from "@qurl/sdk"
import type { CallOptions, ReadOptions } from "../CallOptions.js"
import type { Plain } from "../internal/plain.js"

export type { Domain, DomainChanged, DomainFound, DomainVerified }

/**
 * From where to list, and how much at a time.
 *
 * @since 0.1.0
 * @category models
 */
export interface ListDomainsInput extends Plain<Sdk.ListDomainsInput> {}

/**
 * The host name to register.
 *
 * @since 0.1.0
 * @category models
 */
export interface RegisterDomainInput extends Plain<Sdk.RegisterDomainInput> {}

/**
 * Methods of `client.domains`. In errors the methods carry the names of the API's operations, which stand behind each.
 * Domains are for the enterprise plan: elsewhere they are an `AuthorizationError`.
 *
 * @since 0.1.0
 * @category models
 */
export interface Domains {
  /**
   * Registers a domain (`registerDomain`). A domain that is registered already is a `ConflictError`.
   *
   * A retry sends the same key, so that it does not clash with its own first attempt; `options.idempotencyKey` replaces
   * the generated key.
   */
  readonly register: (input: RegisterDomainInput, options?: CallOptions) => Promise<DomainChanged>

  /** Reads one page of the caller's domains (`listDomains`). */
  readonly list: (query?: ListDomainsInput, options?: ReadOptions) => Promise<Page<Domain>>

  /** All items of all pages. Each page is requested when its items are needed (`listDomains`). */
  readonly listAll: (query?: ListDomainsInput, options?: ReadOptions) => AsyncIterable<Domain>

  /** Reads a domain by its host name (`getDomain`). */
  readonly get: (domain: string, options?: ReadOptions) => Promise<DomainFound>

  /**
   * Removes a domain (`deleteDomain`). A retry is safe without a key: finding nothing after an attempt whose answer was
   * lost is a success. On the first attempt it is a `NotFoundError`.
   */
  readonly delete: (domain: string, options?: ReadOptions) => Promise<Deleted>

  /**
   * Looks at DNS now (`verifyDomain`). A verification token that ran out is a `ValidationError` with status 422: call
   * `regenerateToken` and publish the new one.
   *
   * Each call is another look. A retry sends the same key and yields the first look; `options.idempotencyKey` replaces
   * the generated key, and one that was used before yields the old look.
   */
  readonly verify: (domain: string, options?: CallOptions) => Promise<DomainVerified>

  /**
   * Replaces the verification token (`regenerateDomainToken`). The old one is worth nothing at once. A domain that is
   * verified already is a `ConflictError`.
   *
   * A retry sends the same key, so that a lost answer does not replace the token twice; `options.idempotencyKey`
   * replaces the generated key.
   */
  readonly regenerateToken: (domain: string, options?: CallOptions) => Promise<DomainChanged>
}
