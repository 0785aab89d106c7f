/**
 * The operations on resources and on their links.
 *
 * @since 0.1.0
 */
import type * as Sdk from "@qurl/sdk"
import type { CallOptions, ReadOptions } from "./CallOptions.js"
import type { Plain } from "./internal/face.js"
import type { Created, QurlSummary } from "./Qurls.js"
import type { Deleted, Page, WriteMeta } from "./Result.js"

/**
 * A resource. Transit resources come without what would tell where they lead. A `qurl_count` that is absent is unknown,
 * an absent `session_duration_cap` is no cap.
 *
 * @since 0.1.0
 * @category models
 */
export type Resource = Plain<Sdk.ResourceFound["resource"]>

/**
 * Which resources to list, or which one to look up by `alias` or `slug`. A look-up goes with nothing else.
 *
 * @since 0.1.0
 * @category models
 */
export interface ListResourcesInput {
  readonly alias?: string | null | undefined
  readonly slug?: string | null | undefined
  readonly status?: string | null | undefined
  readonly type?: "url" | "tunnel" | (string & {}) | null | undefined
  readonly limit?: number | null | undefined
  readonly cursor?: string | null | undefined
}

/**
 * A resource to create or to find. `target_url` is required unless `type` says that the resource is no URL; `slug` is
 * required for the type `tunnel` and refused for others.
 *
 * @since 0.1.0
 * @category models
 */
export type CreateResourceInput = Plain<Sdk.CreateResourceInput>

/**
 * A resource that was created, or found as it was.
 *
 * @since 0.1.0
 * @category models
 */
export type ResourceCreated = Plain<Sdk.ResourceCreated>

/**
 * A resource that was read, with a preview of its links.
 *
 * @since 0.1.0
 * @category models
 */
export type ResourceFound = Plain<Sdk.ResourceFound>

/**
 * A change of a resource: at least one property. An empty `description`, `tags` or `custom_domain` clears it; null as
 * `alias` clears that. `alias` and `custom_domain` cannot be changed in one call.
 *
 * @since 0.1.0
 * @category models
 */
export type UpdateResourceInput = Plain<Sdk.UpdateResourceInput>

/**
 * A resource that was changed.
 *
 * @since 0.1.0
 * @category models
 */
export type ResourceUpdated = Plain<Sdk.ResourceUpdated>

/**
 * A link to create for a resource: every property is optional.
 *
 * @since 0.1.0
 * @category models
 */
export type CreateQurlInput = Plain<Sdk.CreateQurlInput>

/**
 * A change of a link: at least one property, and `extend_by` or `expires_at` but not both.
 *
 * @since 0.1.0
 * @category models
 */
export type UpdateQurlInput = Plain<Sdk.UpdateQurlInput>

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
export type ShareInput = Plain<Sdk.ShareInput>

/**
 * A share link. `qurl` is a secret that is never readable again.
 *
 * @since 0.1.0
 * @category models
 */
export type Shared = Plain<Sdk.Shared>

/**
 * What `client.resources` offers. In errors the methods carry the names of the API's operations, which stand behind
 * each. Every call is one logical call, with one idempotency key for all of its attempts where it writes.
 *
 * @since 0.1.0
 * @category models
 */
export interface Resources {
  /** Reads one page of the caller's resources, or looks one up (`listResources`). */
  readonly list: (query?: ListResourcesInput, options?: ReadOptions) => Promise<Page<Resource>>

  /** The items of all pages, which are asked for one by one as they are needed (`listResources`). */
  readonly listAll: (query?: ListResourcesInput, options?: ReadOptions) => AsyncIterable<Resource>

  /**
   * Creates a resource without a link, or finds the one of the same target URL, which stays as it is (`createResource`).
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
  readonly update: (
    id: string,
    input: UpdateResourceInput,
    options?: CallOptions
  ) => Promise<ResourceUpdated>

  /**
   * Revokes a resource with all its links (`deleteResource`).
   *
   * A delete repeats safely without a key: finding nothing after an attempt whose answer was lost is a success.
   */
  readonly delete: (id: string, options?: ReadOptions) => Promise<Deleted>

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
  ) => Promise<Created>

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
   * A repeat is safe: finding the link revoked or gone after an attempt whose answer was lost is a success. On the first
   * attempt it is a `ConflictError` with the code `revoked`, or a `NotFoundError`.
   */
  readonly revokeQurl: (id: string, qurlId: string, options?: ReadOptions) => Promise<Deleted>
}
