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
import { Operation } from "@qurl/idempotency/Operation"
import * as Schema from "effect/Schema"
import { BatchAllCreated, BatchCreateRequest, BatchNoneCreated, BatchSomeCreated } from "./BatchCreate.js"
import { CreateQurlRequest, CreateQurlResult } from "./CreateQurl.js"
import { envelope, page } from "./Envelope.js"
import { KeyDocumented } from "./KeyDocumented.js"
import { KeyedHeaders } from "./KeyedHeaders.js"
import { ListQurlsQuery } from "./ListQurls.js"
import { MintLinkRequest, MintLinkResult } from "./MintLink.js"
import * as Problem from "./Problem.js"
import { Quota } from "./Quota.js"
import { Qurl } from "./Qurl.js"
import { ResolveRequest, ResolveResult } from "./Resolve.js"
import { UpdateQurlRequest } from "./UpdateQurl.js"

/** Ids are opaque: their known forms have changed before. */
const Id = Schema.Struct({ id: Schema.NonEmptyString })

const QurlAnswer = envelope(Qurl)

const create = HttpApiEndpoint.post("create", "/v1/qurls")
  .setHeaders(KeyedHeaders)
  .setPayload(CreateQurlRequest)
  .addSuccess(envelope(CreateQurlResult), { status: 201 })
  .addError(Problem.badRequest)
  .addError(Problem.unauthorized)
  .addError(Problem.forbidden)
  .addError(Problem.conflict)
  .addError(Problem.unprocessable)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotate(Operation, { name: "create", idempotency: "keyed", marksReplays: true })
  .annotate(KeyDocumented, true)
  .annotate(OpenApi.Summary, "Create a link, and its resource when the target URL has none yet")

const batchCreate = HttpApiEndpoint.post("batchCreate", "/v1/qurls/batch")
  .setHeaders(KeyedHeaders)
  .setPayload(BatchCreateRequest)
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
  .annotate(Operation, { name: "batchCreate", idempotency: "keyed" })
  .annotate(KeyDocumented, true)
  .annotate(OpenApi.Summary, "Create 1 to 100 links in one request")

const get = HttpApiEndpoint.get("get", "/v1/qurls/:id")
  .setPath(Id)
  .addSuccess(QurlAnswer)
  .addError(Problem.badRequest)
  .addError(Problem.unauthorized)
  .addError(Problem.notFound)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotate(Operation, { name: "get", idempotency: "natural" })
  .annotate(OpenApi.Summary, "Read a resource with a preview of its tokens")

const list = HttpApiEndpoint.get("list", "/v1/qurls")
  .setUrlParams(ListQurlsQuery)
  .addSuccess(page(Qurl))
  .addError(Problem.badRequest)
  .addError(Problem.unauthorized)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotate(Operation, { name: "list", idempotency: "natural" })
  .annotate(OpenApi.Summary, "List the caller's resources")

const update = HttpApiEndpoint.patch("update", "/v1/qurls/:id")
  .setPath(Id)
  .setHeaders(KeyedHeaders)
  .setPayload(UpdateQurlRequest)
  .addSuccess(QurlAnswer)
  .addError(Problem.badRequest)
  .addError(Problem.unauthorized)
  .addError(Problem.notFound)
  .addError(Problem.conflict)
  .addError(Problem.unprocessable)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotate(Operation, { name: "update", idempotency: "keyed" })
  .annotate(KeyDocumented, true)
  .annotate(OpenApi.Summary, "Extend a resource, or change its description or tags")

const remove = HttpApiEndpoint.del("delete", "/v1/qurls/:id")
  .setPath(Id)
  .addSuccess(HttpApiSchema.NoContent)
  .addError(Problem.badRequest)
  .addError(Problem.unauthorized)
  .addError(Problem.notFound)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotate(Operation, {
    name: "delete",
    idempotency: "natural",
    // For its owner a revoked or closed resource is as gone as an unknown one.
    alreadyGone: (status, code) => status === 404 || status === 410 || (status === 400 && code === "revoked")
  })
  .annotate(OpenApi.Summary, "Revoke a resource and all its links")

const mintLink = HttpApiEndpoint.post("mintLink", "/v1/qurls/:id/mint_link")
  .setPath(Id)
  .setHeaders(KeyedHeaders)
  .setPayload(MintLinkRequest)
  .addSuccess(envelope(MintLinkResult), { status: 201 })
  .addError(Problem.badRequest)
  .addError(Problem.unauthorized)
  .addError(Problem.forbidden)
  .addError(Problem.notFound)
  .addError(Problem.conflict)
  .addError(Problem.unprocessable)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotate(Operation, { name: "mintLink", idempotency: "keyed" })
  .annotate(KeyDocumented, true)
  .annotate(OpenApi.Summary, "Mint another link for an existing resource")

const resolve = HttpApiEndpoint.post("resolve", "/v1/resolve")
  .setHeaders(KeyedHeaders)
  .setPayload(ResolveRequest)
  .addSuccess(envelope(ResolveResult))
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
  // A one-time token can be spent although the answer is 502: no policy repeats anything but 429 here.
  .annotate(Operation, { name: "resolve", idempotency: "keyed", retryStatuses: [429] })
  .annotate(KeyDocumented, true)
  .annotate(OpenApi.Summary, "Exchange a token for network access from the calling address")

const getQuota = HttpApiEndpoint.get("getQuota", "/v1/quota")
  .addSuccess(envelope(Quota))
  .addError(Problem.unauthorized)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotate(Operation, { name: "getQuota", idempotency: "natural" })
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
