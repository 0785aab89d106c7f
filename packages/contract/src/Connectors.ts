/**
 * The operation on connectors. A connector's resource is looked up among the resources, by its slug.
 *
 * @since 0.1.0
 */
import * as HttpApiEndpoint from "@effect/platform/HttpApiEndpoint"
import * as HttpApiGroup from "@effect/platform/HttpApiGroup"
import * as OpenApi from "@effect/platform/OpenApi"
import { Operation } from "@qurl/idempotency/Operation"
import { ConnectorInstallation } from "./ConnectorInstallation.js"
import { page } from "./Envelope.js"
import { PageQuery } from "./PageQuery.js"
import * as Problem from "./Problem.js"

const list = HttpApiEndpoint.get("listConnectorInstallations", "/v1/connectors/installations")
  .setUrlParams(PageQuery)
  .addSuccess(page(ConnectorInstallation))
  .addError(Problem.badRequest)
  .addError(Problem.unauthorized)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotate(Operation, { name: "listConnectorInstallations", idempotency: "natural" })
  .annotate(OpenApi.Summary, "List connector installations")

/**
 * The group `connectors`.
 *
 * @since 0.1.0
 * @category models
 */
export class Connectors extends HttpApiGroup.make("connectors").add(list) {}
