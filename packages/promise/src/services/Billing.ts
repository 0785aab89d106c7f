// Generated from @qurl/sdk by `npm run promise`. Do not edit.
/**
 * The service for billing. It needs a JWT: an API key is an `AuthorizationError`.
 *
 * @since 0.1.0
 */
import type { Invoice } from "@qurl/contract"
import type * as Sdk from "@qurl/sdk"
import type { Page, Redirect } from "@qurl/sdk"
import type { CallOptions, ReadOptions } from "../CallOptions.js"
import type { Plain } from "../internal/plain.js"

export type { Invoice, Redirect }

/**
 * The plan to buy.
 *
 * @since 0.1.0
 * @category models
 */
export interface CheckoutInput extends Plain<Sdk.CheckoutInput> {}

/**
 * From where to list, and how much at a time: 25 invoices unless said otherwise.
 *
 * @since 0.1.0
 * @category models
 */
export interface ListInvoicesInput extends Plain<Sdk.ListInvoicesInput> {}

/**
 * Methods of `client.billing`. In errors the methods carry the names of the API's operations, which stand behind each.
 *
 * @since 0.1.0
 * @category models
 */
export interface Billing {
  /**
   * Starts a checkout on a hosted page (`createBillingCheckout`).
   *
   * A retry sends the same key and yields the same page; `options.idempotencyKey` replaces the generated key. Pages are
   * short-lived: for a page that has run out call with a new key.
   */
  readonly checkout: (input: CheckoutInput, options?: CallOptions) => Promise<Redirect>

  /**
   * Starts a visit to the hosted billing portal (`createBillingPortal`).
   *
   * A retry sends the same key and yields the same page; `options.idempotencyKey` replaces the generated key. Pages are
   * short-lived: for a page that has run out call with a new key.
   */
  readonly portal: (options?: CallOptions) => Promise<Redirect>

  /** Reads one page of the invoices (`listBillingInvoices`). */
  readonly listInvoices: (query?: ListInvoicesInput, options?: ReadOptions) => Promise<Page<Invoice>>

  /** All items of all pages. Each page is requested when its items are needed (`listBillingInvoices`). */
  readonly listAllInvoices: (query?: ListInvoicesInput, options?: ReadOptions) => AsyncIterable<Invoice>
}
