/**
 * The service for resources and for the links of one resource: everything below `/v1/resources` but sessions.
 *
 * @since 0.1.0
 */
import type {
  CreateQurlForResourceRequest,
  CreateResourceRequest,
  ListResourcesQuery,
  PageQuery,
  QurlSummary,
  Resource,
  ResourceDetail,
  ShareRequest,
  ShareResult,
  UpdateResourceQurlRequest,
  UpdateResourceRequest
} from "@qurl/contract"
import * as Operations from "@qurl/contract/groups/Resources"
import type * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { isReadonlyRecord } from "effect/Predicate"
import type * as Stream from "effect/Stream"
import type { AtLeastOne, CallOptions, NotBoth, ReadOptions, Targeted, Written } from "../Input.js"
import { writeMeta } from "../internal/call/answer.js"
import * as Compiled from "../internal/call/compiled.js"
import { effect, pages } from "../internal/call/method.js"
import * as Service from "../internal/call/service.js"
import { looksLike as looksLikeCrid } from "../internal/cridText.js"
import type { ConflictError, GoneError, NotFoundError, ReadError, WriteError } from "../QurlError.js"
import type { Created, Deleted, Page, ReadMeta, WriteMeta } from "../Result.js"

/**
 * Which resources to list, or which one to look up by `alias` or `slug`. A look-up goes with nothing else.
 *
 * @since 0.1.0
 * @category models
 */
export interface ListResourcesInput extends Written<ListResourcesQuery> {}

/**
 * A resource to create or to find. `target_url` is required unless `type` says that the resource is not a URL; `slug`
 * is required for the type `tunnel` and refused for others.
 *
 * @since 0.1.0
 * @category models
 */
export type CreateResourceInput = Written<Targeted<CreateResourceRequest>>

/**
 * A change of a resource: at least one property. An empty `description`, `tags` or `custom_domain` clears it; null as
 * `alias` clears that. `alias` and `custom_domain` cannot be changed in one call.
 *
 * @since 0.1.0
 * @category models
 */
export type UpdateResourceInput = Written<AtLeastOne<NotBoth<UpdateResourceRequest, "alias", "custom_domain">>>

/**
 * Which page of the links of a resource to read.
 *
 * @since 0.1.0
 * @category models
 */
export interface ListResourceQurlsInput extends Written<PageQuery> {}

/**
 * A link to create for a resource: every property is optional.
 *
 * @since 0.1.0
 * @category models
 */
export interface CreateQurlInput extends Written<CreateQurlForResourceRequest> {}

/**
 * A change of a link: at least one property, and `extend_by` or `expires_at` but not both.
 *
 * @since 0.1.0
 * @category models
 */
export type UpdateQurlInput = Written<AtLeastOne<NotBoth<UpdateResourceQurlRequest, "extend_by", "expires_at">>>

/**
 * A resource that was read, with a preview of its links.
 *
 * @since 0.1.0
 * @category models
 */
export interface ResourceFound extends ResourceDetail {
  readonly meta: ReadMeta
}

/**
 * A resource that was created, or found as it was.
 *
 * @since 0.1.0
 * @category models
 */
export interface ResourceCreated extends Resource {
  readonly meta: WriteMeta & {
    /** True if the resource existed before. Older servers do not say. */
    readonly foundExisting: boolean | undefined
  }
}

/**
 * A resource that was changed.
 *
 * @since 0.1.0
 * @category models
 */
export interface ResourceUpdated extends Resource {
  readonly meta: WriteMeta
}

/**
 * A link that was changed. Its secret is not part of it.
 *
 * @since 0.1.0
 * @category models
 */
export interface QurlUpdated extends QurlSummary {
  readonly meta: WriteMeta
}

/**
 * Settings of a share link.
 *
 * @since 0.1.0
 * @category models
 */
export interface ShareInput extends Written<ShareRequest> {}

/**
 * A share link. `qurl` is a secret that is never readable again.
 *
 * @since 0.1.0
 * @category models
 */
export interface Shared extends ShareResult {
  readonly meta: WriteMeta
}

/**
 * Methods of `Resources`. In spans and errors the methods carry the names of the API's operations, which stand behind
 * each. Every run of an effect is one logical call, with one idempotency key for all of its attempts where it writes.
 *
 * @since 0.1.0
 * @category models
 */
export interface ResourcesService {
  /** Reads one page of the caller's resources, or looks one up (`listResources`). */
  readonly list: (query?: ListResourcesInput, options?: ReadOptions) => Effect.Effect<Page<Resource>, ReadError>

  /** All items of all pages. Each page is requested when its items are needed (`listResources`). */
  readonly listAll: (query?: ListResourcesInput, options?: ReadOptions) => Stream.Stream<Resource, ReadError>

  /**
   * Creates a resource without a link, or finds the one of the same target URL, which stays as it is
   * (`createResource`).
   *
   * A retry sends the same key, so that it ends with one resource. `options.idempotencyKey` replaces the generated key.
   */
  readonly create: (
    input: CreateResourceInput,
    options?: CallOptions
  ) => Effect.Effect<ResourceCreated, WriteError | GoneError>

  /** Reads a resource and a preview of its links (`getResource`). */
  readonly get: (
    id: string,
    options?: ReadOptions
  ) => Effect.Effect<ResourceFound, ReadError | NotFoundError | GoneError>

  /**
   * Changes what is known of a resource (`updateResource`).
   *
   * A retry sends the same key. `options.idempotencyKey` replaces the generated key.
   */
  readonly update: (
    id: string,
    input: UpdateResourceInput,
    options?: CallOptions
  ) => Effect.Effect<ResourceUpdated, WriteError | NotFoundError | GoneError>

  /**
   * Revokes a resource with all its links (`deleteResource`).
   *
   * A retry is safe without a key: finding nothing after an attempt whose answer was lost is a success.
   */
  readonly delete: (id: string, options?: ReadOptions) => Effect.Effect<Deleted, ReadError | NotFoundError>

  /** Reads one page of the links of a resource, newest first (`listResourceQurls`). */
  readonly listQurls: (
    id: string,
    query?: ListResourceQurlsInput,
    options?: ReadOptions
  ) => Effect.Effect<Page<QurlSummary>, ReadError | NotFoundError>

  /** All links of a resource as one stream (`listResourceQurls`). */
  readonly listAllQurls: (
    id: string,
    query?: ListResourceQurlsInput,
    options?: ReadOptions
  ) => Stream.Stream<QurlSummary, ReadError | NotFoundError>

  /**
   * Creates a link for an existing resource (`createQurlForResource`).
   *
   * A retry sends the same key, so that the server answers with the first link instead of making another one.
   * `options.idempotencyKey` replaces the generated key.
   */
  readonly createQurl: (
    id: string,
    input?: CreateQurlInput,
    options?: CallOptions
  ) => Effect.Effect<Created, WriteError | NotFoundError | GoneError>

  /**
   * Changes one active link (`updateResourceQurl`).
   *
   * A call with `extend_by` is retried after 429 only, whatever the policy says: it adds, and no document of the API
   * says that its key is honoured here. After a lost answer it fails with the outcome `unknown`; read the link to learn
   * its expiry. A retry of any other change sends the same key. `options.idempotencyKey` replaces the generated key.
   */
  readonly updateQurl: (
    id: string,
    qurlId: string,
    input: UpdateQurlInput,
    options?: CallOptions
  ) => Effect.Effect<QurlUpdated, WriteError | NotFoundError>

  /**
   * Makes a link for one visit (`shareResource`). `crid` is the CRID of a resource that the caller owns or may ask for;
   * an answer about another resource is an `UnexpectedResponseError`.
   *
   * A retry sends the same key and yields the same link. `options.idempotencyKey` replaces the generated key.
   */
  readonly share: (
    crid: string,
    input?: ShareInput,
    options?: CallOptions
  ) => Effect.Effect<Shared, WriteError | NotFoundError | GoneError>

  /**
   * Revokes one link (`revokeResourceQurl`).
   *
   * A retry is safe without a key: finding the link revoked or gone after an attempt whose answer was lost is a
   * success. On the first attempt it is a `ConflictError` with the code `revoked`, or a `NotFoundError`.
   */
  readonly revokeQurl: (
    id: string,
    qurlId: string,
    options?: ReadOptions
  ) => Effect.Effect<Deleted, ReadError | NotFoundError | ConflictError>
}

const operations = Compiled.group(Operations)
const setQurl = { ...operations.updateQurl, rules: Operations.settingQurl }

const addsTime = (change: unknown): boolean =>
  isReadonlyRecord(change) && change.extend_by !== undefined && change.extend_by !== null

const methods = Service.methods<ResourcesService>()(operations, {
  listAll: pages(operations.list),

  listAllQurls: pages(operations.listQurls),

  create: effect(
    1,
    ({ call }) => (payload, options) =>
      call(operations.create, { payload, options }, ({ report, value: { data, meta } }) => ({
        ...data,
        meta: { ...writeMeta(report), foundExisting: meta?.found_existing }
      }))
  ),

  updateQurl: effect(
    3,
    ({ write }) => (id, qurl_id, payload, options) =>
      write(addsTime(payload) ? operations.updateQurl : setQurl, { id, ids: { qurl_id }, payload, options })
  ),

  share: effect(2, ({ write }) => (id, payload, options) =>
    write(operations.share, {
      id,
      payload,
      options,
      breach: ({ data }) =>
        looksLikeCrid(id) && data.crid !== id ? Option.some("the answer is about another resource") : Option.none()
    }))
})

/**
 * The operations on resources and on the links of one resource.
 *
 * @example
 * import { QurlLive, Resources } from "@qurl/sdk"
 * import { Effect } from "effect"
 *
 * const program = Effect.gen(function*() {
 *   const { resource_id } = yield* Resources.create({ type: "url", target_url: "https://example.com", alias: "docs" })
 *   const { qurl_link } = yield* Resources.createQurl(resource_id, { expires_in: "24h", label: "for Ada" })
 *   return qurl_link
 * }).pipe(Effect.provide(QurlLive))
 *
 * @since 0.1.0
 * @category tags
 */
export class Resources extends Service.tag<Resources, ResourcesService>()("Resources", methods) {}
