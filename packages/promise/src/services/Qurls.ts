// Generated from @qurl/sdk by `npm run promise`. Do not edit.
/**
 * The service for links: everything below `/v1/qurls`, with `resolve` and `getQuota`.
 *
 * @since 0.1.0
 */
import type { Qurl } from "@qurl/contract"
import type * as Sdk from "@qurl/sdk"
import type { BatchCreated, Created, Deleted, Found, Minted, Page, QuotaFound, Resolved, Updated } from "@qurl/sdk"
import type { BatchAllOptions, BatchRow } from "../BatchAll.js"
import type { CallOptions, ReadOptions } from "../CallOptions.js"
import type { Plain } from "../internal/plain.js"

export type { BatchCreated, Created, Found, Minted, QuotaFound, Qurl, Resolved, Updated }

/**
 * A link to create. `target_url` is required unless `type` says that the resource is not a URL.
 *
 * @since 0.1.0
 * @category models
 */
export type CreateInput = Plain<Sdk.CreateInput>

/**
 * How to extend a resource: by a duration, or up to an instant.
 *
 * @since 0.1.0
 * @category models
 */
export type ExtendInput = Plain<Sdk.ExtendInput>

/**
 * Which resources to list, and from where. Filters combine with AND; `status` is `active` unless said otherwise.
 *
 * @since 0.1.0
 * @category models
 */
export interface ListInput extends Plain<Sdk.ListInput> {}

/**
 * How to mint a link: every property is optional, `expires_in` and `expires_at` exclude each other.
 *
 * @since 0.1.0
 * @category models
 */
export type MintInput = Plain<Sdk.MintInput>

/**
 * Token of a link, by itself or as a property. A secret.
 *
 * @since 0.1.0
 * @category models
 */
export type ResolveInput = Plain<Sdk.ResolveInput>

/**
 * A change of a resource: at least one property, and `extend_by` or `expires_at` but not both. An empty `description`
 * or `tags` clears it.
 *
 * @since 0.1.0
 * @category models
 */
export type UpdateInput = Plain<Sdk.UpdateInput>

/**
 * Methods of a client. Every call is one logical call, with one idempotency key for all of its attempts where it
 * writes.
 *
 * @since 0.1.0
 * @category models
 */
export interface Qurls {
  /**
   * Creates a link, and its resource when the target URL has none yet.
   *
   * A retry sends the same key, so that the server answers with the first link instead of making another one. The key
   * is a fresh UUIDv7 unless the client's `keyGenerator` or `options.idempotencyKey` says otherwise.
   */
  readonly create: (input: CreateInput, options?: CallOptions) => Promise<Created>

  /**
   * Creates 1 to 100 links in one request. Look at `failed` in the result: items can fail one by one, and a batch of
   * which all items failed is a result, too. Only input that is wrong fails the call, before anything is sent.
   *
   * A retry sends the same key, so that a lost answer never doubles the batch. `options.idempotencyKey` replaces the
   * generated key. To repeat failed items call again with a new key: under the old one the server repeats its answer.
   */
  readonly batchCreate: (items: ReadonlyArray<CreateInput>, options?: CallOptions) => Promise<BatchCreated>

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

  /** All items of all pages. Each page is requested when its items are needed. */
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
   * A retry is safe without a key: finding nothing after an attempt whose answer was lost is a success. On the first
   * attempt it is a `NotFoundError`.
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
   * After a lost answer, a retry sends the same key. The only status that is retried is 429, whatever the policy says:
   * a one-time token can be spent although the answer is 502. `options.idempotencyKey` replaces the generated key.
   */
  readonly resolve: (input: ResolveInput, options?: CallOptions) => Promise<Resolved>

  /** Reads the limits of the plan and what is used of them. */
  readonly getQuota: (options?: ReadOptions) => Promise<QuotaFound>
}
