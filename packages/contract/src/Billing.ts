/**
 * The operations of billing. Only a JWT may call them.
 *
 * @since 0.1.0
 */
import * as HttpApiEndpoint from "@effect/platform/HttpApiEndpoint"
import * as HttpApiGroup from "@effect/platform/HttpApiGroup"
import * as OpenApi from "@effect/platform/OpenApi"
import { Operation } from "@qurl/idempotency/Operation"
import { Credentials } from "./Credentials.js"
import { envelope } from "./Envelope.js"
import { CreateBillingCheckoutRequest, InvoicePage, ListInvoicesQuery, RedirectSession } from "./Invoice.js"
import { KeyedHeaders } from "./KeyedHeaders.js"
import * as Problem from "./Problem.js"

const createBillingCheckout = HttpApiEndpoint.post("createBillingCheckout", "/v1/billing/checkout")
  .setHeaders(KeyedHeaders)
  .setPayload(CreateBillingCheckoutRequest)
  .addSuccess(envelope(RedirectSession))
  .addError(Problem.badRequest)
  .addError(Problem.unauthorized)
  .addError(Problem.forbidden)
  .addError(Problem.conflict)
  .addError(Problem.unprocessable)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .addError(Problem.unavailable)
  .annotate(Operation, { name: "createBillingCheckout", idempotency: "keyed" })
  .annotate(Credentials, ["jwt"])
  .annotate(OpenApi.Summary, "Start a hosted checkout")

const createBillingPortal = HttpApiEndpoint.post("createBillingPortal", "/v1/billing/portal")
  .setHeaders(KeyedHeaders)
  .addSuccess(envelope(RedirectSession))
  .addError(Problem.unauthorized)
  .addError(Problem.forbidden)
  .addError(Problem.conflict)
  .addError(Problem.unprocessable)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .addError(Problem.unavailable)
  .annotate(Operation, { name: "createBillingPortal", idempotency: "keyed" })
  .annotate(Credentials, ["jwt"])
  .annotate(OpenApi.Summary, "Start a hosted billing portal")

const listBillingInvoices = HttpApiEndpoint.get("listBillingInvoices", "/v1/billing/invoices")
  .setUrlParams(ListInvoicesQuery)
  .addSuccess(InvoicePage)
  .addError(Problem.badRequest)
  .addError(Problem.unauthorized)
  .addError(Problem.forbidden)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .addError(Problem.unavailable)
  .annotate(Operation, { name: "listBillingInvoices", idempotency: "natural" })
  .annotate(Credentials, ["jwt"])
  .annotate(OpenApi.Summary, "List invoices")

/**
 * The group `billing`.
 *
 * @since 0.1.0
 * @category models
 */
export class Billing extends HttpApiGroup.make("billing")
  .add(createBillingCheckout)
  .add(createBillingPortal)
  .add(listBillingInvoices)
{}
