/**
 * The operations on the customer behind an account, and on its usage. Only a JWT may call them.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { operation } from "../ApiOperation.js"
import { envelope } from "../Envelope.js"
import * as Problems from "../Problems.js"
import { absent, openEnum, strict } from "../Wire.js"
import { ApiKeyScope } from "./ApiKeys.js"
import { Publisher } from "./Resources/Resource.js"

/**
 * Billing plan.
 *
 * @since 0.1.0
 * @category models
 */
export const PlanTier = openEnum("free", "growth", "enterprise")

/**
 * A customer. A `spending_cap_cents` of 0 means no cap; `frozen_reason` is there while `frozen` is true.
 *
 * @since 0.1.0
 * @category models
 */
export const CustomerProfile = Schema.Struct({
  /** Plan of the account. */
  tier: PlanTier,
  /** Spending cap per period in cents; 0 means no cap. */
  spending_cap_cents: Schema.Number,
  /** Use of the current period, in cents. */
  current_period_usage: Schema.Number,
  /** True if the account is frozen. */
  frozen: Schema.Boolean,
  /** Reason while the account is frozen. */
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
  /** Spending cap per period in cents, 0 to 10,000,000; 0 removes the cap. */
  spending_cap_cents: Schema.Int.pipe(Schema.between(0, 10_000_000)).annotations({
    description: "a whole number of cents from 0 to 10000000, where 0 means no cap"
  })
}).annotations(strict("UpdateCustomerRequest"))

/**
 * @since 0.1.0
 * @category models
 */
export type UpdateCustomerRequest = typeof UpdateCustomerRequest.Type

/**
 * Expected cost of the period.
 *
 * @since 0.1.0
 * @category models
 */
export const UsageCostEstimate = Schema.Struct({
  /** ISO 4217 code of the currency. */
  currency: Schema.String,
  /** Expected cost in cents. */
  amount_cents: Schema.Number,
  /** Explanation of the estimate. */
  description: Schema.String
}).annotations({ identifier: "UsageCostEstimate" })

/** Bounds are instants, or plain dates from some servers. */
const period = {
  /** Plan of the account. */
  tier: PlanTier,
  /** Start of the period, an instant or a date. */
  period_start: Schema.String,
  /** End of the period, an instant or a date. */
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
  /** Links created in the period. */
  qurls_created: Schema.Number,
  /** Active links. */
  active_qurls: Schema.Number,
  /** Expected cost of the period. */
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
  /** Calendar day, as YYYY-MM-DD. */
  date: Schema.String,
  /** Links created on that day. */
  qurls_created: Schema.Number
}).annotations({ identifier: "UsageDailyEntry" })

/**
 * An entry per day from the start of the period to today.
 *
 * @since 0.1.0
 * @category models
 */
export const UsageDaily = Schema.Struct({
  ...period,
  /** Entries for each day, from the start of the period to today. */
  daily: Schema.Array(UsageDailyEntry)
}).annotations({ identifier: "UsageDaily" })

/**
 * @since 0.1.0
 * @category models
 */
export type UsageDaily = typeof UsageDaily.Type

/**
 * The caller's account and credential.
 *
 * @since 0.1.0
 * @category models
 */
export const Me = Schema.Struct({
  /** Identifier of the account. */
  owner_id: Schema.NonEmptyString,
  /** Kind of credential. */
  auth_type: absent(Schema.String),
  /** The API key of the call. Absent for other credentials. */
  api_key: absent(
    Schema.Struct({
      /** Identifier of the key. Safe to log. */
      key_id: absent(Schema.String),
      /** Kind of key. */
      kind: absent(openEnum("api_key", "enrollment_token")),
      /** Rights of the key, in alphabetical order. */
      scopes: absent(Schema.Array(ApiKeyScope)),
      /** First 12 characters of the key, which may be shown. */
      key_prefix: absent(Schema.String),
      /** Expiry, in RFC 3339. Absent without one. */
      expires_at: absent(Schema.String)
    }).annotations({ identifier: "MeApiKey" })
  )
}).annotations({ identifier: "Me" })

/**
 * @since 0.1.0
 * @category models
 */
export type Me = typeof Me.Type

/**
 * Name under which the account publishes.
 *
 * @since 0.1.0
 * @category models
 */
export const SetPublisherRequest = Schema.Struct({
  /** Name of the publisher, at most 64 characters. An empty string removes it. */
  name: Schema.String.pipe(Schema.maxLength(64)).annotations({ description: "text of at most 64 characters" })
}).annotations(strict("SetPublisherRequest"))

/**
 * @since 0.1.0
 * @category models
 */
export type SetPublisherRequest = typeof SetPublisherRequest.Type

/**
 * @since 0.1.0
 * @category operations
 */
export const get = operation({
  name: "getCustomer",
  method: "GET",
  path: "/v1/customer",
  summary: "Read the customer, who is created with the first read",
  success: envelope(CustomerProfile),
  errors: [...Problems.read, 403],
  credentials: ["jwt"],
  rules: { idempotency: "natural" }
})

/**
 * @since 0.1.0
 * @category operations
 */
export const update = operation({
  name: "updateCustomer",
  method: "PATCH",
  path: "/v1/customer",
  summary: "Set the spending cap",
  payload: UpdateCustomerRequest,
  success: envelope(CustomerProfile),
  errors: Problems.create,
  credentials: ["jwt"],
  rules: { idempotency: "keyed" }
})

/**
 * @since 0.1.0
 * @category operations
 */
export const usage = operation({
  name: "getUsageCurrentPeriod",
  method: "GET",
  path: "/v1/usage/current-period",
  summary: "Usage of the running billing period",
  success: envelope(UsageCurrentPeriod),
  errors: [...Problems.read, 403],
  credentials: ["jwt"],
  rules: { idempotency: "natural" }
})

/**
 * @since 0.1.0
 * @category operations
 */
export const dailyUsage = operation({
  name: "getUsageDaily",
  method: "GET",
  path: "/v1/usage/daily",
  summary: "Links created on each day of the running period",
  success: envelope(UsageDaily),
  errors: [...Problems.read, 403],
  credentials: ["jwt"],
  rules: { idempotency: "natural" }
})

/**
 * @since 0.1.0
 * @category operations
 */
export const me = operation({
  name: "getMe",
  method: "GET",
  path: "/v1/me",
  summary: "Read the account and the credential of the caller",
  success: envelope(Me),
  errors: Problems.read,
  rules: { idempotency: "natural" }
})

/**
 * @since 0.1.0
 * @category operations
 */
export const publisher = operation({
  name: "getPublisher",
  method: "GET",
  path: "/v1/me/publisher",
  summary: "Read the name under which the account publishes",
  success: envelope(Publisher),
  errors: [...Problems.read, 403],
  rules: { idempotency: "natural" }
})

/**
 * @since 0.1.0
 * @category operations
 */
export const setPublisher = operation({
  name: "setPublisher",
  method: "PATCH",
  path: "/v1/me/publisher",
  summary: "Set or remove the name under which the account publishes",
  payload: SetPublisherRequest,
  success: envelope(Publisher),
  errors: Problems.create,
  rules: { idempotency: "keyed" }
})
