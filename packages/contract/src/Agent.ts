/**
 * The operation by which an agent registers its public key: the retired flow over HTTP.
 *
 * @since 0.1.0
 */
import * as HttpApiEndpoint from "@effect/platform/HttpApiEndpoint"
import * as HttpApiGroup from "@effect/platform/HttpApiGroup"
import * as OpenApi from "@effect/platform/OpenApi"
import { Credentials } from "./Credentials.js"
import { known } from "./internal/known.js"
import { KeyedHeaders } from "./KeyedHeaders.js"
import * as Operations from "./operations/Agent.js"
import * as Problem from "./Problem.js"

const bootstrap = HttpApiEndpoint.post(Operations.bootstrap.name, Operations.bootstrap.path)
  .setHeaders(KeyedHeaders)
  .setPayload(Operations.bootstrap.payload)
  .addSuccess(Operations.bootstrap.success)
  .addError(Problem.badRequest)
  .addError(Problem.unauthorized)
  .addError(Problem.forbidden)
  .addError(Problem.conflict)
  .addError(Problem.unprocessable)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotateContext(known(Operations.bootstrap))
  .annotate(OpenApi.Summary, "Register the public key of an agent (retired flow)")
  .annotate(Credentials, ["apiKey"])
  .annotate(OpenApi.Deprecated, true)

/**
 * The group `agent`.
 *
 * @since 0.1.0
 * @category models
 */
export class Agent extends HttpApiGroup.make("agent").add(bootstrap) {}
