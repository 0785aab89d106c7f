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
import { Operation, type Rules } from "@qurl/idempotency/Operation"
import * as Schema from "effect/Schema"
import { CreateQurlResult } from "./CreateQurl.js"
import { CreateQurlForResourceRequest } from "./CreateQurlForResource.js"
import { CreateResourceMeta, CreateResourceRequest } from "./CreateResource.js"
import { envelope, page } from "./Envelope.js"
import { KeyDocumented } from "./KeyDocumented.js"
import { KeyedHeaders } from "./KeyedHeaders.js"
import { ListResourcesQuery } from "./ListResources.js"
import * as Problem from "./Problem.js"
import { QurlSummary } from "./Qurl.js"
import { Resource, ResourceDetail } from "./Resource.js"
import { UpdateResourceRequest } from "./UpdateResource.js"
import { UpdateResourceQurlRequest } from "./UpdateResourceQurl.js"
import { absent } from "./Wire.js"

const Id = Schema.Struct({ id: Schema.NonEmptyString })
const QurlPath = Schema.Struct({ id: Schema.NonEmptyString, qurl_id: Schema.NonEmptyString })

const list = HttpApiEndpoint.get("listResources", "/v1/resources")
  .setUrlParams(ListResourcesQuery)
  .addSuccess(page(Resource))
  .addError(Problem.badRequest)
  .addError(Problem.unauthorized)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotate(Operation, { name: "listResources", idempotency: "natural" })
  .annotate(OpenApi.Summary, "List resources, or look one up by alias or slug")

const create = HttpApiEndpoint.post("createResource", "/v1/resources")
  .setHeaders(KeyedHeaders)
  .setPayload(CreateResourceRequest)
  .addSuccess(Schema.Struct({ data: Resource, meta: absent(CreateResourceMeta) }), { status: 201 })
  .addError(Problem.badRequest)
  .addError(Problem.unauthorized)
  .addError(Problem.forbidden)
  .addError(Problem.conflict)
  .addError(Problem.gone)
  .addError(Problem.unprocessable)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotate(Operation, { name: "createResource", idempotency: "keyed" })
  .annotate(OpenApi.Summary, "Create a resource, or get the existing one")

const get = HttpApiEndpoint.get("getResource", "/v1/resources/:id")
  .setPath(Id)
  .addSuccess(envelope(ResourceDetail))
  .addError(Problem.unauthorized)
  .addError(Problem.notFound)
  .addError(Problem.gone)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotate(Operation, { name: "getResource", idempotency: "natural" })
  .annotate(OpenApi.Summary, "Read a resource and a preview of its links")

const update = HttpApiEndpoint.patch("updateResource", "/v1/resources/:id")
  .setPath(Id)
  .setHeaders(KeyedHeaders)
  .setPayload(UpdateResourceRequest)
  .addSuccess(envelope(Resource))
  .addError(Problem.badRequest)
  .addError(Problem.unauthorized)
  .addError(Problem.notFound)
  .addError(Problem.conflict)
  .addError(Problem.gone)
  .addError(Problem.unprocessable)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotate(Operation, { name: "updateResource", idempotency: "keyed" })
  .annotate(OpenApi.Summary, "Change what is known of a resource")

const remove = HttpApiEndpoint.del("deleteResource", "/v1/resources/:id")
  .setPath(Id)
  .addSuccess(HttpApiSchema.NoContent)
  .addError(Problem.unauthorized)
  .addError(Problem.notFound)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotate(Operation, {
    name: "deleteResource",
    idempotency: "natural",
    // For its owner a revoked or closed resource is as gone as an unknown one.
    alreadyGone: (status, code) => status === 404 || status === 410 || (status === 400 && code === "revoked")
  })
  .annotate(OpenApi.Summary, "Revoke a resource and all its links")

const createQurl = HttpApiEndpoint.post("createQurlForResource", "/v1/resources/:id/qurls")
  .setPath(Id)
  .setHeaders(KeyedHeaders)
  .setPayload(CreateQurlForResourceRequest)
  .addSuccess(envelope(CreateQurlResult), { status: 201 })
  .addError(Problem.badRequest)
  .addError(Problem.unauthorized)
  .addError(Problem.forbidden)
  .addError(Problem.notFound)
  .addError(Problem.conflict)
  .addError(Problem.gone)
  .addError(Problem.unprocessable)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotate(Operation, { name: "createQurlForResource", idempotency: "keyed", marksReplays: true })
  .annotate(KeyDocumented, true)
  .annotate(OpenApi.Summary, "Create a link for an existing resource")

/**
 * The rules of `updateResourceQurl` for a body without `extend_by`: it sets and adds nothing, so that it repeats like
 * any other keyed write. Whoever cannot see the body follows the narrower rules of the endpoint.
 *
 * @since 0.1.0
 * @category models
 */
export const settingQurl: Rules = { name: "updateResourceQurl", idempotency: "keyed" }

const updateQurl = HttpApiEndpoint.patch("updateResourceQurl", "/v1/resources/:id/qurls/:qurl_id")
  .setPath(QurlPath)
  .setHeaders(KeyedHeaders)
  .setPayload(UpdateResourceQurlRequest)
  .addSuccess(envelope(QurlSummary))
  .addError(Problem.badRequest)
  .addError(Problem.unauthorized)
  .addError(Problem.notFound)
  .addError(Problem.conflict)
  .addError(Problem.unprocessable)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  // `extend_by` adds, and no document says that the key is honoured here: only a refusal is certain to have added nothing.
  .annotate(Operation, { ...settingQurl, networkRetry: false, retryStatuses: [429] })
  .annotate(OpenApi.Summary, "Change one active link")

const revokeQurl = HttpApiEndpoint.del("revokeResourceQurl", "/v1/resources/:id/qurls/:qurl_id")
  .setPath(QurlPath)
  .addSuccess(HttpApiSchema.NoContent)
  .addError(Problem.unauthorized)
  .addError(Problem.notFound)
  .addError(Problem.conflict)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotate(Operation, {
    name: "revokeResourceQurl",
    idempotency: "natural",
    // The link has to be active: revoking it again is a conflict.
    alreadyGone: (status, code) => status === 404 || (status === 409 && code === "revoked")
  })
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
