/**
 * What a client needs to know of the group `customer`.
 *
 * @since 0.1.0
 */
import { CustomerProfile, UpdateCustomerRequest } from "../CustomerProfile.js"
import type { Described } from "../Described.js"
import { envelope } from "../Envelope.js"
import { UsageCurrentPeriod, UsageDaily } from "../Usage.js"

/**
 * Read the customer, who is created with the first read.
 *
 * @since 0.1.0
 * @category models
 */
export const get = {
  name: "getCustomer",
  method: "GET",
  path: "/v1/customer",
  success: envelope(CustomerProfile),
  rules: { idempotency: "natural" }
} as const satisfies Described

/**
 * Set the spending cap.
 *
 * @since 0.1.0
 * @category models
 */
export const update = {
  name: "updateCustomer",
  method: "PATCH",
  path: "/v1/customer",
  payload: UpdateCustomerRequest,
  success: envelope(CustomerProfile),
  rules: { idempotency: "keyed" }
} as const satisfies Described

/**
 * Usage of the running billing period.
 *
 * @since 0.1.0
 * @category models
 */
export const usage = {
  name: "getUsageCurrentPeriod",
  method: "GET",
  path: "/v1/usage/current-period",
  success: envelope(UsageCurrentPeriod),
  rules: { idempotency: "natural" }
} as const satisfies Described

/**
 * Links created on each day of the running period.
 *
 * @since 0.1.0
 * @category models
 */
export const dailyUsage = {
  name: "getUsageDaily",
  method: "GET",
  path: "/v1/usage/daily",
  success: envelope(UsageDaily),
  rules: { idempotency: "natural" }
} as const satisfies Described
