/**
 * The operations on links, with what they take and return.
 *
 * Inputs have the property names of the API. A misspelt property is refused; null and undefined are left out. Durations
 * are strings in the API's grammar (`90s`, `5m`, `24h`, `7d`), instants are RFC 3339 strings.
 *
 * @since 0.1.0
 */
import type * as Sdk from "@qurl/sdk"
import type { AccessPolicy } from "./AccessPolicy.js"
import type { BatchAllOptions, BatchRow } from "./BatchAll.js"
import type { CallOptions, ReadOptions } from "./CallOptions.js"
import type { Plain } from "./internal/face.js"
import type { Deleted, Page, ReadMeta, WriteMeta } from "./Result.js"

/**
 * A resource, with a preview of its links as `access_tokens`.
 *
 * @since 0.1.0
 * @category models
 */
export interface Qurl {
  readonly resource_id: string
  readonly type?: "url" | "tunnel" | "transit" | (string & {}) | undefined
  readonly target_url?: string | undefined
  readonly status?: "active" | "revoked" | "expired" | (string & {}) | undefined
  readonly description?: string | undefined
  readonly tags?: ReadonlyArray<string> | undefined
  readonly custom_domain?: string | undefined
  readonly slug?: string | undefined
  readonly qurl_site?: string | undefined
  readonly qurl_count?: number | undefined
  readonly crid?: string | undefined
  readonly created_at?: string | undefined
  readonly expires_at?: string | undefined
  readonly access_tokens?: ReadonlyArray<QurlSummary> | undefined
}

/**
 * One entry of a batch result. `index` names the request item; entries come in the order of the items.
 *
 * @since 0.1.0
 * @category models
 */
export type BatchItemResult = Plain<Sdk.BatchCreated["results"][number]>

/**
 * One access token of a resource. Its secret is never read back.
 *
 * @since 0.1.0
 * @category models
 */
export interface QurlSummary {
  readonly qurl_id?: string | undefined
  readonly label?: string | undefined
  readonly status?: "active" | "revoked" | "expired" | "consumed" | (string & {}) | undefined
  readonly one_time_use?: boolean | undefined
  readonly max_sessions?: number | undefined
  readonly session_duration?: number | undefined
  readonly access_policy?: AccessPolicy | undefined
  readonly use_count?: number | undefined
  readonly qurl_site?: string | undefined
  readonly created_at?: string | undefined
  readonly expires_at?: string | undefined
}

/**
 * A link to create. `target_url` is required unless `type` says that the resource is no URL.
 *
 * @since 0.1.0
 * @category models
 */
export type CreateInput = Plain<Sdk.CreateInput>

/**
 * A created link. `qurl_link` is a credential that is never readable again.
 *
 * @since 0.1.0
 * @category models
 */
export type Created = Plain<Sdk.Created>

/**
 * The result of a batch, entries in the order of the items. Look at `failed`: a batch of which every item failed is a
 * result as well.
 *
 * @since 0.1.0
 * @category models
 */
export interface BatchCreated {
  readonly succeeded: number
  readonly failed: number
  readonly results: ReadonlyArray<BatchItemResult>
  readonly meta: WriteMeta
}

/**
 * A resource that was read.
 *
 * @since 0.1.0
 * @category models
 */
export interface Found extends Qurl {
  readonly meta: ReadMeta
}

/**
 * Which resources to list, and from where. Filters combine with AND; `status` is `active` unless said otherwise.
 *
 * @since 0.1.0
 * @category models
 */
export interface ListInput {
  readonly limit?: number | null | undefined
  readonly cursor?: string | null | undefined
  readonly status?: "active" | "revoked" | "active,revoked" | (string & {}) | null | undefined
  readonly q?: string | null | undefined
  readonly sort?: string | null | undefined
  readonly created_after?: string | null | undefined
  readonly created_before?: string | null | undefined
  readonly expires_before?: string | null | undefined
  readonly expires_after?: string | null | undefined
}

/**
 * A change of a resource: at least one property, and `extend_by` or `expires_at` but not both. An empty `description`
 * or `tags` clears it.
 *
 * @since 0.1.0
 * @category models
 */
export type UpdateInput = Plain<Sdk.UpdateInput>

/**
 * A resource that was changed.
 *
 * @since 0.1.0
 * @category models
 */
export interface Updated extends Qurl {
  readonly meta: WriteMeta
}

/**
 * How to extend a resource: by a duration, or up to an instant.
 *
 * @since 0.1.0
 * @category models
 */
export type ExtendInput = Plain<Sdk.ExtendInput>

/**
 * How to mint a link: every property is optional, `expires_in` and `expires_at` exclude each other.
 *
 * @since 0.1.0
 * @category models
 */
export type MintInput = Plain<Sdk.MintInput>

/**
 * A minted link. `qurl_link` is a credential that is never readable again.
 *
 * @since 0.1.0
 * @category models
 */
export interface Minted {
  readonly qurl_id?: string | undefined
  readonly qurl_link: string
  readonly branded_domain?: string | undefined
  readonly expires_at?: string | undefined
  readonly type?: "url" | "tunnel" | "transit" | (string & {}) | undefined
  readonly meta: WriteMeta
}

/**
 * The token of a link.
 *
 * @since 0.1.0
 * @category models
 */
export type ResolveInput = Plain<Sdk.ResolveInput>

/**
 * What a token opened.
 *
 * @since 0.1.0
 * @category models
 */
export interface Resolved {
  readonly target_url?: string | undefined
  readonly resource_id?: string | undefined
  readonly access_grant?: {
    readonly expires_in?: number | undefined
    readonly granted_at?: string | undefined
    readonly src_ip?: string | undefined
  } | undefined
  readonly meta: WriteMeta
}

/**
 * Plan limits and usage.
 *
 * @since 0.1.0
 * @category models
 */
export type QuotaFound = Plain<Sdk.QuotaFound>

/**
 * The operations on links, which a client has itself. Every call is one logical call, with one idempotency key for all
 * of its attempts where it writes.
 *
 * @since 0.1.0
 * @category models
 */
export interface Qurls {
  /**
   * Creates a link, and its resource when the target URL has none yet.
   *
   * A retry sends the same key, so that the server answers with the first link instead of making another one. The key is
   * a fresh UUIDv7 unless the client's `keyGenerator` or `options.idempotencyKey` says otherwise.
   */
  readonly create: (input: CreateInput, options?: CallOptions) => Promise<Created>

  /**
   * Creates 1 to 100 links in one request. Look at `failed` in the result: items can fail one by one, and a batch of
   * which all items failed is a result, too. Only input that is wrong fails the call, before anything is sent.
   *
   * A retry sends the same key, so that a lost answer never doubles the batch. `options.idempotencyKey` replaces the
   * generated key. To repeat failed items call again with a new key: under the old one the server repeats its answer.
   */
  readonly batchCreate: (
    items: ReadonlyArray<CreateInput>,
    options?: CallOptions
  ) => Promise<BatchCreated>

  /**
   * Creates any number of links, up to 100 in one request and some requests at once, in memory that does not grow with
   * the input. Every row has exactly one result, in the order of the rows, and a row that is wrong or fails does not
   * keep others from being created: rows that were skipped because of it are sent again without it, and what fails but
   * may pass is sent again at most twice, under new keys.
   *
   * When a request is refused as a whole, nothing more is sent: the rest of the input is read and reported as `not
   * sent`, and then the iteration throws a `BatchStoppedError` that counts what became of all rows.
   *
   * Keys come from the client's `keyGenerator`: with `KeyGenerator.fromJob` the whole program can run again after a
   * crash, and nothing is created twice.
   */
  readonly batchCreateAll: (
    rows: Iterable<CreateInput> | AsyncIterable<CreateInput>,
    options?: BatchAllOptions
  ) => AsyncIterable<BatchRow>

  /** Reads a resource with a preview of its links. `id` is a `resource_id`, or the `qurl_id` of one of its links. */
  readonly get: (id: string, options?: ReadOptions) => Promise<Found>

  /** Reads one page of the caller's resources. */
  readonly list: (query?: ListInput, options?: ReadOptions) => Promise<Page<Qurl>>

  /** The items of all pages, which are asked for one by one as they are needed. */
  readonly listAll: (query?: ListInput, options?: ReadOptions) => AsyncIterable<Qurl>

  /**
   * Changes expiry, description or tags of a resource.
   *
   * A retry sends the same key, so that `extend_by` adds once. `options.idempotencyKey` replaces the generated key.
   */
  readonly update: (id: string, input: UpdateInput, options?: CallOptions) => Promise<Updated>

  /**
   * Extends a resource by a duration or up to an instant.
   *
   * A retry sends the same key, so that `extend_by` adds once. `options.idempotencyKey` replaces the generated key.
   */
  readonly extend: (id: string, by: ExtendInput, options?: CallOptions) => Promise<Updated>

  /**
   * Revokes a resource with all its links. `id` is a `resource_id`; ids of single links are refused.
   *
   * A delete repeats safely without a key: finding nothing after an attempt whose answer was lost is a success. On the
   * first attempt it is a `NotFoundError`.
   */
  readonly delete: (id: string, options?: ReadOptions) => Promise<Deleted>

  /**
   * Mints another link for an existing resource.
   *
   * A retry sends the same key, so that the server answers with the first link instead of minting another one.
   * `options.idempotencyKey` replaces the generated key.
   */
  readonly mintLink: (id: string, input?: MintInput, options?: CallOptions) => Promise<Minted>

  /**
   * Exchanges the token of a link for network access from this machine's address.
   *
   * A lost answer is repeated under the same key. Of the statuses only 429 is repeated, whatever the policy says: a
   * one-time token can be spent although the answer is 502. `options.idempotencyKey` replaces the generated key.
   */
  readonly resolve: (input: ResolveInput, options?: CallOptions) => Promise<Resolved>

  /** Reads the limits of the plan and what is used of them. */
  readonly getQuota: (options?: ReadOptions) => Promise<QuotaFound>
}
