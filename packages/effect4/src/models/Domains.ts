// Generated from @qurl/sdk by `npm run promise`. Do not edit.
/**
 * The service for custom domains: host names of the caller's own that links can show.
 *
 * @since 0.1.0
 */
import type * as Sdk from "@qurl/sdk"
import type { Methods, Native } from "../internal/native.js"

/**
 * A domain that was registered or changed. `dns_records` are to be published.
 *
 * @since 0.1.0
 * @category models
 */
export type DomainChanged = Native<Sdk.DomainChanged>

/**
 * A domain that was read.
 *
 * @since 0.1.0
 * @category models
 */
export type DomainFound = Native<Sdk.DomainFound>

/**
 * Methods of `Domains`. In errors the methods carry the names of the API's operations, which stand behind each.
 * Domains are for the enterprise plan: elsewhere they are an `AuthorizationError`.
 *
 * @since 0.1.0
 * @category models
 */
export type DomainsService = Methods<Sdk.DomainsService>

/**
 * Result of a DNS check. Read `status` and `checks`: a missing record is a result, not an error.
 *
 * @since 0.1.0
 * @category models
 */
export type DomainVerified = Native<Sdk.DomainVerified>

/**
 * From where to list, and how much at a time.
 *
 * @since 0.1.0
 * @category models
 */
export type ListDomainsInput = Native<Sdk.ListDomainsInput>

/**
 * The host name to register.
 *
 * @since 0.1.0
 * @category models
 */
export type RegisterDomainInput = Native<Sdk.RegisterDomainInput>
