/**
 * The operations on the customer behind an account, and on its usage. Only a JWT may call them.
 *
 * @since 0.1.0
 */
import * as HttpApiEndpoint from "@effect/platform/HttpApiEndpoint"
import * as HttpApiGroup from "@effect/platform/HttpApiGroup"
import * as OpenApi from "@effect/platform/OpenApi"
import { Operation } from "@qurl/idempotency/Operation"
import { Credentials } from "./Credentials.js"
import { CustomerProfile, UpdateCustomerRequest } from "./CustomerProfile.js"
import { envelope } from "./Envelope.js"
import { KeyedHeaders } from "./KeyedHeaders.js"
import * as Problem from "./Problem.js"
import { UsageCurrentPeriod, UsageDaily } from "./Usage.js"

const getCustomer = HttpApiEndpoint.get("getCustomer", "/v1/customer")
  .addSuccess(envelope(CustomerProfile))
  .addError(Problem.unauthorized)
  .addError(Problem.forbidden)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotate(Operation, { name: "getCustomer", idempotency: "natural" })
  .annotate(Credentials, ["jwt"])
  .annotate(OpenApi.Summary, "Read the customer, who is created with the first read")

const updateCustomer = HttpApiEndpoint.patch("updateCustomer", "/v1/customer")
  .setHeaders(KeyedHeaders)
  .setPayload(UpdateCustomerRequest)
  .addSuccess(envelope(CustomerProfile))
  .addError(Problem.badRequest)
  .addError(Problem.unauthorized)
  .addError(Problem.forbidden)
  .addError(Problem.conflict)
  .addError(Problem.unprocessable)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotate(Operation, { name: "updateCustomer", idempotency: "keyed" })
  .annotate(Credentials, ["jwt"])
  .annotate(OpenApi.Summary, "Set the spending cap")

const getUsageCurrentPeriod = HttpApiEndpoint.get("getUsageCurrentPeriod", "/v1/usage/current-period")
  .addSuccess(envelope(UsageCurrentPeriod))
  .addError(Problem.unauthorized)
  .addError(Problem.forbidden)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotate(Operation, { name: "getUsageCurrentPeriod", idempotency: "natural" })
  .annotate(Credentials, ["jwt"])
  .annotate(OpenApi.Summary, "Usage of the running billing period")

const getUsageDaily = HttpApiEndpoint.get("getUsageDaily", "/v1/usage/daily")
  .addSuccess(envelope(UsageDaily))
  .addError(Problem.unauthorized)
  .addError(Problem.forbidden)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotate(Operation, { name: "getUsageDaily", idempotency: "natural" })
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
