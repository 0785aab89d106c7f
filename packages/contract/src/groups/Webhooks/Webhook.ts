/**
 * Subscriptions to events.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { Description, HttpUrl } from "../../Fields.js"
import { absent, absentWhenEmpty, openEnum, strict } from "../../Wire.js"

/**
 * The events that are known. More can come at any time; for 13 of these the shape of the data is unpublished.
 *
 * @since 0.1.0
 * @category models
 */
export const WebhookEventType = openEnum(
  "qurl.created",
  "qurl.expired",
  "qurl.revoked",
  "qurl.updated",
  "resource.closed",
  "qurl.accessed",
  "qurl.access_denied",
  "qurl.token_exhausted",
  "quota.warning",
  "quota.exceeded",
  "token.minted",
  "token.expired",
  "domain.verified",
  "domain.failed",
  "domain.deleted"
)

/**
 * @since 0.1.0
 * @category models
 */
export type WebhookEventType = typeof WebhookEventType.Type

const Events = Schema.Array(
  WebhookEventType.pipe(Schema.filter((name) => name !== "")).annotations({
    description: "the name of an event, such as qurl.accessed"
  })
).pipe(Schema.minItems(1)).annotations({ description: "an array of at least one event name" })

/**
 * A subscription to make. Two of them for one URL are two subscriptions, with a secret each.
 *
 * @since 0.1.0
 * @category models
 */
export const CreateWebhookRequest = Schema.Struct({
  /** Address of the receiver: an http or https URL of at most 2048 characters. */
  url: HttpUrl,
  /** Names of the events to deliver, at least one. */
  events: Events,
  /** Note about the subscription, at most 500 characters. */
  description: Schema.optional(Description)
}).annotations(strict("CreateWebhookRequest"))

/**
 * @since 0.1.0
 * @category models
 */
export type CreateWebhookRequest = typeof CreateWebhookRequest.Type

/**
 * A change of a subscription: at least one property. `events` replaces all of them.
 *
 * @since 0.1.0
 * @category models
 */
export const UpdateWebhookRequest = Schema.Struct({
  /** Address of the receiver: an http or https URL of at most 2048 characters. */
  url: Schema.optional(HttpUrl),
  /** Names of the events to deliver, at least one. Replaces all of them. */
  events: Schema.optional(Events),
  /** Note about the subscription, at most 500 characters. An empty string clears it. */
  description: Schema.optional(Description),
  /** `active` or `disabled`. */
  status: Schema.optional(
    openEnum("active", "disabled").annotations({ description: "active or disabled" })
  )
}).pipe(
  Schema.filter((change) =>
    Object.values(change).every((value) => value === undefined)
      ? "has nothing to change: give at least one of url, events, description and status"
      : undefined
  )
).annotations(strict("UpdateWebhookRequest"))

/**
 * @since 0.1.0
 * @category models
 */
export type UpdateWebhookRequest = typeof UpdateWebhookRequest.Type

const fields = {
  /** Identifier of the subscription. */
  webhook_id: Schema.NonEmptyString,
  /** Identifier of the account. */
  owner_id: absentWhenEmpty,
  /** Address of the receiver. */
  url: absent(Schema.String),
  /** Names of the events to deliver. */
  events: absent(Schema.Array(WebhookEventType)),
  /** `active` or `disabled`. */
  status: absent(openEnum("active", "disabled")),
  /** Note about the subscription. */
  description: absent(Schema.String),
  /** Creation, in RFC 3339. */
  created_at: absent(Schema.String),
  /** Last change, in RFC 3339. */
  updated_at: absent(Schema.String),
  /** Deliveries that failed since the last success. */
  failure_count: absent(Schema.Number),
  /** True if the last delivery succeeded. */
  last_delivery_success: absent(Schema.Boolean),
  /** Last delivery, in Unix seconds. */
  last_delivery_time: absent(Schema.Number)
}

/**
 * A subscription. `failure_count` counts the deliveries that failed since the last good one; `last_delivery_time` is in
 * Unix seconds.
 *
 * @since 0.1.0
 * @category models
 */
export const Webhook = Schema.Struct(fields).annotations({ identifier: "Webhook" })

/**
 * @since 0.1.0
 * @category models
 */
export type Webhook = typeof Webhook.Type

/**
 * A subscription with its signing secret, which only its creation and a regeneration tell.
 *
 * @since 0.1.0
 * @category models
 */
export const WebhookWithSecret = Schema.Struct({ ...fields, secret: Schema.NonEmptyString }).annotations({
  identifier: "WebhookWithSecret"
})

/**
 * @since 0.1.0
 * @category models
 */
export type WebhookWithSecret = typeof WebhookWithSecret.Type

/**
 * Delivery of one event to one receiver. `response_body` is cut after 8 KB.
 *
 * @since 0.1.0
 * @category models
 */
export const WebhookDelivery = Schema.Struct({
  /** Identifier of the delivery. */
  delivery_id: Schema.NonEmptyString,
  /** Identifier of the subscription. */
  webhook_id: absent(Schema.String),
  /** Name of the event. */
  event_type: absent(WebhookEventType),
  /** Current state. */
  status: absent(openEnum("pending", "success", "failed", "retrying", "abandoned")),
  /** Receiver's HTTP status. */
  response_code: absent(Schema.Number),
  /** Receiver's answer, cut after 8 KB. */
  response_body: absent(Schema.String),
  /** Reason of a failure. */
  error_message: absent(Schema.String),
  /** Duration of the request, in milliseconds. */
  duration_ms: absent(Schema.Number),
  /** Number of retries. */
  retry_count: absent(Schema.Number),
  /** Creation, in RFC 3339. */
  created_at: absent(Schema.String),
  /** End of the delivery, in RFC 3339. */
  completed_at: absent(Schema.String)
}).annotations({ identifier: "WebhookDelivery" })

/**
 * @since 0.1.0
 * @category models
 */
export type WebhookDelivery = typeof WebhookDelivery.Type

/**
 * An event that can be subscribed to.
 *
 * @since 0.1.0
 * @category models
 */
export const WebhookEventTypeInfo = Schema.Struct({
  /** Name of the event. */
  type: WebhookEventType,
  /** Category of the event. */
  category: absent(openEnum("resource", "access", "quota", "token")),
  /** Explanation of the event. */
  description: absent(Schema.String)
}).annotations({ identifier: "WebhookEventTypeInfo" })

/**
 * @since 0.1.0
 * @category models
 */
export type WebhookEventTypeInfo = typeof WebhookEventTypeInfo.Type
