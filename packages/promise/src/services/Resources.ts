// Generated from @qurl/sdk by `npm run promise`. Do not edit.
/**
 * The service for resources and for the links of one resource: everything below `/v1/resources` but sessions.
 *
 * @since 0.1.0
 */
import type { QurlSummary, Resource } from "@qurl/contract"
import type * as Sdk from "@qurl/sdk"
import type {
  Created,
  Deleted,
  Page,
  QurlUpdated,
  ResourceCreated,
  ResourceFound,
  ResourceUpdated,
  Shared
} from "@qurl/sdk"
import type { CallOptions, ReadOptions } from "../CallOptions.js"
import type { Plain } from "../internal/plain.js"

export type { Created, QurlSummary, QurlUpdated, Resource, ResourceCreated, ResourceFound, ResourceUpdated, Shared }

/**
 * A link to create for a resource: every property is optional.
 *
 * @since 0.1.0
 * @category models
 */
export interface CreateQurlInput extends Plain<Sdk.CreateQurlInput> {}

/**
 * A resource to create or to find. `target_url` is required unless `type` says that the resource is not a URL; `slug`
 * is required for the type `tunnel` and refused for others.
 *
 * @since 0.1.0
 * @category models
 */
export type CreateResourceInput = Plain<Sdk.CreateResourceInput>

/**
 * Which page of the links of a resource to read.
 *
 * @since 0.1.0
 * @category models
 */
export interface ListResourceQurlsInput extends Plain<Sdk.ListResourceQurlsInput> {}

/**
 * Which resources to list, or which one to look up by `alias` or `slug`. A look-up goes with nothing else.
 *
 * @since 0.1.0
 * @category models
 */
export interface ListResourcesInput extends Plain<Sdk.ListResourcesInput> {}

/**
 * Settings of a share link.
 *
 * @since 0.1.0
 * @category models
 */
export interface ShareInput extends Plain<Sdk.ShareInput> {}

/**
 * A change of a link: at least one property, and `extend_by` or `expires_at` but not both.
 *
 * @since 0.1.0
 * @category models
 */
export type UpdateQurlInput = Plain<Sdk.UpdateQurlInput>

/**
 * A change of a resource: at least one property. An empty `description`, `tags` or `custom_domain` clears it; null as
 * `alias` clears that. `alias` and `custom_domain` cannot be changed in one call.
 *
 * @since 0.1.0
 * @category models
 */
export type UpdateResourceInput = Plain<Sdk.UpdateResourceInput>

/**
 * Methods of `client.resources`. In spans and errors the methods carry the names of the API's operations, which stand
 * behind each. Every call is one logical call, with one idempotency key for all of its attempts where it writes.
 *
 * @since 0.1.0
 * @category models
 */
export interface Resources {
  /** Reads one page of the caller's resources, or looks one up (`listResources`). */
  readonly list: (query?: ListResourcesInput, options?: ReadOptions) => Promise<Page<Resource>>

  /** All items of all pages. Each page is requested when its items are needed (`listResources`). */
  readonly listAll: (query?: ListResourcesInput, options?: ReadOptions) => AsyncIterable<Resource>

  /**
   * Creates a resource without a link, or finds the one of the same target URL, which stays as it is
   * (`createResource`).
   *
   * A retry sends the same key, so that it ends with one resource. `options.idempotencyKey` replaces the generated key.
   */
  readonly create: (input: CreateResourceInput, options?: CallOptions) => Promise<ResourceCreated>

  /** Reads a resource and a preview of its links (`getResource`). */
  readonly get: (id: string, options?: ReadOptions) => Promise<ResourceFound>

  /**
   * Changes what is known of a resource (`updateResource`).
   *
   * A retry sends the same key. `options.idempotencyKey` replaces the generated key.
   */
  readonly update: (id: string, input: UpdateResourceInput, options?: CallOptions) => Promise<ResourceUpdated>

  /**
   * Revokes a resource with all its links (`deleteResource`).
   *
   * A retry is safe without a key: finding nothing after an attempt whose answer was lost is a success.
   */
  readonly delete: (id: string, options?: ReadOptions) => Promise<Deleted>

  /** Reads one page of the links of a resource, newest first (`listResourceQurls`). */
  readonly listQurls: (id: string, query?: ListResourceQurlsInput, options?: ReadOptions) => Promise<Page<QurlSummary>>

  /** All links of a resource as one stream (`listResourceQurls`). */
  readonly listAllQurls: (
    id: string,
    query?: ListResourceQurlsInput,
    options?: ReadOptions
  ) => AsyncIterable<QurlSummary>

  /**
   * Creates a link for an existing resource (`createQurlForResource`).
   *
   * A retry sends the same key, so that the server answers with the first link instead of making another one.
   * `options.idempotencyKey` replaces the generated key.
   */
  readonly createQurl: (id: string, input?: CreateQurlInput, options?: CallOptions) => Promise<Created>

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
  ) => Promise<QurlUpdated>

  /**
   * Makes a link for one visit (`shareResource`). `crid` is the CRID of a resource that the caller owns or may ask for;
   * an answer about another resource is an `UnexpectedResponseError`.
   *
   * A retry sends the same key and yields the same link. `options.idempotencyKey` replaces the generated key.
   */
  readonly share: (crid: string, input?: ShareInput, options?: CallOptions) => Promise<Shared>

  /**
   * Revokes one link (`revokeResourceQurl`).
   *
   * A retry is safe without a key: finding the link revoked or gone after an attempt whose answer was lost is a
   * success. On the first attempt it is a `ConflictError` with the code `revoked`, or a `NotFoundError`.
   */
  readonly revokeQurl: (id: string, qurlId: string, options?: ReadOptions) => Promise<Deleted>
}
