// Generated from @qurl/sdk by `npm run promise`. Do not edit.
/**
 * The service for webhooks, which receive events.
 *
 * @since 0.1.0
 */
import type { Webhook, WebhookDelivery, WebhookEventTypeInfo } from "@qurl/contract/groups/Webhooks/Webhook"
import type * as Sdk from "@qurl/sdk"
import type { Deleted, Page, WebhookCreated, WebhookFound, WebhookUpdated } from "@qurl/sdk"
import type { CallOptions, ReadOptions } from "../CallOptions.js"
import type { Plain } from "../internal/plain.js"

export type { Webhook, WebhookCreated, WebhookDelivery, WebhookEventTypeInfo, WebhookFound, WebhookUpdated }

/**
 * A subscription to make: the URL of a receiver, and the names of events.
 *
 * @since 0.1.0
 * @category models
 */
export interface CreateWebhookInput extends Plain<Sdk.CreateWebhookInput> {}

/**
 * From where to list, and how much at a time.
 *
 * @since 0.1.0
 * @category models
 */
export interface ListWebhooksInput extends Plain<Sdk.ListWebhooksInput> {}

/**
 * A change of a subscription: at least one property. `events` replaces all of them, an empty `description` clears it.
 *
 * @since 0.1.0
 * @category models
 */
export type UpdateWebhookInput = Plain<Sdk.UpdateWebhookInput>

/**
 * Methods of `client.webhooks`. In errors the methods carry the names of the API's operations, which stand behind each.
 *
 * @since 0.1.0
 * @category models
 */
export interface Webhooks {
  /**
   * Subscribes a URL to events (`createWebhook`). The result is the only one, with that of `regenerateSecret`, that
   * tells the signing secret.
   *
   * A URL can have many subscriptions, so a repetition without its key would be another one. A retry sends the same key
   * and yields the first one; `options.idempotencyKey` replaces the generated key.
   */
  readonly create: (input: CreateWebhookInput, options?: CallOptions) => Promise<WebhookCreated>

  /** Reads one page of the caller's webhooks (`listWebhooks`). */
  readonly list: (query?: ListWebhooksInput, options?: ReadOptions) => Promise<Page<Webhook>>

  /** All items of all pages. Each page is requested when its items are needed (`listWebhooks`). */
  readonly listAll: (query?: ListWebhooksInput, options?: ReadOptions) => AsyncIterable<Webhook>

  /** The events that can be subscribed to, all in one answer (`listWebhookEventTypes`). */
  readonly eventTypes: (options?: ReadOptions) => Promise<Page<WebhookEventTypeInfo>>

  /** Reads a webhook (`getWebhook`). */
  readonly get: (id: string, options?: ReadOptions) => Promise<WebhookFound>

  /**
   * Changes a webhook (`updateWebhook`). A retry sends the same key; `options.idempotencyKey` replaces the generated
   * one.
   */
  readonly update: (id: string, input: UpdateWebhookInput, options?: CallOptions) => Promise<WebhookUpdated>

  /**
   * Deletes a webhook (`deleteWebhook`). A retry is safe without a key: finding nothing after an attempt whose answer
   * was lost is a success. On the first attempt it is a `NotFoundError`.
   */
  readonly delete: (id: string, options?: ReadOptions) => Promise<Deleted>

  /**
   * Replaces the signing secret (`regenerateWebhookSecret`). The old one stops working at once, so a receiver that
   * knows both while it changes over loses nothing.
   *
   * A retry sends the same key, so that a lost answer does not replace the secret twice; `options.idempotencyKey`
   * replaces the generated key.
   */
  readonly regenerateSecret: (id: string, options?: CallOptions) => Promise<WebhookCreated>

  /** Reads one page of what became of events on their way to a webhook (`listWebhookDeliveries`). */
  readonly deliveries: (id: string, query?: ListWebhooksInput, options?: ReadOptions) => Promise<Page<WebhookDelivery>>

  /** All items of all pages. Each page is requested when its items are needed (`listWebhookDeliveries`). */
  readonly allDeliveries: (
    id: string,
    query?: ListWebhooksInput,
    options?: ReadOptions
  ) => AsyncIterable<WebhookDelivery>
}
