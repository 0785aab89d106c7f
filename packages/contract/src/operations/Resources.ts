/**
 * What a client needs to know of the group `resources`.
 *
 * @since 0.1.0
 */
import type { Rules } from "@qurl/idempotency/Operation"
import * as Schema from "effect/Schema"
import { CreateQurlResult } from "../CreateQurl.js"
import { CreateQurlForResourceRequest } from "../CreateQurlForResource.js"
import { CreateResourceMeta, CreateResourceRequest } from "../CreateResource.js"
import type { Described } from "../Described.js"
import { envelope, page } from "../Envelope.js"
import { ListResourcesQuery } from "../ListResources.js"
import { QurlSummary } from "../Qurl.js"
import { Resource, ResourceDetail } from "../Resource.js"
import { UpdateResourceRequest } from "../UpdateResource.js"
import { UpdateResourceQurlRequest } from "../UpdateResourceQurl.js"
import { absent } from "../Wire.js"

/**
 * List resources, or look one up by alias or slug.
 *
 * @since 0.1.0
 * @category models
 */
export const list = {
  name: "listResources",
  method: "GET",
  path: "/v1/resources",
  query: ListResourcesQuery,
  success: page(Resource),
  rules: { idempotency: "natural" }
} as const satisfies Described

/**
 * Create a resource, or get the existing one.
 *
 * @since 0.1.0
 * @category models
 */
export const create = {
  name: "createResource",
  method: "POST",
  path: "/v1/resources",
  payload: CreateResourceRequest,
  success: Schema.Struct({ data: Resource, meta: absent(CreateResourceMeta) }),
  rules: { idempotency: "keyed" }
} as const satisfies Described

/**
 * Read a resource and a preview of its links.
 *
 * @since 0.1.0
 * @category models
 */
export const get = {
  name: "getResource",
  method: "GET",
  path: "/v1/resources/:id",
  success: envelope(ResourceDetail),
  rules: { idempotency: "natural" }
} as const satisfies Described

/**
 * Change what is known of a resource.
 *
 * @since 0.1.0
 * @category models
 */
export const update = {
  name: "updateResource",
  method: "PATCH",
  path: "/v1/resources/:id",
  payload: UpdateResourceRequest,
  success: envelope(Resource),
  rules: { idempotency: "keyed" }
} as const satisfies Described

/**
 * Revoke a resource and all its links.
 *
 * @since 0.1.0
 * @category models
 */
export const remove = {
  name: "deleteResource",
  method: "DELETE",
  path: "/v1/resources/:id",
  rules: {
    idempotency: "natural",
    // For its owner a revoked or closed resource is as gone as an unknown one.
    alreadyGone: (status, code) => status === 404 || status === 410 || (status === 400 && code === "revoked")
  }
} as const satisfies Described

/**
 * Create a link for an existing resource.
 *
 * @since 0.1.0
 * @category models
 */
export const createQurl = {
  name: "createQurlForResource",
  method: "POST",
  path: "/v1/resources/:id/qurls",
  payload: CreateQurlForResourceRequest,
  success: envelope(CreateQurlResult),
  rules: { idempotency: "keyed", marksReplays: true },
  documentsKey: true
} as const satisfies Described

/**
 * The rules of `updateResourceQurl` for a body without `extend_by`: it sets and adds nothing, so that it repeats like
 * any other keyed write. Whoever cannot see the body follows the narrower rules of the endpoint.
 *
 * @since 0.1.0
 * @category models
 */
export const settingQurl: Rules = { name: "updateResourceQurl", idempotency: "keyed" }

/**
 * Change one active link.
 *
 * @since 0.1.0
 * @category models
 */
export const updateQurl = {
  name: "updateResourceQurl",
  method: "PATCH",
  path: "/v1/resources/:id/qurls/:qurl_id",
  payload: UpdateResourceQurlRequest,
  success: envelope(QurlSummary),
  // `extend_by` adds, and no document says that the key is honoured here: only a refusal is certain to have added nothing.
  rules: { ...settingQurl, networkRetry: false, retryStatuses: [429] }
} as const satisfies Described

/**
 * Revoke one link.
 *
 * @since 0.1.0
 * @category models
 */
export const revokeQurl = {
  name: "revokeResourceQurl",
  method: "DELETE",
  path: "/v1/resources/:id/qurls/:qurl_id",
  rules: {
    idempotency: "natural",
    // The link has to be active: revoking it again is a conflict.
    alreadyGone: (status, code) => status === 404 || (status === 409 && code === "revoked")
  }
} as const satisfies Described
