/**
 * What a client needs to know of the group `billing`.
 *
 * @since 0.1.0
 */
import type { Described } from "../Described.js"
import { envelope } from "../Envelope.js"
import { CreateBillingCheckoutRequest, InvoicePage, ListInvoicesQuery, RedirectSession } from "../Invoice.js"

/**
 * Start a hosted checkout.
 *
 * @since 0.1.0
 * @category models
 */
export const checkout = {
  name: "createBillingCheckout",
  method: "POST",
  path: "/v1/billing/checkout",
  payload: CreateBillingCheckoutRequest,
  success: envelope(RedirectSession),
  rules: { idempotency: "keyed" }
} as const satisfies Described

/**
 * Start a hosted billing portal.
 *
 * @since 0.1.0
 * @category models
 */
export const portal = {
  name: "createBillingPortal",
  method: "POST",
  path: "/v1/billing/portal",
  success: envelope(RedirectSession),
  rules: { idempotency: "keyed" }
} as const satisfies Described

/**
 * List invoices.
 *
 * @since 0.1.0
 * @category models
 */
export const listInvoices = {
  name: "listBillingInvoices",
  method: "GET",
  path: "/v1/billing/invoices",
  query: ListInvoicesQuery,
  success: InvoicePage,
  rules: { idempotency: "natural" }
} as const satisfies Described
