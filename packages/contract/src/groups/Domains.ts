/**
 * The operations on custom domains.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { operation } from "../ApiOperation.js"
import { envelope, page } from "../Envelope.js"
import { CustomDomain } from "../Fields.js"
import { PageQuery } from "../PageQuery.js"
import * as Problems from "../Problems.js"
import { absent, openEnum, strict } from "../Wire.js"

/**
 * The host name to register.
 *
 * @since 0.1.0
 * @category models
 */
export const RegisterDomainRequest = Schema.Struct({ domain: CustomDomain }).annotations(
  strict("RegisterDomainRequest")
)

/**
 * @since 0.1.0
 * @category models
 */
export type RegisterDomainRequest = typeof RegisterDomainRequest.Type

/**
 * How far a domain has come. Links can use it from `verified` on.
 *
 * @since 0.1.0
 * @category models
 */
export const DomainStatus = openEnum("pending_verification", "verified", "provisioning_tls", "active", "failed")

/**
 * A record to publish, and whether DNS held it when it was last looked at.
 *
 * @since 0.1.0
 * @category models
 */
export const DnsRecord = Schema.Struct({
  /** Kind of record. */
  type: absent(openEnum("TXT", "CNAME")),
  /** Name of the record. */
  name: absent(Schema.String),
  /** Value of the record. */
  value: absent(Schema.String),
  /** True if DNS held the record at the last check. */
  verified: absent(Schema.Boolean)
}).annotations({ identifier: "DnsRecord" })

/**
 * A registered domain. `verification_token` goes into a public TXT record, so it is not a secret.
 *
 * @since 0.1.0
 * @category models
 */
export const Domain = Schema.Struct({
  /** Host name. */
  domain: absent(Schema.String),
  /** Progress of the verification. */
  status: absent(DomainStatus),
  /** Value of the TXT record to publish. Not a secret. */
  verification_token: absent(Schema.String),
  /** Expiry of the verification token, in RFC 3339. */
  token_expires_at: absent(Schema.String),
  /** Target of the CNAME record for certificates. */
  acme_cname_target: absent(Schema.String),
  /** Creation, in RFC 3339. */
  created_at: absent(Schema.String),
  /** Verification, in RFC 3339. */
  verified_at: absent(Schema.String),
  /** Activation, in RFC 3339. */
  activated_at: absent(Schema.String),
  /** True if links can use the domain. */
  ready_for_qurls: absent(Schema.Boolean),
  /** Records to publish. */
  dns_records: absent(Schema.Array(DnsRecord))
}).annotations({ identifier: "Domain" })

/**
 * @since 0.1.0
 * @category models
 */
export type Domain = typeof Domain.Type

/**
 * Result of one DNS check.
 *
 * @since 0.1.0
 * @category models
 */
export const DomainCheck = Schema.Struct({
  /** True if the check passed. */
  verified: Schema.Boolean,
  /** Reason why the check failed. */
  error: absent(Schema.String),
  /** Record that DNS held. */
  found: absent(Schema.String)
}).annotations({ identifier: "DomainCheck" })

/**
 * @since 0.1.0
 * @category models
 */
export type DomainCheck = typeof DomainCheck.Type

/**
 * Result of the DNS checks. A failed check is a result, not a failure.
 *
 * @since 0.1.0
 * @category models
 */
export const DomainVerifyResult = Schema.Struct({
  /** Host name. */
  domain: absent(Schema.String),
  /** Progress of the verification. */
  status: absent(DomainStatus),
  /** Result of each check. */
  checks: absent(Schema.Struct({
    /** Check of the TXT record. */
    txt: absent(DomainCheck),
    /** Check of the CNAME record for certificates. */
    acme_cname: absent(DomainCheck),
    /** Check of the record that routes visitors. */
    traffic_routing: absent(DomainCheck)
  }))
}).annotations({ identifier: "DomainVerifyResult" })

/**
 * @since 0.1.0
 * @category models
 */
export type DomainVerifyResult = typeof DomainVerifyResult.Type

/**
 * @since 0.1.0
 * @category operations
 */
export const register = operation({
  name: "registerDomain",
  method: "POST",
  path: "/v1/domains",
  summary: "Register a custom domain",
  payload: RegisterDomainRequest,
  success: envelope(Domain),
  status: 201,
  errors: Problems.create,
  // The API documents the status and no code. Another code leaves the outcome unknown.
  rules: { idempotency: "keyed", conflicts: ["domain_exists"] },
  documentsKey: true
})

/**
 * @since 0.1.0
 * @category operations
 */
export const list = operation({
  name: "listDomains",
  method: "GET",
  path: "/v1/domains",
  summary: "List custom domains",
  query: PageQuery,
  success: page(Domain),
  errors: Problems.query,
  rules: { idempotency: "natural" }
})

/**
 * @since 0.1.0
 * @category operations
 */
export const get = operation({
  name: "getDomain",
  method: "GET",
  path: "/v1/domains/:domain",
  summary: "Read one domain",
  success: envelope(Domain),
  errors: Problems.find,
  rules: { idempotency: "natural" }
})

/**
 * @since 0.1.0
 * @category operations
 */
export const remove = operation({
  name: "deleteDomain",
  method: "DELETE",
  path: "/v1/domains/:domain",
  summary: "Remove a domain",
  errors: Problems.find,
  rules: { idempotency: "natural" }
})

/**
 * @since 0.1.0
 * @category operations
 */
export const verify = operation({
  name: "verifyDomain",
  method: "POST",
  path: "/v1/domains/:domain/verify",
  summary: "Look at DNS now",
  description: "A verification token that ran out is a 422: regenerate it first.",
  success: envelope(DomainVerifyResult),
  errors: [...Problems.write, 404],
  rules: { idempotency: "keyed" }
})

/**
 * @since 0.1.0
 * @category operations
 */
export const regenerateToken = operation({
  name: "regenerateDomainToken",
  method: "POST",
  path: "/v1/domains/:domain/regenerate-token",
  summary: "Replace the verification token",
  description: "The old token dies at once, the new one lives for 7 days. A domain that is verified already is a 409.",
  success: envelope(Domain),
  errors: [...Problems.write, 404],
  rules: { idempotency: "keyed", conflicts: ["domain_verified"] }
})
