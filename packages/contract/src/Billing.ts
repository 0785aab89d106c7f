/**
 * The operations of billing. Only a JWT may call them.
 *
 * @since 0.1.0
 */
import * as HttpApiEndpoint from "@effect/platform/HttpApiEndpoint"
import * as HttpApiGroup from "@effect/platform/HttpApiGroup"
import * as OpenApi from "@effect/platform/OpenApi"
import { Credentials } from "./Credentials.js"
import { known } from "./internal/known.js"
import { KeyedHeaders } from "./KeyedHeaders.js"
import * as Operations from "./operations/Billing.js"
import * as Problem from "./Problem.js"

const createBillingCheckout = HttpApiEndpoint.post(
  Operations.checkout.name,
  Operations.checkout.path
)
  .setHeaders(KeyedHeaders)
  .setPayload(Operations.checkout.payload)
  .addSuccess(Operations.checkout.success)
  .addError(Problem.badRequest)
  .addError(Problem.unauthorized)
  .addError(Problem.forbidden)
  .addError(Problem.conflict)
  .addError(Problem.unprocessable)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .addError(Problem.unavailable)
  .annotateContext(known(Operations.checkout))
  .annotate(Credentials, ["jwt"])
  .annotate(OpenApi.Summary, "Start a hosted checkout")

const createBillingPortal = HttpApiEndpoint.post(
  Operations.portal.name,
  Operations.portal.path
)
  .setHeaders(KeyedHeaders)
  .addSuccess(Operations.portal.success)
  .addError(Problem.unauthorized)
  .addError(Problem.forbidden)
  .addError(Problem.conflict)
  .addError(Problem.unprocessable)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .addError(Problem.unavailable)
  .annotateContext(known(Operations.portal))
  .annotate(Credentials, ["jwt"])
  .annotate(OpenApi.Summary, "Start a hosted billing portal")

const listBillingInvoices = HttpApiEndpoint.get(
  Operations.listInvoices.name,
  Operations.listInvoices.path
)
  .setUrlParams(Operations.listInvoices.query)
  .addSuccess(Operations.listInvoices.success)
  .addError(Problem.badRequest)
  .addError(Problem.unauthorized)
  .addError(Problem.forbidden)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .addError(Problem.unavailable)
  .annotateContext(known(Operations.listInvoices))
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
