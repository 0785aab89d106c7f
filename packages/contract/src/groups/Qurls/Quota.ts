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
  plan: absent(openEnum("free", "growth", "enterprise")),
  period_start: absent(Schema.String),
  period_end: absent(Schema.String),
  rate_limits: absent(
    Schema.Struct({
      create_per_minute: count,
      create_per_hour: count,
      list_per_minute: count,
      resolve_per_minute: count,
      max_active_qurls: count,
      max_tokens_per_qurl: count,
      max_expiry_seconds: count
    }).annotations({ identifier: "QuotaLimits" })
  ),
  usage: absent(
    Schema.Struct({
      qurls_created: count,
      active_qurls: count,
      // Null says that there is no limit to be a share of.
      active_qurls_percent: Schema.optional(Schema.NullOr(Schema.Number)),
      total_accesses: count
    }).annotations({ identifier: "QuotaUsage" })
  )
}).annotations({ identifier: "Quota" })

/**
 * @since 0.1.0
 * @category models
 */
export type Quota = typeof Quota.Type
