/**
 * The service for billing. It needs a JWT: an API key is an `AuthorizationError`.
 *
 * @since 0.1.0
 */
import type { CreateBillingCheckoutRequest, Invoice, ListInvoicesQuery, RedirectSession } from "@qurl/contract"
import * as Operations from "@qurl/contract/groups/Billing"
import type * as Effect from "effect/Effect"
import type * as Stream from "effect/Stream"
import type { CallOptions, ReadOptions, Written } from "../Input.js"
import { page } from "../internal/call/answer.js"
import * as Compiled from "../internal/call/compiled.js"
import { effect, type Parts, stream } from "../internal/call/method.js"
import { paginate } from "../internal/call/paginate.js"
import * as Service from "../internal/call/service.js"
import type { ReadError, WriteError } from "../QurlError.js"
import type { Page, WriteMeta } from "../Result.js"

/**
 * The plan to buy.
 *
 * @since 0.1.0
 * @category models
 */
export interface CheckoutInput extends Written<CreateBillingCheckoutRequest> {}

/**
 * From where to list, and how much at a time: 25 invoices unless said otherwise.
 *
 * @since 0.1.0
 * @category models
 */
export interface ListInvoicesInput extends Written<ListInvoicesQuery> {}

/**
 * A hosted page. `url` is a credential: it lets its holder in, for a short while.
 *
 * @since 0.1.0
 * @category models
 */
export interface Redirect extends RedirectSession {
  readonly meta: WriteMeta
}

/**
 * Methods of `Billing`. In errors the methods carry the names of the API's operations, which stand behind each.
 *
 * @since 0.1.0
 * @category models
 */
export interface BillingService {
  /**
   * Starts a checkout on a hosted page (`createBillingCheckout`).
   *
   * A retry sends the same key and yields the same page; `options.idempotencyKey` replaces the generated key. Pages are
   * short-lived: for a page that has run out call with a new key.
   */
  readonly checkout: (input: CheckoutInput, options?: CallOptions) => Effect.Effect<Redirect, WriteError>

  /**
   * Starts a visit to the hosted billing portal (`createBillingPortal`).
   *
   * A retry sends the same key and yields the same page; `options.idempotencyKey` replaces the generated key. Pages are
   * short-lived: for a page that has run out call with a new key.
   */
  readonly portal: (options?: CallOptions) => Effect.Effect<Redirect, WriteError>

  /** Reads one page of the invoices (`listBillingInvoices`). */
  readonly listInvoices: (query?: ListInvoicesInput, options?: ReadOptions) => Effect.Effect<Page<Invoice>, ReadError>

  /** All items of all pages. Each page is requested when its items are needed (`listBillingInvoices`). */
  readonly listAllInvoices: (query?: ListInvoicesInput, options?: ReadOptions) => Stream.Stream<Invoice, ReadError>
}

const operations = Compiled.group(Operations)

/** Invoices stand one level deeper than the items of other lists. */
const listInvoices =
  ({ call }: Parts) => (query?: ListInvoicesInput, options?: ReadOptions): Effect.Effect<Page<Invoice>, ReadError> =>
    call(
      operations.listInvoices,
      { query, options },
      ({ report, value: { data, meta } }) => page(data.invoices, meta, report)
    )

const methods = Service.methods<BillingService>()(operations, {
  listInvoices: effect(1, listInvoices),

  listAllInvoices: stream(1, (parts) => (query, options) =>
    paginate(
      operations.listInvoices.operation.name,
      (cursor) => listInvoices(parts)(cursor === undefined ? query : { ...query, cursor }, options)
    ))
})

/**
 * The operations of billing.
 *
 * @example
 * import { Billing, QurlLive } from "@qurl/sdk"
 * import { Effect, Stream } from "effect"
 *
 * // QURL_API_KEY holds a JWT here.
 * const paid = Billing.listAllInvoices().pipe(
 *   Stream.filter(({ status }) => status === "paid"),
 *   Stream.runFold(0, (total, { amount_cents }) => total + amount_cents),
 *   Effect.provide(QurlLive)
 * )
 *
 * @since 0.1.0
 * @category tags
 */
export class Billing extends Service.tag<Billing, BillingService>()("Billing", methods) {}
