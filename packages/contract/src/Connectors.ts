/**
 * The operation on connectors. A connector's resource is looked up among the resources, by its slug.
 *
 * @since 0.1.0
 */
import * as HttpApiEndpoint from "@effect/platform/HttpApiEndpoint"
import * as HttpApiGroup from "@effect/platform/HttpApiGroup"
import * as OpenApi from "@effect/platform/OpenApi"
import { known } from "./internal/known.js"
import * as Operations from "./operations/Connectors.js"
import * as Problem from "./Problem.js"

const list = HttpApiEndpoint.get(Operations.list.name, Operations.list.path)
  .setUrlParams(Operations.list.query)
  .addSuccess(Operations.list.success)
  .addError(Problem.badRequest)
  .addError(Problem.unauthorized)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotateContext(known(Operations.list))
  .annotate(OpenApi.Summary, "List connector installations")

/**
 * The group `connectors`.
 *
 * @since 0.1.0
 * @category models
 */
export class Connectors extends HttpApiGroup.make("connectors").add(list) {}
