/**
 * Webhooks: who is told of events.
 *
 * @since 0.1.0
 */
import type * as Sdk from "@qurl/sdk"
import type { CallOptions, ReadOptions } from "./CallOptions.js"
import type { Plain } from "./internal/face.js"
import type { Deleted, Page, ReadMeta, WriteMeta } from "./Result.js"

/**
 * A subscription. `failure_count` counts the deliveries that failed since the last good one; `last_delivery_time` is in
 * Unix seconds.
 *
 * @since 0.1.0
 * @category models
 */
export interface Webhook {
  readonly webhook_id: string
  readonly owner_id?: string | undefined
  readonly url?: string | undefined
  readonly events?: ReadonlyArray<WebhookEventType> | undefined
  readonly status?: "active" | "disabled" | (string & {}) | undefined
  readonly description?: string | undefined
  readonly created_at?: string | undefined
  readonly updated_at?: string | undefined
  readonly failure_count?: number | undefined
  readonly last_delivery_success?: boolean | undefined
  readonly last_delivery_time?: number | undefined
}

/**
 * An event that can be subscribed to.
 *
 * @since 0.1.0
 * @category models
 */
export interface WebhookEventTypeInfo {
  readonly type: WebhookEventType
  readonly category?: "resource" | "access" | "quota" | "token" | (string & {}) | undefined
  readonly description?: string | undefined
}

/**
 * What became of one event on its way to one receiver. `response_body` is cut after 8 KB.
 *
 * @since 0.1.0
 * @category models
 */
export interface WebhookDelivery {
  readonly delivery_id: string
  readonly webhook_id?: string | undefined
  readonly event_type?: WebhookEventType | (string & {}) | undefined
  readonly status?: "success" | "failed" | "pending" | "retrying" | "abandoned" | (string & {}) | undefined
  readonly response_code?: number | undefined
  readonly response_body?: string | undefined
  readonly error_message?: string | undefined
  readonly duration_ms?: number | undefined
  readonly retry_count?: number | undefined
  readonly created_at?: string | undefined
  readonly completed_at?: string | undefined
}

/**
 * The events that are known. More can come at any time; 13 of these have data of a shape that nobody has published.
 *
 * @since 0.1.0
 * @category models
 */
export type WebhookEventType =
  | "qurl.created"
  | "qurl.expired"
  | "qurl.revoked"
  | "qurl.updated"
  | "resource.closed"
  | "qurl.accessed"
  | "qurl.access_denied"
  | "qurl.token_exhausted"
  | "quota.warning"
  | "quota.exceeded"
  | "token.minted"
  | "token.expired"
  | "domain.verified"
  | "domain.failed"
  | "domain.deleted"
  | (string & {})

/**
 * A subscription to make: the URL of a receiver, and the names of events.
 *
 * @since 0.1.0
 * @category models
 */
export interface CreateWebhookInput {
  readonly url: string
  readonly events: ReadonlyArray<WebhookEventType>
  readonly description?: string | null | undefined
}

/**
 * A subscription with its signing secret. `secret` is a credential that is never readable again.
 *
 * @since 0.1.0
 * @category models
 */
export interface WebhookCreated extends Webhook {
  readonly meta: WriteMeta
  readonly secret: string
}

/**
 * From where to list, and how much at a time.
 *
 * @since 0.1.0
 * @category models
 */
export interface ListWebhooksInput {
  readonly limit?: number | null | undefined
  readonly cursor?: string | null | undefined
}

/**
 * A subscription that was read.
 *
 * @since 0.1.0
 * @category models
 */
export interface WebhookFound extends Webhook {
  readonly meta: ReadMeta
}

/**
 * A change of a subscription: at least one property. `events` replaces all of them, an empty `description` clears it.
 *
 * @since 0.1.0
 * @category models
 */
export type UpdateWebhookInput = Plain<Sdk.UpdateWebhookInput>

/**
 * A subscription that was changed.
 *
 * @since 0.1.0
 * @category models
 */
export interface WebhookUpdated extends Webhook {
  readonly meta: WriteMeta
}

/**
 * What `client.webhooks` offers. In errors the methods carry the names of the API's operations, which stand behind each.
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

  /** The items of all pages, which are asked for one by one as they are needed (`listWebhooks`). */
  readonly listAll: (query?: ListWebhooksInput, options?: ReadOptions) => AsyncIterable<Webhook>

  /** The events that can be subscribed to, all in one answer (`listWebhookEventTypes`). */
  readonly eventTypes: (options?: ReadOptions) => Promise<Page<WebhookEventTypeInfo>>

  /** Reads a webhook (`getWebhook`). */
  readonly get: (id: string, options?: ReadOptions) => Promise<WebhookFound>

  /**
   * Changes a webhook (`updateWebhook`). A retry sends the same key; `options.idempotencyKey` replaces the generated one.
   */
  readonly update: (
    id: string,
    input: UpdateWebhookInput,
    options?: CallOptions
  ) => Promise<WebhookUpdated>

  /**
   * Deletes a webhook (`deleteWebhook`). It repeats safely without a key: finding nothing after an attempt whose answer
   * was lost is a success. On the first attempt it is a `NotFoundError`.
   */
  readonly delete: (id: string, options?: ReadOptions) => Promise<Deleted>

  /**
   * Replaces the signing secret (`regenerateWebhookSecret`). The old one stops working at once, so a receiver that knows
   * both while it changes over loses nothing.
   *
   * A retry sends the same key, so that a lost answer does not replace the secret twice; `options.idempotencyKey`
   * replaces the generated key.
   */
  readonly regenerateSecret: (id: string, options?: CallOptions) => Promise<WebhookCreated>

  /** Reads one page of what became of events on their way to a webhook (`listWebhookDeliveries`). */
  readonly deliveries: (
    id: string,
    query?: ListWebhooksInput,
    options?: ReadOptions
  ) => Promise<Page<WebhookDelivery>>

  /** The items of all pages, which are asked for one by one as they are needed, asked for one by one as they are needed (`listWebhookDeliveries`). */
  readonly allDeliveries: (
    id: string,
    query?: ListWebhooksInput,
    options?: ReadOptions
  ) => AsyncIterable<WebhookDelivery>
}
