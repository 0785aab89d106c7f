/**
 * What a client needs to know of the group `domains`.
 *
 * @since 0.1.0
 */
import type { Described } from "../Described.js"
import { Domain, DomainVerifyResult, RegisterDomainRequest } from "../Domain.js"
import { envelope, page } from "../Envelope.js"
import { PageQuery } from "../PageQuery.js"

/**
 * Register a custom domain.
 *
 * @since 0.1.0
 * @category models
 */
export const register = {
  name: "registerDomain",
  method: "POST",
  path: "/v1/domains",
  payload: RegisterDomainRequest,
  success: envelope(Domain),
  rules: { idempotency: "keyed" },
  documentsKey: true
} as const satisfies Described

/**
 * List custom domains.
 *
 * @since 0.1.0
 * @category models
 */
export const list = {
  name: "listDomains",
  method: "GET",
  path: "/v1/domains",
  query: PageQuery,
  success: page(Domain),
  rules: { idempotency: "natural" }
} as const satisfies Described

/**
 * Read one domain.
 *
 * @since 0.1.0
 * @category models
 */
export const get = {
  name: "getDomain",
  method: "GET",
  path: "/v1/domains/:domain",
  success: envelope(Domain),
  rules: { idempotency: "natural" }
} as const satisfies Described

/**
 * Remove a domain.
 *
 * @since 0.1.0
 * @category models
 */
export const remove = {
  name: "deleteDomain",
  method: "DELETE",
  path: "/v1/domains/:domain",
  rules: { idempotency: "natural" }
} as const satisfies Described

/**
 * Look at DNS now.
 *
 * @since 0.1.0
 * @category models
 */
export const verify = {
  name: "verifyDomain",
  method: "POST",
  path: "/v1/domains/:domain/verify",
  success: envelope(DomainVerifyResult),
  rules: { idempotency: "keyed" }
} as const satisfies Described

/**
 * Replace the verification token.
 *
 * @since 0.1.0
 * @category models
 */
export const regenerateToken = {
  name: "regenerateDomainToken",
  method: "POST",
  path: "/v1/domains/:domain/regenerate-token",
  success: envelope(Domain),
  rules: { idempotency: "keyed" }
} as const satisfies Described
