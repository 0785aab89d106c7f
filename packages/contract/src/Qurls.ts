/**
 * The operations on links: everything below `/v1/qurls`, with `resolve` and `getQuota`.
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
import { BatchAllCreated, BatchNoneCreated, BatchSomeCreated } from "./BatchCreate.js"
import { known } from "./internal/known.js"
import { KeyedHeaders } from "./KeyedHeaders.js"
import * as Operations from "./operations/Qurls.js"
import * as Problem from "./Problem.js"

/** Ids are opaque: their known forms have changed before. */
const Id = Schema.Struct({ id: Schema.NonEmptyString })

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
  .annotate(OpenApi.Summary, "Create a link, and its resource when the target URL has none yet")

const batchCreate = HttpApiEndpoint.post(Operations.batchCreate.name, Operations.batchCreate.path)
  .setHeaders(KeyedHeaders)
  .setPayload(Operations.batchCreate.payload)
  .addSuccess(BatchAllCreated, { status: 201 })
  .addSuccess(BatchSomeCreated, { status: 207 })
  .addError(BatchNoneCreated, { status: 400 })
  .addError(Problem.badRequest)
  .addError(Problem.unauthorized)
  .addError(Problem.forbidden)
  .addError(Problem.conflict)
  .addError(Problem.unprocessable)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotateContext(known(Operations.batchCreate))
  .annotate(OpenApi.Summary, "Create 1 to 100 links in one request")

const get = HttpApiEndpoint.get(Operations.get.name, Operations.get.path)
  .setPath(Id)
  .addSuccess(Operations.get.success)
  .addError(Problem.badRequest)
  .addError(Problem.unauthorized)
  .addError(Problem.notFound)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotateContext(known(Operations.get))
  .annotate(OpenApi.Summary, "Read a resource with a preview of its tokens")

const list = HttpApiEndpoint.get(Operations.list.name, Operations.list.path)
  .setUrlParams(Operations.list.query)
  .addSuccess(Operations.list.success)
  .addError(Problem.badRequest)
  .addError(Problem.unauthorized)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotateContext(known(Operations.list))
  .annotate(OpenApi.Summary, "List the caller's resources")

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
  .annotate(OpenApi.Summary, "Extend a resource, or change its description or tags")

const remove = HttpApiEndpoint.del(Operations.remove.name, Operations.remove.path)
  .setPath(Id)
  .addSuccess(HttpApiSchema.NoContent)
  .addError(Problem.badRequest)
  .addError(Problem.unauthorized)
  .addError(Problem.notFound)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotateContext(known(Operations.remove))
  .annotate(OpenApi.Summary, "Revoke a resource and all its links")

const mintLink = HttpApiEndpoint.post(Operations.mintLink.name, Operations.mintLink.path)
  .setPath(Id)
  .setHeaders(KeyedHeaders)
  .setPayload(Operations.mintLink.payload)
  .addSuccess(Operations.mintLink.success, { status: 201 })
  .addError(Problem.badRequest)
  .addError(Problem.unauthorized)
  .addError(Problem.forbidden)
  .addError(Problem.notFound)
  .addError(Problem.conflict)
  .addError(Problem.unprocessable)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotateContext(known(Operations.mintLink))
  .annotate(OpenApi.Summary, "Mint another link for an existing resource")

const resolve = HttpApiEndpoint.post(Operations.resolve.name, Operations.resolve.path)
  .setHeaders(KeyedHeaders)
  .setPayload(Operations.resolve.payload)
  .addSuccess(Operations.resolve.success)
  .addError(Problem.badRequest)
  .addError(Problem.unauthorized)
  .addError(Problem.forbidden)
  .addError(Problem.notFound)
  .addError(Problem.conflict)
  .addError(Problem.gone)
  .addError(Problem.unprocessable)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .addError(Problem.badGateway)
  .annotateContext(known(Operations.resolve))
  .annotate(OpenApi.Summary, "Exchange a token for network access from the calling address")

const getQuota = HttpApiEndpoint.get(Operations.getQuota.name, Operations.getQuota.path)
  .addSuccess(Operations.getQuota.success)
  .addError(Problem.unauthorized)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotateContext(known(Operations.getQuota))
  .annotate(OpenApi.Summary, "Plan limits and usage")

/**
 * The group `qurls`.
 *
 * @since 0.1.0
 * @category models
 */
export class Qurls extends HttpApiGroup.make("qurls")
  .add(create)
  .add(batchCreate)
  .add(get)
  .add(list)
  .add(update)
  .add(remove)
  .add(mintLink)
  .add(resolve)
  .add(getQuota)
{}
