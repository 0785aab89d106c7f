/**
 * The operations on resources and on their links: everything below `/v1/resources` but sessions.
 *
 * @since 0.1.0
 */
import type { Rules } from "@qurl/idempotency/Operation"
import * as Schema from "effect/Schema"
import { operation } from "../ApiOperation.js"
import { envelope, page } from "../Envelope.js"
import { PageQuery } from "../PageQuery.js"
import * as Problems from "../Problems.js"
import { absent } from "../Wire.js"
import { CreateQurlResult } from "./Qurls/CreateQurl.js"
import { QurlSummary } from "./Qurls/Qurl.js"
import { CreateQurlForResourceRequest } from "./Resources/CreateQurlForResource.js"
import { CreateResourceMeta, CreateResourceRequest } from "./Resources/CreateResource.js"
import { ListResourcesQuery } from "./Resources/ListResources.js"
import { Resource, ResourceDetail } from "./Resources/Resource.js"
import { ShareRequest, ShareResult } from "./Resources/Share.js"
import { UpdateResourceRequest } from "./Resources/UpdateResource.js"
import { UpdateResourceQurlRequest } from "./Resources/UpdateResourceQurl.js"

/**
 * @since 0.1.0
 * @category operations
 */
export const list = operation({
  name: "listResources",
  method: "GET",
  path: "/v1/resources",
  summary: "List resources, or look one up by alias or slug",
  query: ListResourcesQuery,
  success: page(Resource),
  errors: Problems.query,
  rules: { idempotency: "natural" }
})

/**
 * @since 0.1.0
 * @category operations
 */
export const create = operation({
  name: "createResource",
  method: "POST",
  path: "/v1/resources",
  summary: "Create a resource, or get the existing one",
  payload: CreateResourceRequest,
  success: Schema.Struct({ data: Resource, meta: absent(CreateResourceMeta) }),
  status: 201,
  errors: [...Problems.create, 410],
  rules: { idempotency: "keyed" }
})

/**
 * @since 0.1.0
 * @category operations
 */
export const get = operation({
  name: "getResource",
  method: "GET",
  path: "/v1/resources/:id",
  summary: "Read a resource and a preview of its links",
  success: envelope(ResourceDetail),
  errors: [...Problems.find, 410],
  rules: { idempotency: "natural" }
})

/**
 * @since 0.1.0
 * @category operations
 */
export const update = operation({
  name: "updateResource",
  method: "PATCH",
  path: "/v1/resources/:id",
  summary: "Change what is known of a resource",
  payload: UpdateResourceRequest,
  success: envelope(Resource),
  errors: [...Problems.change, 410],
  rules: { idempotency: "keyed" }
})

/**
 * @since 0.1.0
 * @category operations
 */
export const remove = operation({
  name: "deleteResource",
  method: "DELETE",
  path: "/v1/resources/:id",
  summary: "Revoke a resource and all its links",
  errors: Problems.find,
  rules: {
    idempotency: "natural",
    // For its owner a revoked or closed resource is as gone as an unknown one.
    alreadyGone: (status, code) => status === 404 || status === 410 || (status === 400 && code === "revoked")
  }
})

/**
 * @since 0.1.0
 * @category operations
 */
export const listQurls = operation({
  name: "listResourceQurls",
  method: "GET",
  path: "/v1/resources/:id/qurls",
  summary: "List the links of a resource",
  query: PageQuery,
  success: page(QurlSummary),
  errors: [...Problems.find, 400],
  rules: { idempotency: "natural" }
})

/**
 * @since 0.1.0
 * @category operations
 */
export const createQurl = operation({
  name: "createQurlForResource",
  method: "POST",
  path: "/v1/resources/:id/qurls",
  summary: "Create a link for an existing resource",
  payload: CreateQurlForResourceRequest,
  success: envelope(CreateQurlResult),
  status: 201,
  errors: [...Problems.create, 404, 410],
  rules: { idempotency: "keyed", marksReplays: true },
  documentsKey: true
})

/**
 * The rules of `updateResourceQurl` for a body without `extend_by`: it sets and adds nothing, so that it repeats like
 * any other keyed write. A client that cannot see the body follows the narrower rules of the endpoint.
 *
 * @since 0.1.0
 * @category models
 */
export const settingQurl: Rules = { name: "updateResourceQurl", idempotency: "keyed", successes: [200] }

/**
 * @since 0.1.0
 * @category operations
 */
export const updateQurl = operation({
  name: "updateResourceQurl",
  method: "PATCH",
  path: "/v1/resources/:id/qurls/:qurl_id",
  summary: "Change one active link",
  payload: UpdateResourceQurlRequest,
  success: envelope(QurlSummary),
  errors: Problems.change,
  // `extend_by` adds, and no document says that the key is honoured here: only a refusal is certain to have added nothing.
  rules: { ...settingQurl, networkRetry: false, retryStatuses: [429] }
})

/**
 * @since 0.1.0
 * @category operations
 */
export const revokeQurl = operation({
  name: "revokeResourceQurl",
  method: "DELETE",
  path: "/v1/resources/:id/qurls/:qurl_id",
  summary: "Revoke one link",
  errors: [...Problems.find, 409],
  rules: {
    idempotency: "natural",
    // The link has to be active: revoking it again is a conflict.
    alreadyGone: (status, code) => status === 404 || (status === 409 && code === "revoked")
  }
})

/**
 * @since 0.1.0
 * @category operations
 */
export const share = operation({
  name: "shareResource",
  method: "POST",
  path: "/v1/resources/:id/share",
  summary: "Make a link for one visit to a resource",
  description: "One answer, 404, stands for a resource that is unknown, removed or not shared with the caller.",
  payload: ShareRequest,
  success: envelope(ShareResult),
  errors: [...Problems.create, 404, 410, 503],
  // A 503 says that sharing is off or the connector has stopped, which no repetition changes soon.
  rules: { idempotency: "keyed", retryStatuses: [429] }
})
