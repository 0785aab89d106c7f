/**
 * The operations on webhooks: everything below `/v1/webhooks`.
 *
 * @since 0.1.0
 */
import * as HttpApiEndpoint from "@effect/platform/HttpApiEndpoint"
import * as HttpApiGroup from "@effect/platform/HttpApiGroup"
import * as HttpApiSchema from "@effect/platform/HttpApiSchema"
import * as OpenApi from "@effect/platform/OpenApi"
import { Operation } from "@qurl/idempotency/Operation"
import * as Schema from "effect/Schema"
import { envelope, page } from "./Envelope.js"
import { KeyDocumented } from "./KeyDocumented.js"
import { KeyedHeaders } from "./KeyedHeaders.js"
import { PageQuery } from "./PageQuery.js"
import * as Problem from "./Problem.js"
import {
  CreateWebhookRequest,
  UpdateWebhookRequest,
  Webhook,
  WebhookDelivery,
  WebhookEventTypeInfo,
  WebhookWithSecret
} from "./Webhook.js"

const Id = Schema.Struct({ id: Schema.NonEmptyString })

const list = HttpApiEndpoint.get("listWebhooks", "/v1/webhooks")
  .setUrlParams(PageQuery)
  .addSuccess(page(Webhook))
  .addError(Problem.badRequest)
  .addError(Problem.unauthorized)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotate(Operation, { name: "listWebhooks", idempotency: "natural" })
  .annotate(OpenApi.Summary, "List webhooks")

const create = HttpApiEndpoint.post("createWebhook", "/v1/webhooks")
  .setHeaders(KeyedHeaders)
  .setPayload(CreateWebhookRequest)
  .addSuccess(envelope(WebhookWithSecret), { status: 201 })
  .addError(Problem.badRequest)
  .addError(Problem.unauthorized)
  .addError(Problem.forbidden)
  .addError(Problem.conflict)
  .addError(Problem.unprocessable)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  // Not deduplicated by URL: without its key a repetition is a second subscription with a second secret.
  .annotate(Operation, { name: "createWebhook", idempotency: "keyed" })
  .annotate(KeyDocumented, true)
  .annotate(OpenApi.Summary, "Subscribe a URL to events")

const listEventTypes = HttpApiEndpoint.get("listWebhookEventTypes", "/v1/webhooks/events")
  .addSuccess(page(WebhookEventTypeInfo))
  .addError(Problem.unauthorized)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotate(Operation, { name: "listWebhookEventTypes", idempotency: "natural" })
  .annotate(OpenApi.Summary, "List the events that can be subscribed to")

const get = HttpApiEndpoint.get("getWebhook", "/v1/webhooks/:id")
  .setPath(Id)
  .addSuccess(envelope(Webhook))
  .addError(Problem.badRequest)
  .addError(Problem.unauthorized)
  .addError(Problem.notFound)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotate(Operation, { name: "getWebhook", idempotency: "natural" })
  .annotate(OpenApi.Summary, "Read a webhook")

const update = HttpApiEndpoint.patch("updateWebhook", "/v1/webhooks/:id")
  .setPath(Id)
  .setHeaders(KeyedHeaders)
  .setPayload(UpdateWebhookRequest)
  .addSuccess(envelope(Webhook))
  .addError(Problem.badRequest)
  .addError(Problem.unauthorized)
  .addError(Problem.notFound)
  .addError(Problem.conflict)
  .addError(Problem.unprocessable)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotate(Operation, { name: "updateWebhook", idempotency: "keyed" })
  .annotate(KeyDocumented, true)
  .annotate(OpenApi.Summary, "Change a webhook")

const remove = HttpApiEndpoint.del("deleteWebhook", "/v1/webhooks/:id")
  .setPath(Id)
  .addSuccess(HttpApiSchema.NoContent)
  .addError(Problem.badRequest)
  .addError(Problem.unauthorized)
  .addError(Problem.notFound)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotate(Operation, { name: "deleteWebhook", idempotency: "natural" })
  .annotate(OpenApi.Summary, "Delete a webhook")

const regenerateSecret = HttpApiEndpoint.post("regenerateWebhookSecret", "/v1/webhooks/:id/secret")
  .setPath(Id)
  .setHeaders(KeyedHeaders)
  .addSuccess(envelope(WebhookWithSecret))
  .addError(Problem.badRequest)
  .addError(Problem.unauthorized)
  .addError(Problem.notFound)
  .addError(Problem.conflict)
  .addError(Problem.unprocessable)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotate(Operation, { name: "regenerateWebhookSecret", idempotency: "keyed" })
  .annotate(OpenApi.Summary, "Replace the signing secret; the old one stops working at once")

const listDeliveries = HttpApiEndpoint.get("listWebhookDeliveries", "/v1/webhooks/:id/deliveries")
  .setPath(Id)
  .setUrlParams(PageQuery)
  .addSuccess(page(WebhookDelivery))
  .addError(Problem.badRequest)
  .addError(Problem.unauthorized)
  .addError(Problem.notFound)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotate(Operation, { name: "listWebhookDeliveries", idempotency: "natural" })
  .annotate(OpenApi.Summary, "List what became of events on their way to a webhook")

/**
 * The group `webhooks`.
 *
 * @since 0.1.0
 * @category models
 */
export class Webhooks extends HttpApiGroup.make("webhooks")
  .add(list)
  .add(create)
  .add(listEventTypes)
  .add(get)
  .add(update)
  .add(remove)
  .add(regenerateSecret)
  .add(listDeliveries)
{}
