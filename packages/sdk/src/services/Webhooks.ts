/**
 * The service for webhooks, which receive events.
 *
 * @since 0.1.0
 */
import type { PageQuery, Webhook } from "@qurl/contract"
import * as Operations from "@qurl/contract/groups/Webhooks"
import type * as Effect from "effect/Effect"
import type * as Stream from "effect/Stream"
import type { AtLeastOne, CallOptions, ReadOptions, Written } from "../Input.js"
import * as Compiled from "../internal/call/compiled.js"
import { pages } from "../internal/call/method.js"
import * as Service from "../internal/call/service.js"
import type { NotFoundError, ReadError, WriteError } from "../QurlError.js"
import type { Deleted, Page, ReadMeta, WriteMeta } from "../Result.js"

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
 * Methods of `Webhooks`. In errors the methods carry the names of the API's operations, which stand behind each.
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
  readonly create: (input: CreateWebhookInput, options?: CallOptions) => Effect.Effect<WebhookCreated, WriteError>

  /** Reads one page of the caller's webhooks (`listWebhooks`). */
  readonly list: (query?: ListWebhooksInput, options?: ReadOptions) => Effect.Effect<Page<Webhook.Webhook>, ReadError>

  /** All items of all pages. Each page is requested when its items are needed (`listWebhooks`). */
  readonly listAll: (query?: ListWebhooksInput, options?: ReadOptions) => Stream.Stream<Webhook.Webhook, ReadError>

  /** The events that can be subscribed to, all in one answer (`listWebhookEventTypes`). */
  readonly eventTypes: (options?: ReadOptions) => Effect.Effect<Page<Webhook.WebhookEventTypeInfo>, ReadError>

  /** Reads a webhook (`getWebhook`). */
  readonly get: (id: string, options?: ReadOptions) => Effect.Effect<WebhookFound, ReadError | NotFoundError>

  /**
   * Changes a webhook (`updateWebhook`). A retry sends the same key; `options.idempotencyKey` replaces the generated
   * one.
   */
  readonly update: (
    id: string,
    input: UpdateWebhookInput,
    options?: CallOptions
  ) => Effect.Effect<WebhookUpdated, WriteError | NotFoundError>

  /**
   * Deletes a webhook (`deleteWebhook`). A retry is safe without a key: finding nothing after an attempt whose answer
   * was lost is a success. On the first attempt it is a `NotFoundError`.
   */
  readonly delete: (id: string, options?: ReadOptions) => Effect.Effect<Deleted, ReadError | NotFoundError>

  /**
   * Replaces the signing secret (`regenerateWebhookSecret`). The old one stops working at once, so a receiver that
   * knows both while it changes over loses nothing.
   *
   * A retry sends the same key, so that a lost answer does not replace the secret twice; `options.idempotencyKey`
   * replaces the generated key.
   */
  readonly regenerateSecret: (
    id: string,
    options?: CallOptions
  ) => Effect.Effect<WebhookCreated, WriteError | NotFoundError>

  /** Reads one page of what became of events on their way to a webhook (`listWebhookDeliveries`). */
  readonly deliveries: (
    id: string,
    query?: ListWebhooksInput,
    options?: ReadOptions
  ) => Effect.Effect<Page<Webhook.WebhookDelivery>, ReadError | NotFoundError>

  /** All items of all pages. Each page is requested when its items are needed (`listWebhookDeliveries`). */
  readonly allDeliveries: (
    id: string,
    query?: ListWebhooksInput,
    options?: ReadOptions
  ) => Stream.Stream<Webhook.WebhookDelivery, ReadError | NotFoundError>
}

const { listDeliveries: deliveries, listEventTypes: eventTypes, ...others } = Compiled.group(Operations)

const methods = Service.methods<WebhooksService>()({ ...others, deliveries, eventTypes }, {
  listAll: pages(others.list),
  allDeliveries: pages(deliveries)
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
export class Webhooks extends Service.tag<Webhooks, WebhooksService>()("Webhooks", methods) {}
