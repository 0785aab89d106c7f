/**
 * The service for custom domains: host names of the caller's own that links can show.
 *
 * @since 0.1.0
 */
import type { Domain, DomainVerifyResult, PageQuery, RegisterDomainRequest } from "@qurl/contract"
import * as Operations from "@qurl/contract/groups/Domains"
import type * as Effect from "effect/Effect"
import type * as Stream from "effect/Stream"
import type { CallOptions, ReadOptions, Written } from "../Input.js"
import * as Compiled from "../internal/call/compiled.js"
import { pages } from "../internal/call/method.js"
import * as Service from "../internal/call/service.js"
import type { NotFoundError, ReadError, WriteError } from "../QurlError.js"
import type { Deleted, Page, ReadMeta, WriteMeta } from "../Result.js"

/**
 * The host name to register.
 *
 * @since 0.1.0
 * @category models
 */
export interface RegisterDomainInput extends Written<RegisterDomainRequest> {}

/**
 * From where to list, and how much at a time.
 *
 * @since 0.1.0
 * @category models
 */
export interface ListDomainsInput extends Written<PageQuery> {}

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
 * A domain that was read.
 *
 * @since 0.1.0
 * @category models
 */
export interface DomainFound extends Domain {
  readonly meta: ReadMeta
}

/**
 * Result of a DNS check. Read `status` and `checks`: a missing record is a result, not an error.
 *
 * @since 0.1.0
 * @category models
 */
export interface DomainVerified extends DomainVerifyResult {
  readonly meta: WriteMeta
}

/**
 * Methods of `Domains`. In errors the methods carry the names of the API's operations, which stand behind each.
 * Domains are for the enterprise plan: elsewhere they are an `AuthorizationError`.
 *
 * @since 0.1.0
 * @category models
 */
export interface DomainsService {
  /**
   * Registers a domain (`registerDomain`). A domain that is registered already is a `ConflictError`.
   *
   * A retry sends the same key, so that it does not clash with its own first attempt; `options.idempotencyKey` replaces
   * the generated key.
   */
  readonly register: (input: RegisterDomainInput, options?: CallOptions) => Effect.Effect<DomainChanged, WriteError>

  /** Reads one page of the caller's domains (`listDomains`). */
  readonly list: (query?: ListDomainsInput, options?: ReadOptions) => Effect.Effect<Page<Domain>, ReadError>

  /** All items of all pages. Each page is requested when its items are needed (`listDomains`). */
  readonly listAll: (query?: ListDomainsInput, options?: ReadOptions) => Stream.Stream<Domain, ReadError>

  /** Reads a domain by its host name (`getDomain`). */
  readonly get: (domain: string, options?: ReadOptions) => Effect.Effect<DomainFound, ReadError | NotFoundError>

  /**
   * Removes a domain (`deleteDomain`). A retry is safe without a key: finding nothing after an attempt whose answer
   * was lost is a success. On the first attempt it is a `NotFoundError`.
   */
  readonly delete: (domain: string, options?: ReadOptions) => Effect.Effect<Deleted, ReadError | NotFoundError>

  /**
   * Looks at DNS now (`verifyDomain`). A verification token that ran out is a `ValidationError` with status 422: call
   * `regenerateToken` and publish the new one.
   *
   * Each call is another look. A retry sends the same key and yields the first look; `options.idempotencyKey` replaces
   * the generated key, and one that was used before yields the old look.
   */
  readonly verify: (domain: string, options?: CallOptions) => Effect.Effect<DomainVerified, WriteError | NotFoundError>

  /**
   * Replaces the verification token (`regenerateDomainToken`). The old one is worth nothing at once. A domain that is
   * verified already is a `ConflictError`.
   *
   * A retry sends the same key, so that a lost answer does not replace the token twice; `options.idempotencyKey`
   * replaces the generated key.
   */
  readonly regenerateToken: (
    domain: string,
    options?: CallOptions
  ) => Effect.Effect<DomainChanged, WriteError | NotFoundError>
}

const operations = Compiled.group(Operations)

const methods = Service.methods<DomainsService>()(operations, { listAll: pages(operations.list) })

/**
 * The operations on custom domains.
 *
 * @example
 * import { Domains, QurlLive } from "@qurl/sdk"
 * import { Console, Effect } from "effect"
 *
 * const program = Effect.gen(function*() {
 *   const { dns_records } = yield* Domains.register({ domain: "links.example.com" })
 *   yield* Console.log("Publish these:", dns_records)
 *   // ... and when they are published:
 *   const { checks, status } = yield* Domains.verify("links.example.com")
 *   return { checks, status }
 * }).pipe(Effect.provide(QurlLive))
 *
 * @since 0.1.0
 * @category tags
 */
export class Domains extends Service.tag<Domains, DomainsService>()("Domains", methods) {}
