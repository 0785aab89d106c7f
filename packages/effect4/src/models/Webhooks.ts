// Generated from @qurl/sdk by `npm run promise`. Do not edit.
/**
 * The service for webhooks, which receive events.
 *
 * @since 0.1.0
 */
import type * as Sdk from "@qurl/sdk"
import type { Methods, Native } from "../internal/native.js"

/**
 * A subscription to make: the URL of a receiver, and the names of events.
 *
 * @since 0.1.0
 * @category models
 */
export type CreateWebhookInput = Native<Sdk.CreateWebhookInput>

/**
 * From where to list, and how much at a time.
 *
 * @since 0.1.0
 * @category models
 */
export type ListWebhooksInput = Native<Sdk.ListWebhooksInput>

/**
 * A change of a subscription: at least one property. `events` replaces all of them, an empty `description` clears it.
 *
 * @since 0.1.0
 * @category models
 */
export type UpdateWebhookInput = Native<Sdk.UpdateWebhookInput>

/**
 * A subscription with its signing secret. `secret` is a credential that is never readable again.
 *
 * @since 0.1.0
 * @category models
 */
export type WebhookCreated = Native<Sdk.WebhookCreated>

/**
 * A subscription that was read.
 *
 * @since 0.1.0
 * @category models
 */
export type WebhookFound = Native<Sdk.WebhookFound>

/**
 * Methods of `Webhooks`. In errors the methods carry the names of the API's operations, which stand behind each.
 *
 * @since 0.1.0
 * @category models
 */
export type WebhooksService = Methods<Sdk.WebhooksService>

/**
 * A subscription that was changed.
 *
 * @since 0.1.0
 * @category models
 */
export type WebhookUpdated = Native<Sdk.WebhookUpdated>
