/**
 * The handlers of the contract group `webhooks`.
 *
 * @since 0.1.0
 */
import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import { QurlApi, Webhook } from "@qurl/contract"
import * as Effect from "effect/Effect"
import { answer } from "../kit/answer.js"
import { atomically } from "../kit/atomically.js"
import { payload } from "../kit/payload.js"
import * as Webhooks from "./lifecycle.js"

const bodies = {
  create: payload(Webhook.CreateWebhookRequest),
  update: payload(Webhook.UpdateWebhookRequest)
}

/**
 * Webhooks of the emulator, over the contract.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = HttpApiBuilder.group(QurlApi, "webhooks", (handlers) =>
  handlers
    .handle("listWebhooks", ({ urlParams }) => atomically(Webhooks.list(urlParams)))
    .handleRaw("createWebhook", ({ request }) =>
      Effect.flatMap(bodies.create(request), (input) =>
        atomically(Effect.flatMap(Webhooks.create(input), answer))))
    .handle("listWebhookEventTypes", () =>
      answer(Webhooks.eventTypes))
    .handle("getWebhook", ({ path }) => atomically(Effect.flatMap(Webhooks.get(path.id), answer)))
    .handleRaw("updateWebhook", ({ path, request }) =>
      Effect.flatMap(bodies.update(request), (input) =>
        atomically(Effect.flatMap(Webhooks.update(path.id, input), answer))))
    .handle("deleteWebhook", ({ path }) =>
      atomically(Webhooks.remove(path.id)))
    .handle("regenerateWebhookSecret", ({ path }) =>
      atomically(Effect.flatMap(Webhooks.regenerateSecret(path.id), answer)))
    .handle("listWebhookDeliveries", ({ path, urlParams }) =>
      atomically(Webhooks.deliveries(path.id, urlParams))))
