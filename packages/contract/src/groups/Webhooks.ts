/**
 * The operations on webhooks: everything below `/v1/webhooks`.
 *
 * @since 0.1.0
 */
import { operation } from "../ApiOperation.js"
import { envelope, page } from "../Envelope.js"
import { PageQuery } from "../PageQuery.js"
import * as Problems from "../Problems.js"
import {
  CreateWebhookRequest,
  UpdateWebhookRequest,
  Webhook,
  WebhookDelivery,
  WebhookEventTypeInfo,
  WebhookWithSecret
} from "./Webhooks/Webhook.js"

/**
 * @since 0.1.0
 * @category operations
 */
export const list = operation({
  name: "listWebhooks",
  method: "GET",
  path: "/v1/webhooks",
  summary: "List webhooks",
  query: PageQuery,
  success: page(Webhook),
  errors: Problems.query,
  rules: { idempotency: "natural" }
})

/**
 * @since 0.1.0
 * @category operations
 */
export const create = operation({
  name: "createWebhook",
  method: "POST",
  path: "/v1/webhooks",
  summary: "Subscribe a URL to events",
  payload: CreateWebhookRequest,
  success: envelope(WebhookWithSecret),
  status: 201,
  errors: Problems.create,
  // Not deduplicated by URL: without its key a repetition is a second subscription with a second secret.
  rules: { idempotency: "keyed" },
  documentsKey: true
})

/**
 * @since 0.1.0
 * @category operations
 */
export const listEventTypes = operation({
  name: "listWebhookEventTypes",
  method: "GET",
  path: "/v1/webhooks/events",
  summary: "List the events that can be subscribed to",
  success: page(WebhookEventTypeInfo),
  errors: Problems.read,
  rules: { idempotency: "natural" }
})

/**
 * @since 0.1.0
 * @category operations
 */
export const get = operation({
  name: "getWebhook",
  method: "GET",
  path: "/v1/webhooks/:id",
  summary: "Read a webhook",
  success: envelope(Webhook),
  errors: [...Problems.query, 404],
  rules: { idempotency: "natural" }
})

/**
 * @since 0.1.0
 * @category operations
 */
export const update = operation({
  name: "updateWebhook",
  method: "PATCH",
  path: "/v1/webhooks/:id",
  summary: "Change a webhook",
  payload: UpdateWebhookRequest,
  success: envelope(Webhook),
  errors: Problems.change,
  rules: { idempotency: "keyed" },
  documentsKey: true
})

/**
 * @since 0.1.0
 * @category operations
 */
export const remove = operation({
  name: "deleteWebhook",
  method: "DELETE",
  path: "/v1/webhooks/:id",
  summary: "Delete a webhook",
  errors: [...Problems.query, 404],
  rules: { idempotency: "natural" }
})

/**
 * @since 0.1.0
 * @category operations
 */
export const regenerateSecret = operation({
  name: "regenerateWebhookSecret",
  method: "POST",
  path: "/v1/webhooks/:id/secret",
  summary: "Replace the signing secret; the old one stops working at once",
  success: envelope(WebhookWithSecret),
  errors: Problems.change,
  rules: { idempotency: "keyed" }
})

/**
 * @since 0.1.0
 * @category operations
 */
export const listDeliveries = operation({
  name: "listWebhookDeliveries",
  method: "GET",
  path: "/v1/webhooks/:id/deliveries",
  summary: "List what became of events on their way to a webhook",
  query: PageQuery,
  success: page(WebhookDelivery),
  errors: [...Problems.query, 404],
  rules: { idempotency: "natural" }
})
