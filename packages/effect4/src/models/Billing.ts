// Generated from @qurl/sdk by `npm run promise`. Do not edit.
/**
 * The service for billing. It needs a JWT: an API key is an `AuthorizationError`.
 *
 * @since 0.1.0
 */
import type * as Sdk from "@qurl/sdk"
import type { Methods, Native } from "../internal/native.js"

/**
 * Methods of `Billing`. In errors the methods carry the names of the API's operations, which stand behind each.
 *
 * @since 0.1.0
 * @category models
 */
export type BillingService = Methods<Sdk.BillingService>

/**
 * The plan to buy.
 *
 * @since 0.1.0
 * @category models
 */
export type CheckoutInput = Native<Sdk.CheckoutInput>

/**
 * From where to list, and how much at a time: 25 invoices unless said otherwise.
 *
 * @since 0.1.0
 * @category models
 */
export type ListInvoicesInput = Native<Sdk.ListInvoicesInput>

/**
 * A hosted page. `url` is a credential: it lets its holder in, for a short while.
 *
 * @since 0.1.0
 * @category models
 */
export type Redirect = Native<Sdk.Redirect>
