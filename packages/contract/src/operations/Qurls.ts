/**
 * What a client needs to know of the group `qurls`.
 *
 * @since 0.1.0
 */
import { BatchCreateAnswer, BatchCreateRequest } from "../BatchCreate.js"
import { CreateQurlRequest, CreateQurlResult } from "../CreateQurl.js"
import type { Described } from "../Described.js"
import { envelope, page } from "../Envelope.js"
import { ListQurlsQuery } from "../ListQurls.js"
import { MintLinkRequest, MintLinkResult } from "../MintLink.js"
import { Quota } from "../Quota.js"
import { Qurl } from "../Qurl.js"
import { ResolveRequest, ResolveResult } from "../Resolve.js"
import { UpdateQurlRequest } from "../UpdateQurl.js"

const QurlAnswer = envelope(Qurl)

/**
 * Create a link, and its resource when the target URL has none yet.
 *
 * @since 0.1.0
 * @category models
 */
export const create = {
  name: "create",
  method: "POST",
  path: "/v1/qurls",
  payload: CreateQurlRequest,
  success: envelope(CreateQurlResult),
  rules: { idempotency: "keyed", marksReplays: true },
  documentsKey: true
} as const satisfies Described

/**
 * Create 1 to 100 links in one request.
 *
 * @since 0.1.0
 * @category models
 */
export const batchCreate = {
  name: "batchCreate",
  method: "POST",
  path: "/v1/qurls/batch",
  payload: BatchCreateRequest,
  success: BatchCreateAnswer,
  rules: { idempotency: "keyed" },
  documentsKey: true
} as const satisfies Described

/**
 * Read a resource with a preview of its tokens.
 *
 * @since 0.1.0
 * @category models
 */
export const get = {
  name: "get",
  method: "GET",
  path: "/v1/qurls/:id",
  success: QurlAnswer,
  rules: { idempotency: "natural" }
} as const satisfies Described

/**
 * List the caller's resources.
 *
 * @since 0.1.0
 * @category models
 */
export const list = {
  name: "list",
  method: "GET",
  path: "/v1/qurls",
  query: ListQurlsQuery,
  success: page(Qurl),
  rules: { idempotency: "natural" }
} as const satisfies Described

/**
 * Extend a resource, or change its description or tags.
 *
 * @since 0.1.0
 * @category models
 */
export const update = {
  name: "update",
  method: "PATCH",
  path: "/v1/qurls/:id",
  payload: UpdateQurlRequest,
  success: QurlAnswer,
  rules: { idempotency: "keyed" },
  documentsKey: true
} as const satisfies Described

/**
 * Revoke a resource and all its links.
 *
 * @since 0.1.0
 * @category models
 */
export const remove = {
  name: "delete",
  method: "DELETE",
  path: "/v1/qurls/:id",
  rules: {
    idempotency: "natural",
    // For its owner a revoked or closed resource is as gone as an unknown one.
    alreadyGone: (status, code) => status === 404 || status === 410 || (status === 400 && code === "revoked")
  }
} as const satisfies Described

/**
 * Mint another link for an existing resource.
 *
 * @since 0.1.0
 * @category models
 */
export const mintLink = {
  name: "mintLink",
  method: "POST",
  path: "/v1/qurls/:id/mint_link",
  payload: MintLinkRequest,
  success: envelope(MintLinkResult),
  rules: { idempotency: "keyed" },
  documentsKey: true
} as const satisfies Described

/**
 * Exchange a token for network access from the calling address.
 *
 * @since 0.1.0
 * @category models
 */
export const resolve = {
  name: "resolve",
  method: "POST",
  path: "/v1/resolve",
  payload: ResolveRequest,
  success: envelope(ResolveResult),
  // A one-time token can be spent although the answer is 502: no policy repeats anything but 429 here.
  rules: { idempotency: "keyed", retryStatuses: [429] },
  documentsKey: true
} as const satisfies Described

/**
 * Plan limits and usage.
 *
 * @since 0.1.0
 * @category models
 */
export const getQuota = {
  name: "getQuota",
  method: "GET",
  path: "/v1/quota",
  success: envelope(Quota),
  rules: { idempotency: "natural" }
} as const satisfies Described
