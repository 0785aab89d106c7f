/**
 * A host name of the caller, and what its DNS has to say before links can use it.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { CustomDomain } from "./Fields.js"
import { absent, openEnum, strict } from "./Wire.js"

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
  type: absent(openEnum("TXT", "CNAME")),
  name: absent(Schema.String),
  value: absent(Schema.String),
  verified: absent(Schema.Boolean)
}).annotations({ identifier: "DnsRecord" })

/**
 * A registered domain. `verification_token` goes into a public TXT record, so it is no secret.
 *
 * @since 0.1.0
 * @category models
 */
export const Domain = Schema.Struct({
  domain: absent(Schema.String),
  status: absent(DomainStatus),
  verification_token: absent(Schema.String),
  token_expires_at: absent(Schema.String),
  acme_cname_target: absent(Schema.String),
  created_at: absent(Schema.String),
  verified_at: absent(Schema.String),
  activated_at: absent(Schema.String),
  ready_for_qurls: absent(Schema.Boolean),
  dns_records: absent(Schema.Array(DnsRecord))
}).annotations({ identifier: "Domain" })

/**
 * @since 0.1.0
 * @category models
 */
export type Domain = typeof Domain.Type

/**
 * What became of one look at DNS.
 *
 * @since 0.1.0
 * @category models
 */
export const DomainCheck = Schema.Struct({
  verified: Schema.Boolean,
  error: absent(Schema.String),
  found: absent(Schema.String)
}).annotations({ identifier: "DomainCheck" })

/**
 * @since 0.1.0
 * @category models
 */
export type DomainCheck = typeof DomainCheck.Type

/**
 * What a look at DNS found. A check that failed is a result and no failure.
 *
 * @since 0.1.0
 * @category models
 */
export const DomainVerifyResult = Schema.Struct({
  domain: absent(Schema.String),
  status: absent(DomainStatus),
  checks: absent(Schema.Struct({
    txt: absent(DomainCheck),
    acme_cname: absent(DomainCheck),
    traffic_routing: absent(DomainCheck)
  }))
}).annotations({ identifier: "DomainVerifyResult" })

/**
 * @since 0.1.0
 * @category models
 */
export type DomainVerifyResult = typeof DomainVerifyResult.Type
