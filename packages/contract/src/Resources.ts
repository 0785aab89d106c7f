/**
 * The operations on resources and on their links: everything below `/v1/resources` but sessions.
 *
 * Every keyed write also declares 409 and 422: a request under its key is still running, or used the key for another
 * body.
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
import * as Operations from "./operations/Resources.js"
import * as Problem from "./Problem.js"

const Id = Schema.Struct({ id: Schema.NonEmptyString })
const QurlPath = Schema.Struct({ id: Schema.NonEmptyString, qurl_id: Schema.NonEmptyString })

const list = HttpApiEndpoint.get(Operations.list.name, Operations.list.path)
  .setUrlParams(Operations.list.query)
  .addSuccess(Operations.list.success)
  .addError(Problem.badRequest)
  .addError(Problem.unauthorized)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotateContext(known(Operations.list))
  .annotate(OpenApi.Summary, "List resources, or look one up by alias or slug")

const create = HttpApiEndpoint.post(Operations.create.name, Operations.create.path)
  .setHeaders(KeyedHeaders)
  .setPayload(Operations.create.payload)
  .addSuccess(Operations.create.success, { status: 201 })
  .addError(Problem.badRequest)
  .addError(Problem.unauthorized)
  .addError(Problem.forbidden)
  .addError(Problem.conflict)
  .addError(Problem.gone)
  .addError(Problem.unprocessable)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotateContext(known(Operations.create))
  .annotate(OpenApi.Summary, "Create a resource, or get the existing one")

const get = HttpApiEndpoint.get(Operations.get.name, Operations.get.path)
  .setPath(Id)
  .addSuccess(Operations.get.success)
  .addError(Problem.unauthorized)
  .addError(Problem.notFound)
  .addError(Problem.gone)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotateContext(known(Operations.get))
  .annotate(OpenApi.Summary, "Read a resource and a preview of its links")

const update = HttpApiEndpoint.patch(Operations.update.name, Operations.update.path)
  .setPath(Id)
  .setHeaders(KeyedHeaders)
  .setPayload(Operations.update.payload)
  .addSuccess(Operations.update.success)
  .addError(Problem.badRequest)
  .addError(Problem.unauthorized)
  .addError(Problem.notFound)
  .addError(Problem.conflict)
  .addError(Problem.gone)
  .addError(Problem.unprocessable)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotateContext(known(Operations.update))
  .annotate(OpenApi.Summary, "Change what is known of a resource")

const remove = HttpApiEndpoint.del(Operations.remove.name, Operations.remove.path)
  .setPath(Id)
  .addSuccess(HttpApiSchema.NoContent)
  .addError(Problem.unauthorized)
  .addError(Problem.notFound)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotateContext(known(Operations.remove))
  .annotate(OpenApi.Summary, "Revoke a resource and all its links")

const createQurl = HttpApiEndpoint.post(Operations.createQurl.name, Operations.createQurl.path)
  .setPath(Id)
  .setHeaders(KeyedHeaders)
  .setPayload(Operations.createQurl.payload)
  .addSuccess(Operations.createQurl.success, { status: 201 })
  .addError(Problem.badRequest)
  .addError(Problem.unauthorized)
  .addError(Problem.forbidden)
  .addError(Problem.notFound)
  .addError(Problem.conflict)
  .addError(Problem.gone)
  .addError(Problem.unprocessable)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotateContext(known(Operations.createQurl))
  .annotate(OpenApi.Summary, "Create a link for an existing resource")

const updateQurl = HttpApiEndpoint.patch(Operations.updateQurl.name, Operations.updateQurl.path)
  .setPath(QurlPath)
  .setHeaders(KeyedHeaders)
  .setPayload(Operations.updateQurl.payload)
  .addSuccess(Operations.updateQurl.success)
  .addError(Problem.badRequest)
  .addError(Problem.unauthorized)
  .addError(Problem.notFound)
  .addError(Problem.conflict)
  .addError(Problem.unprocessable)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotateContext(known(Operations.updateQurl))
  .annotate(OpenApi.Summary, "Change one active link")

const revokeQurl = HttpApiEndpoint.del(Operations.revokeQurl.name, Operations.revokeQurl.path)
  .setPath(QurlPath)
  .addSuccess(HttpApiSchema.NoContent)
  .addError(Problem.unauthorized)
  .addError(Problem.notFound)
  .addError(Problem.conflict)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotateContext(known(Operations.revokeQurl))
  .annotate(OpenApi.Summary, "Revoke one link")

/**
 * The group `resources`.
 *
 * @since 0.1.0
 * @category models
 */
export class Resources extends HttpApiGroup.make("resources")
  .add(list)
  .add(create)
  .add(get)
  .add(update)
  .add(remove)
  .add(createQurl)
  .add(updateQurl)
  .add(revokeQurl)
{}
