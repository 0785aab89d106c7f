/**
 * Plan limits and usage.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { absent, openEnum } from "../../Wire.js"

const count = absent(Schema.Number)

/**
 * Limits of the plan and what is used of them. In `rate_limits`, -1 means unlimited.
 *
 * @since 0.1.0
 * @category models
 */
export const Quota = Schema.Struct({
  /** Plan of the account. */
  plan: absent(openEnum("free", "growth", "enterprise")),
  /** Start of the period, an instant or a date. */
  period_start: absent(Schema.String),
  /** End of the period, an instant or a date. */
  period_end: absent(Schema.String),
  /** Limits of the plan; -1 means unlimited. */
  rate_limits: absent(
    Schema.Struct({
      /** Links created per minute. */
      create_per_minute: count,
      /** Links created per hour. */
      create_per_hour: count,
      /** List requests per minute. */
      list_per_minute: count,
      /** Resolutions per minute. */
      resolve_per_minute: count,
      /** Active links at a time. */
      max_active_qurls: count,
      /** Links per resource, from older servers. Current ones have no such limit. */
      max_tokens_per_qurl: count,
      /** Active resources at a time. */
      max_active_resources: count,
      /** Links in the period. */
      max_qurls: count,
      /** Data transferred in the period, in bytes. */
      max_data_transfer_bytes: count,
      /** Longest lifetime of a link, in seconds. */
      max_expiry_seconds: count
    }).annotations({ identifier: "QuotaLimits" })
  ),
  /** Use of the current period. */
  usage: absent(
    Schema.Struct({
      /** Links created in the period. */
      qurls_created: count,
      /** Active links. */
      active_qurls: count,
      // Null means unlimited, so a share cannot be computed.
      /** Active links as a percentage of the limit; null without a limit. */
      active_qurls_percent: Schema.optional(Schema.NullOr(Schema.Number)),
      /** Visits in the period. */
      total_accesses: count,
      /** Active resources. */
      active_resources: count,
      /** Active resources as a percentage of the limit; null without a limit. */
      active_resources_percent: Schema.optional(Schema.NullOr(Schema.Number)),
      /** Data transferred in the period, in bytes. */
      data_transfer_bytes: count,
      /** True if the server measures the transferred data. */
      data_transfer_available: absent(Schema.Boolean)
    }).annotations({ identifier: "QuotaUsage" })
  )
}).annotations({ identifier: "Quota" })

/**
 * @since 0.1.0
 * @category models
 */
export type Quota = typeof Quota.Type
