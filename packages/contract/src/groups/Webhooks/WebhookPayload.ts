/**
 * Body that the API posts to a receiver of events.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { absent, absentWhenEmpty } from "../../Wire.js"
import { WebhookEventType } from "./Webhook.js"

/**
 * The data of `qurl.accessed`. The count is best effort; address and agent are missing for transit resources.
 *
 * @since 0.1.0
 * @category models
 */
export const QurlAccessedData = Schema.Struct({
  /** Identifier of the visited link. */
  qurl_id: Schema.NonEmptyString,
  /** Identifier of the resource. */
  resource_id: Schema.NonEmptyString,
  /** Visits so far, best effort. */
  access_count: Schema.Number,
  /** True if this visit consumed the link. */
  consumed: Schema.Boolean,
  /** Visitor's address. Absent for transit resources. */
  src_ip: absent(Schema.String),
  /** Visitor's user agent. Absent for transit resources. */
  user_agent: absent(Schema.String)
}).annotations({ identifier: "QurlAccessedData" })

/**
 * @since 0.1.0
 * @category models
 */
export type QurlAccessedData = typeof QurlAccessedData.Type

/**
 * The data of `qurl.expired`, which comes at most once per link, whatever became of the link before.
 *
 * @since 0.1.0
 * @category models
 */
export const QurlExpiredData = Schema.Struct({
  /** Identifier of the link, `q_...`. Safe to log; revoking and events refer to it. */
  qurl_id: Schema.NonEmptyString,
  /** Identifier of the resource. */
  resource_id: absentWhenEmpty
}).annotations({ identifier: "QurlExpiredData" })

/**
 * @since 0.1.0
 * @category models
 */
export type QurlExpiredData = typeof QurlExpiredData.Type

/**
 * An event. `id` names the event, so that a receiver can tell a repetition.
 *
 * @since 0.1.0
 * @category models
 */
export const WebhookPayload = Schema.Struct({
  /** Identifier of the event; a repeated delivery has the same. */
  id: Schema.NonEmptyString,
  /** Name of the event. */
  type: WebhookEventType,
  /** Identifier of the account. */
  owner_id: absentWhenEmpty,
  /** Instant of the event, in RFC 3339. */
  timestamp: absent(Schema.String),
  /** Version of the payload. */
  api_version: absent(Schema.String),
  /** Data of the event. */
  data: Schema.optionalWith(Schema.Record({ key: Schema.String, value: Schema.Unknown }), {
    default: () => ({}),
    nullable: true,
    exact: true
  })
}).annotations({ identifier: "WebhookPayload" })

/**
 * @since 0.1.0
 * @category models
 */
export type WebhookPayload = typeof WebhookPayload.Type

/**
 * The headers of a delivery, in lower case: the signature of the raw body, the event's name and the delivery's id.
 *
 * @since 0.1.0
 * @category models
 */
export const webhookHeaders = {
  signature: "qurl-signature",
  event: "qurl-event",
  delivery: "qurl-delivery"
} as const
