/**
 * What a client needs to know of the group `webhooks`.
 *
 * @since 0.1.0
 */
import type { Described } from "../Described.js"
import { envelope, page } from "../Envelope.js"
import { PageQuery } from "../PageQuery.js"
import {
  CreateWebhookRequest,
  UpdateWebhookRequest,
  Webhook,
  WebhookDelivery,
  WebhookEventTypeInfo,
  WebhookWithSecret
} from "../Webhook.js"

/**
 * List webhooks.
 *
 * @since 0.1.0
 * @category models
 */
export const list = {
  name: "listWebhooks",
  method: "GET",
  path: "/v1/webhooks",
  query: PageQuery,
  success: page(Webhook),
  rules: { idempotency: "natural" }
} as const satisfies Described

/**
 * Subscribe a URL to events.
 *
 * @since 0.1.0
 * @category models
 */
export const create = {
  name: "createWebhook",
  method: "POST",
  path: "/v1/webhooks",
  payload: CreateWebhookRequest,
  success: envelope(WebhookWithSecret),
  // Not deduplicated by URL: without its key a repetition is a second subscription with a second secret.
  rules: { idempotency: "keyed" },
  documentsKey: true
} as const satisfies Described

/**
 * List the events that can be subscribed to.
 *
 * @since 0.1.0
 * @category models
 */
export const listEventTypes = {
  name: "listWebhookEventTypes",
  method: "GET",
  path: "/v1/webhooks/events",
  success: page(WebhookEventTypeInfo),
  rules: { idempotency: "natural" }
} as const satisfies Described

/**
 * Read a webhook.
 *
 * @since 0.1.0
 * @category models
 */
export const get = {
  name: "getWebhook",
  method: "GET",
  path: "/v1/webhooks/:id",
  success: envelope(Webhook),
  rules: { idempotency: "natural" }
} as const satisfies Described

/**
 * Change a webhook.
 *
 * @since 0.1.0
 * @category models
 */
export const update = {
  name: "updateWebhook",
  method: "PATCH",
  path: "/v1/webhooks/:id",
  payload: UpdateWebhookRequest,
  success: envelope(Webhook),
  rules: { idempotency: "keyed" },
  documentsKey: true
} as const satisfies Described

/**
 * Delete a webhook.
 *
 * @since 0.1.0
 * @category models
 */
export const remove = {
  name: "deleteWebhook",
  method: "DELETE",
  path: "/v1/webhooks/:id",
  rules: { idempotency: "natural" }
} as const satisfies Described

/**
 * Replace the signing secret; the old one stops working at once.
 *
 * @since 0.1.0
 * @category models
 */
export const regenerateSecret = {
  name: "regenerateWebhookSecret",
  method: "POST",
  path: "/v1/webhooks/:id/secret",
  success: envelope(WebhookWithSecret),
  rules: { idempotency: "keyed" }
} as const satisfies Described

/**
 * List what became of events on their way to a webhook.
 *
 * @since 0.1.0
 * @category models
 */
export const listDeliveries = {
  name: "listWebhookDeliveries",
  method: "GET",
  path: "/v1/webhooks/:id/deliveries",
  query: PageQuery,
  success: page(WebhookDelivery),
  rules: { idempotency: "natural" }
} as const satisfies Described
