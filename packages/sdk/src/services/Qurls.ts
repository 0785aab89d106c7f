/**
 * The service for links: everything below `/v1/qurls`, with `resolve` and `getQuota`.
 *
 * @since 0.1.0
 */
import type { Qurl as QurlResource } from "@qurl/contract"
import * as Operations from "@qurl/contract/groups/Qurls"
import { breach } from "@qurl/contract/groups/Qurls/BatchCreate"
import { ExtendQurlRequest } from "@qurl/contract/groups/Qurls/UpdateQurl"
import * as Tracing from "@qurl/idempotency/Observability/Tracing"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type * as Stream from "effect/Stream"
import type { BatchAllError, BatchAllOptions, BatchRow } from "../BatchAll.js"
import type {
  CallOptions,
  CreateInput,
  ExtendInput,
  ListInput,
  MintInput,
  ReadOptions,
  ResolveInput,
  UpdateInput
} from "../Input.js"
import { make as bulk } from "../internal/bulk/stream.js"
import { writeMeta } from "../internal/call/answer.js"
import * as Compiled from "../internal/call/compiled.js"
import { invalid } from "../internal/call/failure.js"
import { effect, pages, type Parts, stream } from "../internal/call/method.js"
import type { Input } from "../internal/call/request.js"
import * as Service from "../internal/call/service.js"
import { checks } from "../internal/checks/checks.js"
import type { GoneError, NotFoundError, ReadError, WriteError } from "../QurlError.js"
import type { BatchCreated, Created, Deleted, Found, Minted, Page, QuotaFound, Resolved, Updated } from "../Result.js"

/**
 * Methods of `Qurl`. Every run of an effect is one logical call, with one idempotency key for all of its attempts
 * where it writes.
 *
 * @since 0.1.0
 * @category models
 */
export interface QurlService {
  /**
   * Creates a link, and its resource when the target URL has none yet.
   *
   * A retry sends the same key, so that the server answers with the first link instead of making another one. The key
   * is a fresh UUIDv7 unless a `KeyGenerator` layer or `options.idempotencyKey` says otherwise.
   */
  readonly create: (input: CreateInput, options?: CallOptions) => Effect.Effect<Created, WriteError>

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
  ) => Effect.Effect<BatchCreated, WriteError>

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
   * Running the job again with the same rows returns the recorded results and continues with the other rows. Requests
   * whose outcome is unknown are sent first, under their old keys. Without a name, keys come from the `KeyGenerator`:
   * one of `fromJob` lets the whole program run again.
   */
  readonly batchCreateAll: <E = never, R = never>(
    rows: Iterable<CreateInput> | Stream.Stream<CreateInput, E, R>,
    options?: BatchAllOptions
  ) => Stream.Stream<BatchRow, BatchAllError | E, R>

  /** Reads a resource with a preview of its links. `id` is a `resource_id`, or the `qurl_id` of one of its links. */
  readonly get: (id: string, options?: ReadOptions) => Effect.Effect<Found, ReadError | NotFoundError>

  /** Reads one page of the caller's resources. */
  readonly list: (query?: ListInput, options?: ReadOptions) => Effect.Effect<Page<QurlResource>, ReadError>

  /** All items of all pages. Each page is requested when its items are needed. */
  readonly listAll: (query?: ListInput, options?: ReadOptions) => Stream.Stream<QurlResource, ReadError>

  /**
   * Changes expiry, description or tags of a resource.
   *
   * A retry sends the same key, so that `extend_by` adds once. `options.idempotencyKey` replaces the generated key.
   */
  readonly update: (
    id: string,
    input: UpdateInput,
    options?: CallOptions
  ) => Effect.Effect<Updated, WriteError | NotFoundError>

  /**
   * Extends a resource by a duration or up to an instant.
   *
   * A retry sends the same key, so that `extend_by` adds once. `options.idempotencyKey` replaces the generated key.
   */
  readonly extend: (
    id: string,
    by: ExtendInput,
    options?: CallOptions
  ) => Effect.Effect<Updated, WriteError | NotFoundError>

  /**
   * Revokes a resource with all its links. `id` is a `resource_id`; ids of single links are refused.
   *
   * A retry is safe without a key: finding nothing after an attempt whose answer was lost is a success. On the
   * first attempt it is a `NotFoundError`.
   */
  readonly delete: (id: string, options?: ReadOptions) => Effect.Effect<Deleted, ReadError | NotFoundError>

  /**
   * Mints another link for an existing resource.
   *
   * A retry sends the same key, so that the server answers with the first link instead of minting another one.
   * `options.idempotencyKey` replaces the generated key.
   */
  readonly mintLink: (
    id: string,
    input?: MintInput,
    options?: CallOptions
  ) => Effect.Effect<Minted, WriteError | NotFoundError>

  /**
   * Exchanges the token of a link for network access from this machine's address.
   *
   * After a lost answer, a retry sends the same key. The only status that is retried is 429, whatever the policy says:
   * a one-time token can be spent although the answer is 502. `options.idempotencyKey` replaces the generated key.
   */
  readonly resolve: (
    input: ResolveInput,
    options?: CallOptions
  ) => Effect.Effect<Resolved, WriteError | NotFoundError | GoneError>

  /** Reads the limits of the plan and what is used of them. */
  readonly getQuota: (options?: ReadOptions) => Effect.Effect<QuotaFound, ReadError>
}

const operations = Compiled.group(Operations, checks)
const extend = Compiled.narrowed(operations.update, "extend", ExtendQurlRequest)

/** Results in the order of their items, in which most servers answer. */
const ordered = <A extends { readonly index: number }>(results: ReadonlyArray<A>): ReadonlyArray<A> =>
  results.every(({ index }, place) => index === place) ? results : results.toSorted((a, b) => a.index - b.index)

const batchOf = ({ call }: Parts, body: Pick<Input, "payload" | "json">, count: number, options?: CallOptions) =>
  call(
    operations.batchCreate,
    { ...body, options, breach: ({ data }) => breach(data, count) },
    ({ report, value: { data } }) => ({ ...data, results: ordered(data.results), meta: writeMeta(report) })
  )

/** Number of the items; none if they are not an array that can be read. */
const countOf = (items: unknown): number => {
  try {
    return Array.isArray(items) ? items.length : 0
  } catch {
    return 0
  }
}

const batchCreate = (parts: Parts) => (items: ReadonlyArray<CreateInput>, options?: CallOptions) => {
  const count = countOf(items)
  // Looking at a million items would block the program.
  const given = count > 100 ? `an array of ${count}` : items === undefined || items === null ? String(items) : undefined
  return given === undefined ? batchOf(parts, { payload: { items } }, count, options) : Effect.fail(
    invalid({ operation: "batchCreate", method: "POST", secrets: [] }, {
      items: `must be an array of 1 to 100 items, not ${given}`
    })
  )
}

/** The same for items that were checked and written as JSON. */
const batchSend = (parts: Parts) => (json: string, count: number, options?: CallOptions) =>
  batchOf(parts, { json }, count, options)

const methods = Service.methods<QurlService>()(operations, {
  batchCreate: effect(1, batchCreate),

  batchCreateAll: stream(1, (parts) => bulk(Tracing.fn("Qurl.batchCreate")(batchSend(parts)), parts.built)),

  listAll: pages(operations.list),

  extend: effect(2, ({ write }) => (id, payload, options) => write(extend, { id, payload, options })),

  delete: effect(1, ({ remove }) => (id, options) => remove(operations.remove, { id, options, refusedIds: ["q_"] })),

  resolve: effect(1, ({ write }) => (input, options) => {
    const payload = typeof input === "string" || Redacted.isRedacted(input) ? { access_token: input } : input
    return write(operations.resolve, { payload, options })
  })
})

/** Statics with type parameters, which a derived type would lose. */
interface Generic {
  readonly batchCreateAll: <E = never, R = never>(
    rows: Iterable<CreateInput> | Stream.Stream<CreateInput, E, R>,
    options?: BatchAllOptions
  ) => Stream.Stream<BatchRow, BatchAllError | E, Qurl | R>
}

/**
 * The operations on links. Each is a static, such as `Qurl.create(...)`, with `Qurl` in its environment, and a method of
 * the service itself.
 *
 * @example
 * import { KeyGenerator, Qurl, QurlLive } from "@qurl/sdk"
 * import { Effect } from "effect"
 *
 * const program = Effect.gen(function*() {
 *   const batch = yield* Qurl.batchCreate([
 *     { target_url: "https://example.com/a", expires_in: "24h" },
 *     { target_url: "https://example.com/b", label: "for Ada" }
 *   ])
 *   return batch.results.filter((result) => !result.success)
 * })
 *
 * // QURL_API_KEY and QURL_API_URL come from the environment.
 * const live = program.pipe(Effect.provide(QurlLive))
 *
 * // A layer around the calls decides on their keys.
 * const named = program.pipe(Effect.provide(KeyGenerator.sequence("import")), Effect.provide(QurlLive))
 *
 * @since 0.1.0
 * @category tags
 */
export class Qurl extends Service.tag<Qurl, QurlService, Generic>()("Qurl", methods) {}
