/**
 * The service for webhooks: who is told of events.
 *
 * @since 0.1.0
 */
import type * as HttpClient from "@effect/platform/HttpClient"
import type { PageQuery, Webhook } from "@qurl/contract"
import * as Operations from "@qurl/contract/groups/Webhooks"
import * as Tracing from "@qurl/idempotency/Tracing"
import type * as Config from "effect/Config"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { type ConfigurationError, fromConfig, type Options } from "./Configuration.js"
import type { AtLeastOne, CallOptions, ReadOptions, Written } from "./Input.js"
import * as Caller from "./internal/caller.js"
import * as Compiled from "./internal/compiled.js"
import { paginate } from "./internal/paginate.js"
import { singlePage } from "./internal/singlePage.js"
import type { QurlError, ReadError } from "./QurlError.js"
import type { Deleted, Page, ReadMeta, WriteMeta } from "./Result.js"

/**
 * A subscription to make: the URL of a receiver, and the names of events.
 *
 * @since 0.1.0
 * @category models
 */
export interface CreateWebhookInput extends Written<Webhook.CreateWebhookRequest> {}

/**
 * A change of a subscription: at least one property. `events` replaces all of them, an empty `description` clears it.
 *
 * @since 0.1.0
 * @category models
 */
export type UpdateWebhookInput = Written<AtLeastOne<Webhook.UpdateWebhookRequest>>

/**
 * From where to list, and how much at a time.
 *
 * @since 0.1.0
 * @category models
 */
export interface ListWebhooksInput extends Written<PageQuery> {}

/**
 * A subscription with its signing secret. `secret` is a credential that is never readable again.
 *
 * @since 0.1.0
 * @category models
 */
export interface WebhookCreated extends Webhook.WebhookWithSecret {
  readonly meta: WriteMeta
}

/**
 * A subscription that was read.
 *
 * @since 0.1.0
 * @category models
 */
export interface WebhookFound extends Webhook.Webhook {
  readonly meta: ReadMeta
}

/**
 * A subscription that was changed.
 *
 * @since 0.1.0
 * @category models
 */
export interface WebhookUpdated extends Webhook.Webhook {
  readonly meta: WriteMeta
}

/**
 * What `Webhooks` offers. In errors the methods carry the names of the API's operations, which stand behind each.
 *
 * @since 0.1.0
 * @category models
 */
export interface WebhooksService {
  /**
   * Subscribes a URL to events (`createWebhook`). The result is the only one, with that of `regenerateSecret`, that
   * tells the signing secret.
   *
   * A URL can have many subscriptions, so a repetition without its key would be another one. A retry sends the same key
   * and yields the first one; `options.idempotencyKey` replaces the generated key.
   */
  readonly create: (input: CreateWebhookInput, options?: CallOptions) => Effect.Effect<WebhookCreated, QurlError>

  /** Reads one page of the caller's webhooks (`listWebhooks`). */
  readonly list: (query?: ListWebhooksInput, options?: ReadOptions) => Effect.Effect<Page<Webhook.Webhook>, ReadError>

  /** All pages as one stream, asked for one by one as they are needed (`listWebhooks`). */
  readonly listAll: (query?: ListWebhooksInput, options?: ReadOptions) => Stream.Stream<Webhook.Webhook, ReadError>

  /** The events that can be subscribed to, all in one answer (`listWebhookEventTypes`). */
  readonly eventTypes: (options?: ReadOptions) => Effect.Effect<Page<Webhook.WebhookEventTypeInfo>, ReadError>

  /** Reads a webhook (`getWebhook`). */
  readonly get: (id: string, options?: ReadOptions) => Effect.Effect<WebhookFound, ReadError>

  /**
   * Changes a webhook (`updateWebhook`). A retry sends the same key; `options.idempotencyKey` replaces the generated one.
   */
  readonly update: (
    id: string,
    input: UpdateWebhookInput,
    options?: CallOptions
  ) => Effect.Effect<WebhookUpdated, QurlError>

  /**
   * Deletes a webhook (`deleteWebhook`). It repeats safely without a key: finding nothing after an attempt whose answer
   * was lost is a success. On the first attempt it is a `NotFoundError`.
   */
  readonly delete: (id: string, options?: ReadOptions) => Effect.Effect<Deleted, ReadError>

  /**
   * Replaces the signing secret (`regenerateWebhookSecret`). The old one stops working at once, so a receiver that knows
   * both while it changes over loses nothing.
   *
   * A retry sends the same key, so that a lost answer does not replace the secret twice; `options.idempotencyKey`
   * replaces the generated key.
   */
  readonly regenerateSecret: (id: string, options?: CallOptions) => Effect.Effect<WebhookCreated, QurlError>

  /** Reads one page of what became of events on their way to a webhook (`listWebhookDeliveries`). */
  readonly deliveries: (
    id: string,
    query?: ListWebhooksInput,
    options?: ReadOptions
  ) => Effect.Effect<Page<Webhook.WebhookDelivery>, ReadError>

  /** All pages as one stream, asked for one by one as they are needed (`listWebhookDeliveries`). */
  readonly allDeliveries: (
    id: string,
    query?: ListWebhooksInput,
    options?: ReadOptions
  ) => Stream.Stream<Webhook.WebhookDelivery, ReadError>
}

const operations = Compiled.group(Operations)

/** @internal */
export const service: Effect.Effect<WebhooksService, never, Caller.Caller> = Effect.map(Caller.Caller, (caller) => {
  const { list, read, remove, write } = caller

  const page = (query: ListWebhooksInput | undefined, options: ReadOptions | undefined) =>
    list(operations.list, { query, options })

  const deliveries = (id: string, query: ListWebhooksInput | undefined, options: ReadOptions | undefined) =>
    list(operations.listDeliveries, { id, query, options })

  return {
    create: Tracing.fn("Webhooks.create")((payload: CreateWebhookInput, options?: CallOptions) =>
      write(operations.create, { payload, options })
    ),

    list: Tracing.fn("Webhooks.list")((query?: ListWebhooksInput, options?: ReadOptions) => page(query, options)),

    listAll: (query, options) =>
      paginate("listWebhooks", (cursor) => page(cursor === undefined ? query : { ...query, cursor }, options)).pipe(
        Stream.withSpan("Webhooks.listAll")
      ),

    eventTypes: Tracing.fn("Webhooks.eventTypes")((options?: ReadOptions) =>
      singlePage("event types", list(operations.listEventTypes, { options }))
    ),

    get: Tracing.fn("Webhooks.get")((id: string, options?: ReadOptions) => read(operations.get, { id, options })),

    update: Tracing.fn("Webhooks.update")((id: string, payload: UpdateWebhookInput, options?: CallOptions) =>
      write(operations.update, { id, payload, options })
    ),

    delete: Tracing.fn("Webhooks.delete")((id: string, options?: ReadOptions) =>
      remove(operations.remove, { id, options })
    ),

    regenerateSecret: Tracing.fn("Webhooks.regenerateSecret")((id: string, options?: CallOptions) =>
      write(operations.regenerateSecret, { id, options })
    ),

    deliveries: Tracing.fn("Webhooks.deliveries")((id: string, query?: ListWebhooksInput, options?: ReadOptions) =>
      deliveries(id, query, options)
    ),

    allDeliveries: (id, query, options) =>
      paginate(
        "listWebhookDeliveries",
        (cursor) => deliveries(id, cursor === undefined ? query : { ...query, cursor }, options)
      ).pipe(Stream.withSpan("Webhooks.allDeliveries"))
  }
})

/**
 * The operations on webhooks. `WebhookEvent` is for the other end, which receives the events.
 *
 * @example
 * import { QurlLive, Webhooks } from "@qurl/sdk"
 * import { Effect } from "effect"
 *
 * const program = Effect.gen(function*() {
 *   const { secret, webhook_id } = yield* Webhooks.create({
 *     url: "https://example.com/hooks/qurl",
 *     events: ["qurl.accessed", "qurl.expired"]
 *   })
 *   // Keep the secret where the receiver finds it: it is told here and never again.
 *   return { secret, webhook_id }
 * }).pipe(Effect.provide(QurlLive))
 *
 * @since 0.1.0
 * @category tags
 */
export class Webhooks extends Context.Tag("@qurl/sdk/Webhooks")<Webhooks, WebhooksService>() {
  /** Subscribes a URL to events. A retry sends the same key; `options.idempotencyKey` replaces the generated one. */
  static readonly create = (input: CreateWebhookInput, options?: CallOptions) =>
    Effect.flatMap(Webhooks, (webhooks) => webhooks.create(input, options))

  /** Reads one page of the caller's webhooks. */
  static readonly list = (query?: ListWebhooksInput, options?: ReadOptions) =>
    Effect.flatMap(Webhooks, (webhooks) => webhooks.list(query, options))

  /** All pages as one stream. */
  static readonly listAll = (query?: ListWebhooksInput, options?: ReadOptions) =>
    Stream.unwrap(Effect.map(Webhooks, (webhooks) => webhooks.listAll(query, options)))

  /** The events that can be subscribed to. */
  static readonly eventTypes = (options?: ReadOptions) =>
    Effect.flatMap(Webhooks, (webhooks) => webhooks.eventTypes(options))

  /** Reads a webhook. */
  static readonly get = (id: string, options?: ReadOptions) =>
    Effect.flatMap(Webhooks, (webhooks) => webhooks.get(id, options))

  /** Changes a webhook. A retry sends the same key; `options.idempotencyKey` replaces the generated one. */
  static readonly update = (id: string, input: UpdateWebhookInput, options?: CallOptions) =>
    Effect.flatMap(Webhooks, (webhooks) => webhooks.update(id, input, options))

  /** Deletes a webhook. It repeats safely without a key: a retry that finds nothing is a success. */
  static readonly delete = (id: string, options?: ReadOptions) =>
    Effect.flatMap(Webhooks, (webhooks) => webhooks.delete(id, options))

  /** Replaces the signing secret. A retry sends the same key; `options.idempotencyKey` replaces the generated one. */
  static readonly regenerateSecret = (id: string, options?: CallOptions) =>
    Effect.flatMap(Webhooks, (webhooks) => webhooks.regenerateSecret(id, options))

  /** Reads one page of what became of events on their way to a webhook. */
  static readonly deliveries = (id: string, query?: ListWebhooksInput, options?: ReadOptions) =>
    Effect.flatMap(Webhooks, (webhooks) => webhooks.deliveries(id, query, options))

  /** All pages as one stream. */
  static readonly allDeliveries = (id: string, query?: ListWebhooksInput, options?: ReadOptions) =>
    Stream.unwrap(Effect.map(Webhooks, (webhooks) => webhooks.allDeliveries(id, query, options)))

  /** The service on the `HttpClient` of the environment. */
  static readonly make = (
    options: Options
  ): Effect.Effect<WebhooksService, ConfigurationError, HttpClient.HttpClient> => Caller.provide(service, options)

  /** A layer that makes the service. */
  static readonly layer = (options: Options): Layer.Layer<Webhooks, ConfigurationError, HttpClient.HttpClient> =>
    Layer.effect(Webhooks, Webhooks.make(options))

  /** The same layer, its options read from configuration. */
  static readonly layerConfig = (
    config: Config.Config.Wrap<Options>
  ): Layer.Layer<Webhooks, ConfigurationError, HttpClient.HttpClient> =>
    Layer.effect(Webhooks, Effect.flatMap(fromConfig(config), Webhooks.make))
}
