/**
 * The operations on webhooks: everything below `/v1/webhooks`.
 *
 * @since 0.1.0
 */
import * as HttpApiEndpoint from "@effect/platform/HttpApiEndpoint"
import * as HttpApiGroup from "@effect/platform/HttpApiGroup"
import * as HttpApiSchema from "@effect/platform/HttpApiSchema"
import * as OpenApi from "@effect/platform/OpenApi"
import * as Schema from "effect/Schema"
import { known } from "./internal/known.js"
import { KeyedHeaders } from "./KeyedHeaders.js"
import * as Operations from "./operations/Webhooks.js"
import * as Problem from "./Problem.js"

const Id = Schema.Struct({ id: Schema.NonEmptyString })

const list = HttpApiEndpoint.get(Operations.list.name, Operations.list.path)
  .setUrlParams(Operations.list.query)
  .addSuccess(Operations.list.success)
  .addError(Problem.badRequest)
  .addError(Problem.unauthorized)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotateContext(known(Operations.list))
  .annotate(OpenApi.Summary, "List webhooks")

const create = HttpApiEndpoint.post(Operations.create.name, Operations.create.path)
  .setHeaders(KeyedHeaders)
  .setPayload(Operations.create.payload)
  .addSuccess(Operations.create.success, { status: 201 })
  .addError(Problem.badRequest)
  .addError(Problem.unauthorized)
  .addError(Problem.forbidden)
  .addError(Problem.conflict)
  .addError(Problem.unprocessable)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotateContext(known(Operations.create))
  .annotate(OpenApi.Summary, "Subscribe a URL to events")

const listEventTypes = HttpApiEndpoint.get(Operations.listEventTypes.name, Operations.listEventTypes.path)
  .addSuccess(Operations.listEventTypes.success)
  .addError(Problem.unauthorized)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotateContext(known(Operations.listEventTypes))
  .annotate(OpenApi.Summary, "List the events that can be subscribed to")

const get = HttpApiEndpoint.get(Operations.get.name, Operations.get.path)
  .setPath(Id)
  .addSuccess(Operations.get.success)
  .addError(Problem.badRequest)
  .addError(Problem.unauthorized)
  .addError(Problem.notFound)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotateContext(known(Operations.get))
  .annotate(OpenApi.Summary, "Read a webhook")

const update = HttpApiEndpoint.patch(Operations.update.name, Operations.update.path)
  .setPath(Id)
  .setHeaders(KeyedHeaders)
  .setPayload(Operations.update.payload)
  .addSuccess(Operations.update.success)
  .addError(Problem.badRequest)
  .addError(Problem.unauthorized)
  .addError(Problem.notFound)
  .addError(Problem.conflict)
  .addError(Problem.unprocessable)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotateContext(known(Operations.update))
  .annotate(OpenApi.Summary, "Change a webhook")

const remove = HttpApiEndpoint.del(Operations.remove.name, Operations.remove.path)
  .setPath(Id)
  .addSuccess(HttpApiSchema.NoContent)
  .addError(Problem.badRequest)
  .addError(Problem.unauthorized)
  .addError(Problem.notFound)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotateContext(known(Operations.remove))
  .annotate(OpenApi.Summary, "Delete a webhook")

const regenerateSecret = HttpApiEndpoint.post(Operations.regenerateSecret.name, Operations.regenerateSecret.path)
  .setPath(Id)
  .setHeaders(KeyedHeaders)
  .addSuccess(Operations.regenerateSecret.success)
  .addError(Problem.badRequest)
  .addError(Problem.unauthorized)
  .addError(Problem.notFound)
  .addError(Problem.conflict)
  .addError(Problem.unprocessable)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotateContext(known(Operations.regenerateSecret))
  .annotate(OpenApi.Summary, "Replace the signing secret; the old one stops working at once")

const listDeliveries = HttpApiEndpoint.get(Operations.listDeliveries.name, Operations.listDeliveries.path)
  .setPath(Id)
  .setUrlParams(Operations.listDeliveries.query)
  .addSuccess(Operations.listDeliveries.success)
  .addError(Problem.badRequest)
  .addError(Problem.unauthorized)
  .addError(Problem.notFound)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotateContext(known(Operations.listDeliveries))
  .annotate(OpenApi.Summary, "List what became of events on their way to a webhook")

/**
 * The group `webhooks`.
 *
 * @since 0.1.0
 * @category models
 */
export class Webhooks extends HttpApiGroup.make("webhooks")
  .add(list)
  .add(create)
  .add(listEventTypes)
  .add(get)
  .add(update)
  .add(remove)
  .add(regenerateSecret)
  .add(listDeliveries)
{}
