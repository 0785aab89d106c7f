/**
 * Custom domains: host names of the caller's own that links can show.
 *
 * @since 0.1.0
 */
import type { CallOptions, ReadOptions } from "./CallOptions.js"
import type { Deleted, Page, ReadMeta, WriteMeta } from "./Result.js"

/**
 * A registered domain. `verification_token` goes into a public TXT record, so it is no secret.
 *
 * @since 0.1.0
 * @category models
 */
export interface Domain {
  readonly domain?: string | undefined
  readonly status?:
    | "active"
    | "failed"
    | "pending_verification"
    | "verified"
    | "provisioning_tls"
    | (string & {})
    | undefined
  readonly verification_token?: string | undefined
  readonly token_expires_at?: string | undefined
  readonly acme_cname_target?: string | undefined
  readonly created_at?: string | undefined
  readonly verified_at?: string | undefined
  readonly activated_at?: string | undefined
  readonly ready_for_qurls?: boolean | undefined
  readonly dns_records?:
    | ReadonlyArray<{
      readonly type?: "TXT" | "CNAME" | (string & {}) | undefined
      readonly name?: string | undefined
      readonly value?: string | undefined
      readonly verified?: boolean | undefined
    }>
    | undefined
}

/**
 * What became of one look at DNS.
 *
 * @since 0.1.0
 * @category models
 */
export interface DomainCheck {
  readonly verified: boolean
  readonly error?: string | undefined
  readonly found?: string | undefined
}

/**
 * The host name to register.
 *
 * @since 0.1.0
 * @category models
 */
export interface RegisterDomainInput {
  readonly domain: string
}

/**
 * A domain that was registered or changed. `dns_records` are to be published.
 *
 * @since 0.1.0
 * @category models
 */
export interface DomainChanged extends Domain {
  readonly meta: WriteMeta
}

/**
 * From where to list, and how much at a time.
 *
 * @since 0.1.0
 * @category models
 */
export interface ListDomainsInput {
  readonly limit?: number | null | undefined
  readonly cursor?: string | null | undefined
}

/**
 * A domain that was read.
 *
 * @since 0.1.0
 * @category models
 */
export interface DomainFound extends Domain {
  readonly meta: ReadMeta
}

/**
 * What a look at DNS found. Look at `status` and `checks`: a record that is missing is a result and no error.
 *
 * @since 0.1.0
 * @category models
 */
export interface DomainVerified {
  readonly domain?: string | undefined
  readonly status?:
    | "active"
    | "failed"
    | "pending_verification"
    | "verified"
    | "provisioning_tls"
    | (string & {})
    | undefined
  readonly checks?: {
    readonly txt?: DomainCheck | undefined
    readonly acme_cname?: DomainCheck | undefined
    readonly traffic_routing?: DomainCheck | undefined
  } | undefined
  readonly meta: WriteMeta
}

/**
 * What `client.domains` offers. In errors the methods carry the names of the API's operations, which stand behind each. Domains
 * are for the enterprise plan: elsewhere they are an `AuthorizationError`.
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

  /** The items of all pages, which are asked for one by one as they are needed (`listDomains`). */
  readonly listAll: (query?: ListDomainsInput, options?: ReadOptions) => AsyncIterable<Domain>

  /** Reads a domain by its host name (`getDomain`). */
  readonly get: (domain: string, options?: ReadOptions) => Promise<DomainFound>

  /**
   * Removes a domain (`deleteDomain`). It repeats safely without a key: finding nothing after an attempt whose answer
   * was lost is a success. On the first attempt it is a `NotFoundError`.
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
