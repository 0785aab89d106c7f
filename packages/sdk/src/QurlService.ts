/**
 * The operations on links.
 *
 * @since 0.1.0
 */
import type { Qurl } from "@qurl/contract"
import type * as Effect from "effect/Effect"
import type * as Stream from "effect/Stream"
import type { BatchAllError, BatchAllOptions, BatchRow } from "./BatchAll.js"
import type {
  CallOptions,
  CreateInput,
  ExtendInput,
  ListInput,
  MintInput,
  ReadOptions,
  ResolveInput,
  UpdateInput
} from "./Input.js"
import type { QurlError, ReadError } from "./QurlError.js"
import type { BatchCreated, Created, Deleted, Found, Minted, Page, QuotaFound, Resolved, Updated } from "./Result.js"

/**
 * What `Qurl` offers. Every call is an effect that needs nothing further and can be run any number of times; each run
 * is one logical call, with one idempotency key for all of its attempts.
 *
 * @since 0.1.0
 * @category models
 */
export interface QurlService {
  /**
   * Creates a link, and its resource when the target URL has none yet.
   *
   * A retry sends the same key, so that the server answers with the first link instead of making another one. The key is
   * a fresh UUIDv7 unless a `KeyGenerator` layer or `options.idempotencyKey` says otherwise.
   */
  readonly create: (input: CreateInput, options?: CallOptions) => Effect.Effect<Created, QurlError>

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
  ) => Effect.Effect<BatchCreated, QurlError>

  /**
   * Creates any number of links, up to 100 in one request and some requests at once, in memory that does not grow with
   * the input. Every row has exactly one result, in the order of the rows, and a row that is wrong or fails does not
   * keep others from being created: rows that were skipped because of it are sent again without it, and what fails but
   * may pass is sent again at most twice, under new keys.
   *
   * When a request is refused as a whole, nothing more is sent: the rest of the input is read and reported as `not
   * sent`, and then the stream fails with a `BatchStoppedError` that counts what became of all rows.
   *
   * With `options.job` and a `Journal`, every request is written down before it is sent and settled after its answer.
   * Running the job again with the same rows gives the results that are there and goes on with the others; what is
   * unknown is asked for first, under its old key. Without a name, keys come from the `KeyGenerator`: one of `fromJob`
   * lets the whole program run again.
   */
  readonly batchCreateAll: <E = never, R = never>(
    rows: Iterable<CreateInput> | Stream.Stream<CreateInput, E, R>,
    options?: BatchAllOptions
  ) => Stream.Stream<BatchRow, BatchAllError | E, R>

  /** Reads a resource with a preview of its links. `id` is a `resource_id`, or the `qurl_id` of one of its links. */
  readonly get: (id: string, options?: ReadOptions) => Effect.Effect<Found, ReadError>

  /** Reads one page of the caller's resources. */
  readonly list: (query?: ListInput, options?: ReadOptions) => Effect.Effect<Page<Qurl>, ReadError>

  /** All pages as one stream, asked for one by one as they are needed. */
  readonly listAll: (query?: ListInput, options?: ReadOptions) => Stream.Stream<Qurl, ReadError>

  /**
   * Changes expiry, description or tags of a resource.
   *
   * A retry sends the same key, so that `extend_by` adds once. `options.idempotencyKey` replaces the generated key.
   */
  readonly update: (id: string, input: UpdateInput, options?: CallOptions) => Effect.Effect<Updated, QurlError>

  /**
   * Extends a resource by a duration or up to an instant.
   *
   * A retry sends the same key, so that `extend_by` adds once. `options.idempotencyKey` replaces the generated key.
   */
  readonly extend: (id: string, by: ExtendInput, options?: CallOptions) => Effect.Effect<Updated, QurlError>

  /**
   * Revokes a resource with all its links. `id` is a `resource_id`; ids of single links are refused.
   *
   * A delete repeats safely without a key: finding nothing after an attempt whose answer was lost is a success. On the
   * first attempt it is a `NotFoundError`.
   */
  readonly delete: (id: string, options?: ReadOptions) => Effect.Effect<Deleted, ReadError>

  /**
   * Mints another link for an existing resource.
   *
   * A retry sends the same key, so that the server answers with the first link instead of minting another one.
   * `options.idempotencyKey` replaces the generated key.
   */
  readonly mintLink: (id: string, input?: MintInput, options?: CallOptions) => Effect.Effect<Minted, QurlError>

  /**
   * Exchanges the token of a link for network access from this machine's address.
   *
   * A lost answer is repeated under the same key. Of the statuses only 429 is repeated, whatever the policy says: a
   * one-time token can be spent although the answer is 502. `options.idempotencyKey` replaces the generated key.
   */
  readonly resolve: (input: ResolveInput, options?: CallOptions) => Effect.Effect<Resolved, QurlError>

  /** Reads the limits of the plan and what is used of them. */
  readonly getQuota: (options?: ReadOptions) => Effect.Effect<QuotaFound, ReadError>
}
