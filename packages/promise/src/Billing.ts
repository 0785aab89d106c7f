/**
 * Billing. It needs a JWT: an API key is an `AuthorizationError`.
 *
 * @since 0.1.0
 */
import type { CallOptions, ReadOptions } from "./CallOptions.js"
import type { Page, WriteMeta } from "./Result.js"

/**
 * An invoice of the payment provider.
 *
 * @since 0.1.0
 * @category models
 */
export interface Invoice {
  readonly id: string
  readonly amount_cents: number
  readonly status: "paid" | "open" | "void" | "draft" | (string & {})
  readonly created_at: string
  readonly pdf_url?: string | undefined
}

/**
 * The plan to buy.
 *
 * @since 0.1.0
 * @category models
 */
export interface CheckoutInput {
  readonly plan: "growth" | (string & {})
}

/**
 * A hosted page. `url` is a credential: it lets its holder in, for a short while.
 *
 * @since 0.1.0
 * @category models
 */
export interface Redirect {
  readonly url: string
  readonly meta: WriteMeta
}

/**
 * From where to list, and how much at a time: 25 invoices unless said otherwise.
 *
 * @since 0.1.0
 * @category models
 */
export interface ListInvoicesInput {
  readonly limit?: number | null | undefined
  readonly cursor?: string | null | undefined
}

/**
 * What `client.billing` offers. In errors the methods carry the names of the API's operations, which stand behind each.
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

  /** The items of all pages, which are asked for one by one as they are needed (`listBillingInvoices`). */
  readonly listAllInvoices: (query?: ListInvoicesInput, options?: ReadOptions) => AsyncIterable<Invoice>
}
