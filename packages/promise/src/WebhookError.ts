// Generated from @qurl/sdk by `npm run promise`. Do not edit.
/**
 * The errors of a receiver of webhooks.
 *
 * @since 0.1.0
 */
import type * as Sdk from "@qurl/sdk/WebhookEvent"
import { plainError } from "./internal/failure.js"

/**
 * The request is not proven to come from the API: it is not signed with any of the secrets, or it could not be checked.
 *
 * Next: answer 401 and do nothing. If your own deliveries fail, `reason` names the cause: `no secret` and `body not
 * raw` are mistakes of the receiver, `mismatch` is a wrong secret or a body that was changed on its way.
 *
 * @since 0.1.0
 * @category errors
 */
export class WebhookSignatureError extends plainError<Sdk.WebhookSignatureError>("WebhookSignatureError") {}

/**
 * The body is signed and is not an event. `fields` names what is wrong with it.
 *
 * Next: answer 400, and look at `fields`.
 *
 * @since 0.1.0
 * @category errors
 */
export class WebhookEventError extends plainError<Sdk.WebhookEventError>("WebhookEventError") {}
