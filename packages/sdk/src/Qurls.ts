/**
 * The service for links: everything below `/v1/qurls`, with `resolve` and `getQuota`.
 *
 * @since 0.1.0
 */
import type * as HttpClient from "@effect/platform/HttpClient"
import type { CreateQurlRequest } from "@qurl/contract"
import * as Operations from "@qurl/contract/groups/Qurls"
import { breach } from "@qurl/contract/groups/Qurls/BatchCreate"
import { ExtendQurlRequest } from "@qurl/contract/groups/Qurls/UpdateQurl"
import * as Tracing from "@qurl/idempotency/Tracing"
import type * as Config from "effect/Config"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"
import type { BatchAllOptions } from "./BatchAll.js"
import { type ConfigurationError, fromConfig, type Options } from "./Configuration.js"
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
import { make as bulk } from "./internal/bulkStream.js"
import * as Caller from "./internal/caller.js"
import * as Compiled from "./internal/compiled.js"
import { paginate } from "./internal/paginate.js"
import type { QurlService } from "./QurlService.js"

const operations = Compiled.group(Operations)
const extend = Compiled.narrowed(operations.update, "extend", ExtendQurlRequest)

/** @internal */
export const service: Effect.Effect<QurlService, never, Caller.Caller> = Effect.gen(function*() {
  const { list, read, remove, write } = yield* Caller.Caller
  const built = yield* Effect.context<never>()

  const page = (query: ListInput | undefined, options: ReadOptions | undefined) =>
    list(operations.list, { query, options })

  const batchCreate = Tracing.fn("Qurl.batchCreate")((
    items: ReadonlyArray<CreateInput | CreateQurlRequest>,
    options?: CallOptions
  ) =>
    Effect.map(
      write(operations.batchCreate, {
        payload: { items },
        options,
        breach: ({ data }) => breach(data, items.length)
      }),
      (batch) => ({ ...batch, results: batch.results.toSorted((a, b) => a.index - b.index) })
    )
  )

  return {
    create: Tracing.fn("Qurl.create")((payload: CreateInput, options?: CallOptions) =>
      write(operations.create, { payload, options })
    ),

    batchCreate,

    batchCreateAll: bulk(batchCreate, built),

    get: Tracing.fn("Qurl.get")((id: string, options?: ReadOptions) => read(operations.get, { id, options })),

    list: Tracing.fn("Qurl.list")((query?: ListInput, options?: ReadOptions) => page(query, options)),

    listAll: (query, options) =>
      paginate("listAll", (cursor) => page(cursor === undefined ? query : { ...query, cursor }, options)).pipe(
        Stream.withSpan("Qurl.listAll")
      ),

    update: Tracing.fn("Qurl.update")((id: string, payload: UpdateInput, options?: CallOptions) =>
      write(operations.update, { id, payload, options })
    ),

    extend: Tracing.fn("Qurl.extend")((id: string, payload: ExtendInput, options?: CallOptions) =>
      write(extend, { id, payload, options })
    ),

    delete: Tracing.fn("Qurl.delete")((id: string, options?: ReadOptions) =>
      remove(operations.remove, { id, options, refusedIds: ["q_"] })
    ),

    mintLink: Tracing.fn("Qurl.mintLink")((id: string, payload?: MintInput, options?: CallOptions) =>
      write(operations.mintLink, { id, payload, options })
    ),

    resolve: Tracing.fn("Qurl.resolve")((input: ResolveInput, options?: CallOptions) => {
      const payload = typeof input === "string" || Redacted.isRedacted(input) ? { access_token: input } : input
      return write(operations.resolve, { payload, options })
    }),

    getQuota: Tracing.fn("Qurl.getQuota")((options?: ReadOptions) => read(operations.getQuota, { options }))
  }
})

/**
 * The operations on links. Each is available as `Qurl.create(...)`, with `Qurl` in its environment, and on the service
 * itself; `QurlService` documents what a retry does and how to override the key.
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
export class Qurl extends Context.Tag("@qurl/sdk/Qurl")<Qurl, QurlService>() {
  /**
   * Creates a link. A retry sends the same key and yields the same link; `options.idempotencyKey` replaces the generated
   * key.
   */
  static readonly create = (input: CreateInput, options?: CallOptions) =>
    Effect.flatMap(Qurl, (qurl) => qurl.create(input, options))

  /**
   * Creates 1 to 100 links. A retry sends the same key and never doubles the batch; `options.idempotencyKey` replaces
   * the generated key.
   */
  static readonly batchCreate = (items: ReadonlyArray<CreateInput>, options?: CallOptions) =>
    Effect.flatMap(Qurl, (qurl) => qurl.batchCreate(items, options))

  /**
   * Creates any number of links and gives a result for every row, in the order of the rows. With `options.job` and a
   * `Journal` it goes on after a crash, and nothing is created twice.
   */
  static readonly batchCreateAll = <E = never, R = never>(
    rows: Iterable<CreateInput> | Stream.Stream<CreateInput, E, R>,
    options?: BatchAllOptions
  ) => Stream.unwrap(Effect.map(Qurl, (qurl) => qurl.batchCreateAll(rows, options)))

  /** Reads a resource with a preview of its links. */
  static readonly get = (id: string, options?: ReadOptions) => Effect.flatMap(Qurl, (qurl) => qurl.get(id, options))

  /** Reads one page of the caller's resources. */
  static readonly list = (query?: ListInput, options?: ReadOptions) =>
    Effect.flatMap(Qurl, (qurl) => qurl.list(query, options))

  /** All pages as one stream. */
  static readonly listAll = (query?: ListInput, options?: ReadOptions) =>
    Stream.unwrap(Effect.map(Qurl, (qurl) => qurl.listAll(query, options)))

  /**
   * Changes a resource. A retry sends the same key and changes it once; `options.idempotencyKey` replaces the generated
   * key.
   */
  static readonly update = (id: string, input: UpdateInput, options?: CallOptions) =>
    Effect.flatMap(Qurl, (qurl) => qurl.update(id, input, options))

  /**
   * Extends a resource. A retry sends the same key and extends it once; `options.idempotencyKey` replaces the generated
   * key.
   */
  static readonly extend = (id: string, by: ExtendInput, options?: CallOptions) =>
    Effect.flatMap(Qurl, (qurl) => qurl.extend(id, by, options))

  /** Revokes a resource with all its links. It repeats safely without a key: a retry that finds nothing is a success. */
  static readonly delete = (id: string, options?: ReadOptions) =>
    Effect.flatMap(Qurl, (qurl) => qurl.delete(id, options))

  /**
   * Mints another link. A retry sends the same key and yields the same link; `options.idempotencyKey` replaces the
   * generated key.
   */
  static readonly mintLink = (id: string, input?: MintInput, options?: CallOptions) =>
    Effect.flatMap(Qurl, (qurl) => qurl.mintLink(id, input, options))

  /**
   * Exchanges a token for network access. A retry sends the same key, and no status but 429 is retried;
   * `options.idempotencyKey` replaces the generated key.
   */
  static readonly resolve = (input: ResolveInput, options?: CallOptions) =>
    Effect.flatMap(Qurl, (qurl) => qurl.resolve(input, options))

  /** Reads the limits of the plan. */
  static readonly getQuota = (options?: ReadOptions) => Effect.flatMap(Qurl, (qurl) => qurl.getQuota(options))

  /** The service on the `HttpClient` of the environment. */
  static readonly make = (
    options: Options
  ): Effect.Effect<QurlService, ConfigurationError, HttpClient.HttpClient> => Caller.provide(service, options)

  /** A layer that makes the service. A `KeyGenerator` or `RetryPolicy` given to it serves calls without one around them. */
  static readonly layer = (options: Options): Layer.Layer<Qurl, ConfigurationError, HttpClient.HttpClient> =>
    Layer.effect(Qurl, Qurl.make(options))

  /** The same layer, its options read from configuration. */
  static readonly layerConfig = (
    config: Config.Config.Wrap<Options>
  ): Layer.Layer<Qurl, ConfigurationError, HttpClient.HttpClient> =>
    Layer.effect(Qurl, Effect.flatMap(fromConfig(config), Qurl.make))
}
