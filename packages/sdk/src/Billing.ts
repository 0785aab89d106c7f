/**
 * The service for billing. It needs a JWT: an API key is an `AuthorizationError`.
 *
 * @since 0.1.0
 */
import type * as HttpClient from "@effect/platform/HttpClient"
import type { CreateBillingCheckoutRequest, Invoice, ListInvoicesQuery, RedirectSession } from "@qurl/contract"
import * as Operations from "@qurl/contract/groups/Billing"
import * as Tracing from "@qurl/idempotency/Tracing"
import type * as Config from "effect/Config"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { type ConfigurationError, fromConfig, type Options } from "./Configuration.js"
import type { CallOptions, ReadOptions, Written } from "./Input.js"
import { page as pageOf } from "./internal/answer.js"
import { withoutKey } from "./internal/call.js"
import * as Caller from "./internal/caller.js"
import * as Compiled from "./internal/compiled.js"
import { paginate } from "./internal/paginate.js"
import type { QurlError, ReadError } from "./QurlError.js"
import type { Page, WriteMeta } from "./Result.js"

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
 * What `Billing` offers. In errors the methods carry the names of the API's operations, which stand behind each.
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
  readonly checkout: (input: CheckoutInput, options?: CallOptions) => Effect.Effect<Redirect, QurlError>

  /**
   * Starts a visit to the hosted billing portal (`createBillingPortal`).
   *
   * A retry sends the same key and yields the same page; `options.idempotencyKey` replaces the generated key. Pages are
   * short-lived: for a page that has run out call with a new key.
   */
  readonly portal: (options?: CallOptions) => Effect.Effect<Redirect, QurlError>

  /** Reads one page of the invoices (`listBillingInvoices`). */
  readonly listInvoices: (query?: ListInvoicesInput, options?: ReadOptions) => Effect.Effect<Page<Invoice>, ReadError>

  /** All pages as one stream, asked for one by one as they are needed (`listBillingInvoices`). */
  readonly listAllInvoices: (query?: ListInvoicesInput, options?: ReadOptions) => Stream.Stream<Invoice, ReadError>
}

const operations = Compiled.group(Operations)

/** @internal */
export const service: Effect.Effect<BillingService, never, Caller.Caller> = Effect.map(Caller.Caller, (caller) => {
  const { call, write } = caller

  const page = (query: ListInvoicesInput | undefined, options: ReadOptions | undefined) =>
    Effect.map(
      withoutKey(call(operations.listInvoices, { query, options })),
      ({ report, value: { data, meta } }) => pageOf(data.invoices, meta, report)
    )

  return {
    checkout: Tracing.fn("Billing.checkout")((payload: CheckoutInput, options?: CallOptions) =>
      write(operations.checkout, { payload, options })
    ),

    portal: Tracing.fn("Billing.portal")((options?: CallOptions) => write(operations.portal, { options })),

    listInvoices: Tracing.fn("Billing.listInvoices")((query?: ListInvoicesInput, options?: ReadOptions) =>
      page(query, options)
    ),

    listAllInvoices: (query, options) =>
      paginate(
        "listBillingInvoices",
        (cursor) => page(cursor === undefined ? query : { ...query, cursor }, options)
      ).pipe(Stream.withSpan("Billing.listAllInvoices"))
  }
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
export class Billing extends Context.Tag("@qurl/sdk/Billing")<Billing, BillingService>() {
  /** Starts a checkout. A retry sends the same key; `options.idempotencyKey` replaces the generated one. */
  static readonly checkout = (input: CheckoutInput, options?: CallOptions) =>
    Effect.flatMap(Billing, (billing) => billing.checkout(input, options))

  /** Starts a visit to the portal. A retry sends the same key; `options.idempotencyKey` replaces the generated one. */
  static readonly portal = (options?: CallOptions) => Effect.flatMap(Billing, (billing) => billing.portal(options))

  /** Reads one page of the invoices. */
  static readonly listInvoices = (query?: ListInvoicesInput, options?: ReadOptions) =>
    Effect.flatMap(Billing, (billing) => billing.listInvoices(query, options))

  /** All pages as one stream. */
  static readonly listAllInvoices = (query?: ListInvoicesInput, options?: ReadOptions) =>
    Stream.unwrap(Effect.map(Billing, (billing) => billing.listAllInvoices(query, options)))

  /** The service on the `HttpClient` of the environment. */
  static readonly make = (
    options: Options
  ): Effect.Effect<BillingService, ConfigurationError, HttpClient.HttpClient> => Caller.provide(service, options)

  /** A layer that makes the service. */
  static readonly layer = (options: Options): Layer.Layer<Billing, ConfigurationError, HttpClient.HttpClient> =>
    Layer.effect(Billing, Billing.make(options))

  /** The same layer, its options read from configuration. */
  static readonly layerConfig = (
    config: Config.Config.Wrap<Options>
  ): Layer.Layer<Billing, ConfigurationError, HttpClient.HttpClient> =>
    Layer.effect(Billing, Effect.flatMap(fromConfig(config), Billing.make))
}
