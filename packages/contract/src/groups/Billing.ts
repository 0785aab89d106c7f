/**
 * The operations of billing. Only a JWT may call them.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { operation } from "../ApiOperation.js"
import { envelope, ListMeta } from "../Envelope.js"
import { Cursor, limit } from "../PageQuery.js"
import * as Problems from "../Problems.js"
import { absent, openEnum, strict } from "../Wire.js"

/**
 * The plan to buy; the server takes those that are for sale.
 *
 * @since 0.1.0
 * @category models
 */
export const CreateBillingCheckoutRequest = Schema.Struct({
  /** Plan to buy, such as `growth`. */
  plan: openEnum("growth").pipe(
    Schema.filter((plan) => plan !== "", {
      description: "the name of a plan such as growth",
      jsonSchema: { minLength: 1 }
    })
  )
}).annotations(strict("CreateBillingCheckoutRequest"))

/**
 * @since 0.1.0
 * @category models
 */
export type CreateBillingCheckoutRequest = typeof CreateBillingCheckoutRequest.Type

/**
 * A hosted page to send the user to. `url` is a credential for a short while.
 *
 * @since 0.1.0
 * @category models
 */
export const RedirectSession = Schema.Struct({ url: Schema.NonEmptyString }).annotations({
  identifier: "RedirectSession"
})

/**
 * @since 0.1.0
 * @category models
 */
export type RedirectSession = typeof RedirectSession.Type

/**
 * An invoice of the payment provider.
 *
 * @since 0.1.0
 * @category models
 */
export const Invoice = Schema.Struct({
  /** Identifier of the invoice. */
  id: Schema.String,
  /** Amount in cents. */
  amount_cents: Schema.Number,
  /** State of the payment. */
  status: openEnum("paid", "open", "void", "draft"),
  /** Creation, in RFC 3339. */
  created_at: Schema.String,
  /** Address of the PDF. */
  pdf_url: absent(Schema.String)
}).annotations({ identifier: "Invoice" })

/**
 * @since 0.1.0
 * @category models
 */
export type Invoice = typeof Invoice.Type

/**
 * Which invoices to list: 25 a page unless said otherwise.
 *
 * @since 0.1.0
 * @category models
 */
export const ListInvoicesQuery = Schema.Struct({
  /** Items per page, 1 to 100. @default 25 */
  limit: Schema.optional(limit(25)),
  /** Position of the page: `next_cursor` of the page before. Valid for the same filters only. */
  cursor: Schema.optional(Cursor)
}).annotations({ parseOptions: { onExcessProperty: "error" } })

/**
 * @since 0.1.0
 * @category models
 */
export type ListInvoicesQuery = typeof ListInvoicesQuery.Type

/**
 * A page of invoices. Unlike other lists they sit one level deeper; where either level is missing the page is empty.
 *
 * @since 0.1.0
 * @category models
 */
export const InvoicePage = Schema.Struct({
  /** Invoices, one level deeper than the items of other lists. */
  data: Schema.optionalWith(
    Schema.Struct({
      /** Invoices of the page. */
      invoices: Schema.optionalWith(Schema.Array(Invoice), { default: () => [], nullable: true, exact: true })
    }),
    { default: () => ({ invoices: [] }), nullable: true, exact: true }
  ),
  /** Metadata of the envelope. */
  meta: absent(ListMeta)
})

/**
 * @since 0.1.0
 * @category operations
 */
export const checkout = operation({
  name: "createBillingCheckout",
  method: "POST",
  path: "/v1/billing/checkout",
  summary: "Start a hosted checkout",
  payload: CreateBillingCheckoutRequest,
  success: envelope(RedirectSession),
  errors: [...Problems.create, 503],
  credentials: ["jwt"],
  rules: { idempotency: "keyed" }
})

/**
 * @since 0.1.0
 * @category operations
 */
export const portal = operation({
  name: "createBillingPortal",
  method: "POST",
  path: "/v1/billing/portal",
  summary: "Start a hosted billing portal",
  success: envelope(RedirectSession),
  errors: [...Problems.write, 403, 503],
  credentials: ["jwt"],
  rules: { idempotency: "keyed" }
})

/**
 * @since 0.1.0
 * @category operations
 */
export const listInvoices = operation({
  name: "listBillingInvoices",
  method: "GET",
  path: "/v1/billing/invoices",
  summary: "List invoices",
  query: ListInvoicesQuery,
  success: InvoicePage,
  errors: [...Problems.query, 403, 503],
  credentials: ["jwt"],
  rules: { idempotency: "natural" }
})
