/**
 * The service for resources and for the links of one resource: everything below `/v1/resources` but sessions.
 *
 * @since 0.1.0
 */
import type * as HttpClient from "@effect/platform/HttpClient"
import * as Operations from "@qurl/contract/groups/Resources"
import * as Tracing from "@qurl/idempotency/Tracing"
import type * as Config from "effect/Config"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { isReadonlyRecord } from "effect/Predicate"
import * as Stream from "effect/Stream"
import { type ConfigurationError, fromConfig, type Options } from "./Configuration.js"
import type { CallOptions, ReadOptions } from "./Input.js"
import { writeMeta } from "./internal/answer.js"
import * as Caller from "./internal/caller.js"
import * as Compiled from "./internal/compiled.js"
import { looksLike as looksLikeCrid } from "./internal/crid.js"
import { paginate } from "./internal/paginate.js"
import type {
  CreateQurlInput,
  CreateResourceInput,
  ListResourcesInput,
  ResourcesService,
  ShareInput,
  UpdateQurlInput,
  UpdateResourceInput
} from "./ResourcesService.js"

const operations = Compiled.group(Operations)
const setQurl = { ...operations.updateQurl, rules: Operations.settingQurl }

const addsTime = (change: unknown): boolean =>
  isReadonlyRecord(change) && change.extend_by !== undefined && change.extend_by !== null

/** @internal */
export const service: Effect.Effect<ResourcesService, never, Caller.Caller> = Effect.map(Caller.Caller, (caller) => {
  const { call, list, read, remove, write } = caller

  const page = (query: ListResourcesInput | undefined, options: ReadOptions | undefined) =>
    list(operations.list, { query, options })

  return {
    list: Tracing.fn("Resources.list")((query?: ListResourcesInput, options?: ReadOptions) => page(query, options)),

    listAll: (query, options) =>
      paginate("listResources", (cursor) => page(cursor === undefined ? query : { ...query, cursor }, options)).pipe(
        Stream.withSpan("Resources.listAll")
      ),

    create: Tracing.fn("Resources.create")((payload: CreateResourceInput, options?: CallOptions) =>
      Effect.map(call(operations.create, { payload, options }), ({ report, value: { data, meta } }) => ({
        ...data,
        meta: { ...writeMeta(report), foundExisting: meta?.found_existing }
      }))
    ),

    get: Tracing.fn("Resources.get")((id: string, options?: ReadOptions) => read(operations.get, { id, options })),

    update: Tracing.fn("Resources.update")((id: string, payload: UpdateResourceInput, options?: CallOptions) =>
      write(operations.update, { id, payload, options })
    ),

    delete: Tracing.fn("Resources.delete")((id: string, options?: ReadOptions) =>
      remove(operations.remove, { id, options })
    ),

    createQurl: Tracing.fn("Resources.createQurl")((id: string, payload?: CreateQurlInput, options?: CallOptions) =>
      write(operations.createQurl, { id, payload, options })
    ),

    updateQurl: Tracing.fn("Resources.updateQurl")(
      (id: string, qurl_id: string, payload: UpdateQurlInput, options?: CallOptions) =>
        write(addsTime(payload) ? operations.updateQurl : setQurl, {
          id,
          ids: { qurl_id },
          payload,
          options
        })
    ),

    share: Tracing.fn("Resources.share")((crid: string, payload?: ShareInput, options?: CallOptions) =>
      write(operations.share, {
        id: crid,
        payload,
        options,
        breach: ({ data }) =>
          looksLikeCrid(crid) && data.crid !== crid
            ? Option.some("the answer is about another resource")
            : Option.none()
      })
    ),

    revokeQurl: Tracing.fn("Resources.revokeQurl")((id: string, qurl_id: string, options?: ReadOptions) =>
      remove(operations.revokeQurl, { id, ids: { qurl_id }, options })
    )
  }
})

/**
 * The operations on resources and on the links of one resource. `ResourcesService` documents what a retry does and how
 * to override the key.
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
export class Resources extends Context.Tag("@qurl/sdk/Resources")<Resources, ResourcesService>() {
  /** Reads one page of the caller's resources, or looks one up. */
  static readonly list = (query?: ListResourcesInput, options?: ReadOptions) =>
    Effect.flatMap(Resources, (resources) => resources.list(query, options))

  /** All pages as one stream. */
  static readonly listAll = (query?: ListResourcesInput, options?: ReadOptions) =>
    Stream.unwrap(Effect.map(Resources, (resources) => resources.listAll(query, options)))

  /** Creates or finds a resource. A retry sends the same key; `options.idempotencyKey` replaces the generated key. */
  static readonly create = (input: CreateResourceInput, options?: CallOptions) =>
    Effect.flatMap(Resources, (resources) => resources.create(input, options))

  /** Reads a resource and a preview of its links. */
  static readonly get = (id: string, options?: ReadOptions) =>
    Effect.flatMap(Resources, (resources) => resources.get(id, options))

  /** Changes a resource. A retry sends the same key; `options.idempotencyKey` replaces the generated key. */
  static readonly update = (id: string, input: UpdateResourceInput, options?: CallOptions) =>
    Effect.flatMap(Resources, (resources) => resources.update(id, input, options))

  /** Revokes a resource with all its links. It repeats safely without a key: a retry that finds nothing is a success. */
  static readonly delete = (id: string, options?: ReadOptions) =>
    Effect.flatMap(Resources, (resources) => resources.delete(id, options))

  /**
   * Creates a link for a resource. A retry sends the same key and yields the same link; `options.idempotencyKey`
   * replaces the generated key.
   */
  static readonly createQurl = (id: string, input?: CreateQurlInput, options?: CallOptions) =>
    Effect.flatMap(Resources, (resources) => resources.createQurl(id, input, options))

  /**
   * Changes one link. A retry sends the same key; with `extend_by` only 429 is retried. `options.idempotencyKey`
   * replaces the generated key.
   */
  static readonly updateQurl = (id: string, qurlId: string, input: UpdateQurlInput, options?: CallOptions) =>
    Effect.flatMap(Resources, (resources) => resources.updateQurl(id, qurlId, input, options))

  /**
   * Makes a link for one visit. A retry sends the same key and yields the same link; `options.idempotencyKey` replaces
   * the generated key.
   */
  static readonly share = (crid: string, input?: ShareInput, options?: CallOptions) =>
    Effect.flatMap(Resources, (resources) => resources.share(crid, input, options))

  /** Revokes one link. It repeats safely without a key: a retry that finds it revoked is a success. */
  static readonly revokeQurl = (id: string, qurlId: string, options?: ReadOptions) =>
    Effect.flatMap(Resources, (resources) => resources.revokeQurl(id, qurlId, options))

  /** The service on the `HttpClient` of the environment. */
  static readonly make = (
    options: Options
  ): Effect.Effect<ResourcesService, ConfigurationError, HttpClient.HttpClient> => Caller.provide(service, options)

  /** A layer that makes the service. */
  static readonly layer = (options: Options): Layer.Layer<Resources, ConfigurationError, HttpClient.HttpClient> =>
    Layer.effect(Resources, Resources.make(options))

  /** The same layer, its options read from configuration. */
  static readonly layerConfig = (
    config: Config.Config.Wrap<Options>
  ): Layer.Layer<Resources, ConfigurationError, HttpClient.HttpClient> =>
    Layer.effect(Resources, Effect.flatMap(fromConfig(config), Resources.make))
}
