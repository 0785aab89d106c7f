/**
 * The operations on resources and on their links.
 *
 * @since 0.1.0
 */
import type {
  CreateQurlForResourceRequest,
  CreateResourceRequest,
  ListResourcesQuery,
  QurlSummary,
  Resource,
  ResourceDetail,
  ShareRequest,
  ShareResult,
  UpdateResourceQurlRequest,
  UpdateResourceRequest
} from "@qurl/contract"
import type * as Effect from "effect/Effect"
import type * as Stream from "effect/Stream"
import type { AtLeastOne, CallOptions, NotBoth, ReadOptions, Targeted, Written } from "./Input.js"
import type { QurlError, ReadError } from "./QurlError.js"
import type { Created, Deleted, Page, ReadMeta, WriteMeta } from "./Result.js"

/**
 * Which resources to list, or which one to look up by `alias` or `slug`. A look-up goes with nothing else.
 *
 * @since 0.1.0
 * @category models
 */
export interface ListResourcesInput extends Written<ListResourcesQuery> {}

/**
 * A resource to create or to find. `target_url` is required unless `type` says that the resource is no URL; `slug` is
 * required for the type `tunnel` and refused for others.
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
    /** Whether the resource was there before. Older servers do not say. */
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
 * What `Resources` offers. In spans and errors the methods carry the names of the API's operations, which stand behind
 * each. Every run of an effect is one logical call, with one idempotency key for all of its attempts where it writes.
 *
 * @since 0.1.0
 * @category models
 */
export interface ResourcesService {
  /** Reads one page of the caller's resources, or looks one up (`listResources`). */
  readonly list: (query?: ListResourcesInput, options?: ReadOptions) => Effect.Effect<Page<Resource>, ReadError>

  /** All pages as one stream, asked for one by one as they are needed (`listResources`). */
  readonly listAll: (query?: ListResourcesInput, options?: ReadOptions) => Stream.Stream<Resource, ReadError>

  /**
   * Creates a resource without a link, or finds the one of the same target URL, which stays as it is (`createResource`).
   *
   * A retry sends the same key, so that it ends with one resource. `options.idempotencyKey` replaces the generated key.
   */
  readonly create: (input: CreateResourceInput, options?: CallOptions) => Effect.Effect<ResourceCreated, QurlError>

  /** Reads a resource and a preview of its links (`getResource`). */
  readonly get: (id: string, options?: ReadOptions) => Effect.Effect<ResourceFound, ReadError>

  /**
   * Changes what is known of a resource (`updateResource`).
   *
   * A retry sends the same key. `options.idempotencyKey` replaces the generated key.
   */
  readonly update: (
    id: string,
    input: UpdateResourceInput,
    options?: CallOptions
  ) => Effect.Effect<ResourceUpdated, QurlError>

  /**
   * Revokes a resource with all its links (`deleteResource`).
   *
   * A delete repeats safely without a key: finding nothing after an attempt whose answer was lost is a success.
   */
  readonly delete: (id: string, options?: ReadOptions) => Effect.Effect<Deleted, ReadError>

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
  ) => Effect.Effect<Created, QurlError>

  /**
   * Changes one active link (`updateResourceQurl`).
   *
   * A call with `extend_by` is repeated after 429 only, whatever the policy says: it adds, and no document of the API
   * says that its key is honoured here. After a lost answer it fails with the outcome `unknown`; read the link to learn
   * its expiry. Every other change is repeated under the same key. `options.idempotencyKey` replaces the generated key.
   */
  readonly updateQurl: (
    id: string,
    qurlId: string,
    input: UpdateQurlInput,
    options?: CallOptions
  ) => Effect.Effect<QurlUpdated, QurlError>

  /**
   * Makes a link for one visit (`shareResource`). `crid` is the CRID of a resource that the caller owns or may ask for;
   * an answer about another resource is an `UnexpectedResponseError`.
   *
   * A retry sends the same key and yields the same link. `options.idempotencyKey` replaces the generated key.
   */
  readonly share: (crid: string, input?: ShareInput, options?: CallOptions) => Effect.Effect<Shared, QurlError>

  /**
   * Revokes one link (`revokeResourceQurl`).
   *
   * A repeat is safe: finding the link revoked or gone after an attempt whose answer was lost is a success. On the first
   * attempt it is a `ConflictError` with the code `revoked`, or a `NotFoundError`.
   */
  readonly revokeQurl: (id: string, qurlId: string, options?: ReadOptions) => Effect.Effect<Deleted, ReadError>
}
