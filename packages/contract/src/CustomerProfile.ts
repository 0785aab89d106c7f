/**
 * The account as a customer.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { PlanTier } from "./Usage.js"
import { absent, openEnum, strict } from "./Wire.js"

/**
 * A customer. A `spending_cap_cents` of 0 means no cap; `frozen_reason` is there while `frozen` is true.
 *
 * @since 0.1.0
 * @category models
 */
export const CustomerProfile = Schema.Struct({
  tier: PlanTier,
  spending_cap_cents: Schema.Number,
  current_period_usage: Schema.Number,
  frozen: Schema.Boolean,
  frozen_reason: absent(openEnum("spending_cap", "payment_failed", "manual"))
}).annotations({ identifier: "Customer" })

/**
 * @since 0.1.0
 * @category models
 */
export type CustomerProfile = typeof CustomerProfile.Type

/**
 * A new spending cap; 0 removes it.
 *
 * @since 0.1.0
 * @category models
 */
export const UpdateCustomerRequest = Schema.Struct({
  spending_cap_cents: Schema.Int.pipe(Schema.between(0, 10_000_000)).annotations({
    description: "a whole number of cents from 0 to 10000000, where 0 means no cap"
  })
}).annotations(strict("UpdateCustomerRequest"))

/**
 * @since 0.1.0
 * @category models
 */
export type UpdateCustomerRequest = typeof UpdateCustomerRequest.Type
