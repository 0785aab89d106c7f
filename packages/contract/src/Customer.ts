/**
 * The operations on the customer behind an account, and on its usage. Only a JWT may call them.
 *
 * @since 0.1.0
 */
import * as HttpApiEndpoint from "@effect/platform/HttpApiEndpoint"
import * as HttpApiGroup from "@effect/platform/HttpApiGroup"
import * as OpenApi from "@effect/platform/OpenApi"
import { Credentials } from "./Credentials.js"
import { known } from "./internal/known.js"
import { KeyedHeaders } from "./KeyedHeaders.js"
import * as Operations from "./operations/Customer.js"
import * as Problem from "./Problem.js"

const getCustomer = HttpApiEndpoint.get(Operations.getCustomer.name, Operations.getCustomer.path)
  .addSuccess(Operations.getCustomer.success)
  .addError(Problem.unauthorized)
  .addError(Problem.forbidden)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotateContext(known(Operations.getCustomer))
  .annotate(Credentials, ["jwt"])
  .annotate(OpenApi.Summary, "Read the customer, who is created with the first read")

const updateCustomer = HttpApiEndpoint.patch(Operations.updateCustomer.name, Operations.updateCustomer.path)
  .setHeaders(KeyedHeaders)
  .setPayload(Operations.updateCustomer.payload)
  .addSuccess(Operations.updateCustomer.success)
  .addError(Problem.badRequest)
  .addError(Problem.unauthorized)
  .addError(Problem.forbidden)
  .addError(Problem.conflict)
  .addError(Problem.unprocessable)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotateContext(known(Operations.updateCustomer))
  .annotate(Credentials, ["jwt"])
  .annotate(OpenApi.Summary, "Set the spending cap")

const getUsageCurrentPeriod = HttpApiEndpoint.get(
  Operations.getUsageCurrentPeriod.name,
  Operations.getUsageCurrentPeriod.path
)
  .addSuccess(Operations.getUsageCurrentPeriod.success)
  .addError(Problem.unauthorized)
  .addError(Problem.forbidden)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotateContext(known(Operations.getUsageCurrentPeriod))
  .annotate(Credentials, ["jwt"])
  .annotate(OpenApi.Summary, "Usage of the running billing period")

const getUsageDaily = HttpApiEndpoint.get(Operations.getUsageDaily.name, Operations.getUsageDaily.path)
  .addSuccess(Operations.getUsageDaily.success)
  .addError(Problem.unauthorized)
  .addError(Problem.forbidden)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotateContext(known(Operations.getUsageDaily))
  .annotate(Credentials, ["jwt"])
  .annotate(OpenApi.Summary, "Links created on each day of the running period")

/**
 * The group `customer`.
 *
 * @since 0.1.0
 * @category models
 */
export class Customer extends HttpApiGroup.make("customer")
  .add(getCustomer)
  .add(updateCustomer)
  .add(getUsageCurrentPeriod)
  .add(getUsageDaily)
{}
