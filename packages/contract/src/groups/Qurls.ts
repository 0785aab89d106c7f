/**
 * The operations on links: everything below `/v1/qurls`, with `resolve` and `getQuota`.
 *
 * @since 0.1.0
 */
import { operation } from "../ApiOperation.js"
import { envelope, page } from "../Envelope.js"
import * as Problems from "../Problems.js"
import {
  BatchAllCreated,
  BatchCreateAnswer,
  BatchCreateRequest,
  BatchNoneCreated,
  BatchSomeCreated,
  isRefusal
} from "./Qurls/BatchCreate.js"
import { CreateQurlRequest, CreateQurlResult } from "./Qurls/CreateQurl.js"
import { ListQurlsQuery } from "./Qurls/ListQurls.js"
import { MintLinkRequest, MintLinkResult } from "./Qurls/MintLink.js"
import { Quota } from "./Qurls/Quota.js"
import { Qurl } from "./Qurls/Qurl.js"
import { ResolveRequest, ResolveResult } from "./Qurls/Resolve.js"
import { UpdateQurlRequest } from "./Qurls/UpdateQurl.js"

const QurlAnswer = envelope(Qurl)

/**
 * @since 0.1.0
 * @category operations
 */
export const create = operation({
  name: "create",
  method: "POST",
  path: "/v1/qurls",
  summary: "Create a link, and its resource when the target URL has none yet",
  payload: CreateQurlRequest,
  success: envelope(CreateQurlResult),
  status: 201,
  errors: Problems.create,
  rules: { idempotency: "keyed", marksReplays: true },
  documentsKey: true
})

/**
 * @since 0.1.0
 * @category operations
 */
export const batchCreate = operation({
  name: "batchCreate",
  method: "POST",
  path: "/v1/qurls/batch",
  summary: "Create 1 to 100 links in one request",
  payload: BatchCreateRequest,
  success: BatchCreateAnswer,
  byStatus: { 201: BatchAllCreated, 207: BatchSomeCreated, 400: BatchNoneCreated },
  errors: Problems.create,
  rules: { idempotency: "keyed", refusesWith: isRefusal },
  documentsKey: true
})

/**
 * @since 0.1.0
 * @category operations
 */
export const get = operation({
  name: "get",
  method: "GET",
  path: "/v1/qurls/:id",
  summary: "Read a resource with a preview of its tokens",
  success: QurlAnswer,
  errors: [...Problems.query, 404],
  rules: { idempotency: "natural" }
})

/**
 * @since 0.1.0
 * @category operations
 */
export const list = operation({
  name: "list",
  method: "GET",
  path: "/v1/qurls",
  summary: "List the caller's resources",
  query: ListQurlsQuery,
  success: page(Qurl),
  errors: Problems.query,
  rules: { idempotency: "natural" }
})

/**
 * @since 0.1.0
 * @category operations
 */
export const update = operation({
  name: "update",
  method: "PATCH",
  path: "/v1/qurls/:id",
  summary: "Extend a resource, or change its description or tags",
  payload: UpdateQurlRequest,
  success: QurlAnswer,
  errors: Problems.change,
  rules: { idempotency: "keyed" },
  documentsKey: true
})

/**
 * @since 0.1.0
 * @category operations
 */
export const remove = operation({
  name: "delete",
  method: "DELETE",
  path: "/v1/qurls/:id",
  summary: "Revoke a resource and all its links",
  errors: [...Problems.query, 404],
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
export const mintLink = operation({
  name: "mintLink",
  method: "POST",
  path: "/v1/qurls/:id/mint_link",
  summary: "Mint another link for an existing resource",
  payload: MintLinkRequest,
  success: envelope(MintLinkResult),
  status: 201,
  errors: [...Problems.create, 404],
  rules: { idempotency: "keyed" },
  documentsKey: true
})

/**
 * @since 0.1.0
 * @category operations
 */
export const resolve = operation({
  name: "resolve",
  method: "POST",
  path: "/v1/resolve",
  summary: "Exchange a token for network access from the calling address",
  payload: ResolveRequest,
  success: envelope(ResolveResult),
  errors: [...Problems.create, 404, 410, 502],
  // A one-time token can be spent although the answer is 502: no policy repeats anything but 429 here.
  rules: { idempotency: "keyed", retryStatuses: [429] },
  documentsKey: true
})

/**
 * @since 0.1.0
 * @category operations
 */
export const getQuota = operation({
  name: "getQuota",
  method: "GET",
  path: "/v1/quota",
  summary: "Plan limits and usage",
  success: envelope(Quota),
  errors: Problems.read,
  rules: { idempotency: "natural" }
})
