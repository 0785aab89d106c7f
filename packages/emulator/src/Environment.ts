/**
 * Systems around the API: DNS, the payment provider, and the integrations that customers install.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"

/**
 * A record that DNS holds.
 *
 * @since 0.1.0
 * @category models
 */
export const DnsEntry = Schema.Struct({
  type: Schema.Literal("TXT", "CNAME"),
  name: Schema.NonEmptyString,
  value: Schema.String
}).annotations({ identifier: "DnsEntry", parseOptions: { onExcessProperty: "error" } })

/**
 * @since 0.1.0
 * @category models
 */
export type DnsEntry = typeof DnsEntry.Type

/**
 * All of DNS.
 *
 * @since 0.1.0
 * @category models
 */
export const Dns = Schema.Struct({ records: Schema.Array(DnsEntry) }).annotations({
  identifier: "Dns",
  parseOptions: { onExcessProperty: "error" }
})

/**
 * An invoice that the payment provider issues. It belongs to the owner of `TestKey.full` and is of now unless something
 * else is said.
 *
 * @since 0.1.0
 * @category models
 */
export const NewInvoice = Schema.Struct({
  owner: Schema.optionalWith(Schema.NonEmptyString, { default: () => "owner_full" }),
  amount_cents: Schema.NonNegativeInt,
  status: Schema.optionalWith(Schema.Literal("paid", "open", "void", "draft"), { default: () => "paid" as const }),
  pdf_url: Schema.optional(Schema.String)
}).annotations({ identifier: "NewInvoice", parseOptions: { onExcessProperty: "error" } })

/**
 * @since 0.1.0
 * @category models
 */
export type NewInvoice = typeof NewInvoice.Encoded

/**
 * A request for access to a private resource that takes such requests, which a person makes on the resource's page.
 *
 * @since 0.1.0
 * @category models
 */
export const NewAccessRequest = Schema.Struct({
  /** Public key or CRID of the resource. */
  resource_id: Schema.NonEmptyString,
  /** Name that the person gives. */
  name: Schema.optionalWith(Schema.NonEmptyString, { default: () => "Ada" })
}).annotations({ identifier: "NewAccessRequest", parseOptions: { onExcessProperty: "error" } })

/**
 * @since 0.1.0
 * @category models
 */
export type NewAccessRequest = typeof NewAccessRequest.Encoded

/**
 * An integration that a customer installs. It belongs to the owner of `TestKey.full` and is for Slack unless something
 * else is said.
 *
 * @since 0.1.0
 * @category models
 */
export const NewInstallation = Schema.Struct({
  owner: Schema.optionalWith(Schema.NonEmptyString, { default: () => "owner_full" }),
  plugin_id: Schema.optionalWith(Schema.NonEmptyString, { default: () => "slack" }),
  label: Schema.String,
  subject_kind: Schema.optionalWith(Schema.String, { default: () => "slack_workspace" }),
  subject_display_name: Schema.String,
  status: Schema.optionalWith(Schema.Literal("active", "degraded", "disconnected", "needs_reauth"), {
    default: () => "active" as const
  })
}).annotations({ identifier: "NewInstallation", parseOptions: { onExcessProperty: "error" } })

/**
 * @since 0.1.0
 * @category models
 */
export type NewInstallation = typeof NewInstallation.Encoded
