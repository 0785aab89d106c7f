/**
 * What was used in the running billing period.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { absent, openEnum } from "./Wire.js"

/**
 * Billing plan.
 *
 * @since 0.1.0
 * @category models
 */
export const PlanTier = openEnum("free", "growth", "enterprise")

/**
 * What the period is going to cost.
 *
 * @since 0.1.0
 * @category models
 */
export const UsageCostEstimate = Schema.Struct({
  currency: Schema.String,
  amount_cents: Schema.Number,
  description: Schema.String
}).annotations({ identifier: "UsageCostEstimate" })

/** Bounds are instants, or plain dates from some servers. */
const period = {
  tier: PlanTier,
  period_start: Schema.String,
  period_end: Schema.String
}

/**
 * Usage of the running period.
 *
 * @since 0.1.0
 * @category models
 */
export const UsageCurrentPeriod = Schema.Struct({
  ...period,
  qurls_created: Schema.Number,
  active_qurls: Schema.Number,
  cost_estimate: absent(UsageCostEstimate)
}).annotations({ identifier: "UsageCurrentPeriod" })

/**
 * @since 0.1.0
 * @category models
 */
export type UsageCurrentPeriod = typeof UsageCurrentPeriod.Type

/**
 * Links that were created on one calendar day.
 *
 * @since 0.1.0
 * @category models
 */
export const UsageDailyEntry = Schema.Struct({
  date: Schema.String,
  qurls_created: Schema.Number
}).annotations({ identifier: "UsageDailyEntry" })

/**
 * One entry per day from the start of the period to today.
 *
 * @since 0.1.0
 * @category models
 */
export const UsageDaily = Schema.Struct({
  ...period,
  daily: Schema.Array(UsageDailyEntry)
}).annotations({ identifier: "UsageDaily" })

/**
 * @since 0.1.0
 * @category models
 */
export type UsageDaily = typeof UsageDaily.Type
