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

const getCustomer = HttpApiEndpoint.get(Operations.get.name, Operations.get.path)
  .addSuccess(Operations.get.success)
  .addError(Problem.unauthorized)
  .addError(Problem.forbidden)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotateContext(known(Operations.get))
  .annotate(Credentials, ["jwt"])
  .annotate(OpenApi.Summary, "Read the customer, who is created with the first read")

const updateCustomer = HttpApiEndpoint.patch(Operations.update.name, Operations.update.path)
  .setHeaders(KeyedHeaders)
  .setPayload(Operations.update.payload)
  .addSuccess(Operations.update.success)
  .addError(Problem.badRequest)
  .addError(Problem.unauthorized)
  .addError(Problem.forbidden)
  .addError(Problem.conflict)
  .addError(Problem.unprocessable)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotateContext(known(Operations.update))
  .annotate(Credentials, ["jwt"])
  .annotate(OpenApi.Summary, "Set the spending cap")

const getUsageCurrentPeriod = HttpApiEndpoint.get(
  Operations.usage.name,
  Operations.usage.path
)
  .addSuccess(Operations.usage.success)
  .addError(Problem.unauthorized)
  .addError(Problem.forbidden)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotateContext(known(Operations.usage))
  .annotate(Credentials, ["jwt"])
  .annotate(OpenApi.Summary, "Usage of the running billing period")

const getUsageDaily = HttpApiEndpoint.get(Operations.dailyUsage.name, Operations.dailyUsage.path)
  .addSuccess(Operations.dailyUsage.success)
  .addError(Problem.unauthorized)
  .addError(Problem.forbidden)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotateContext(known(Operations.dailyUsage))
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
