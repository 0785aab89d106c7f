// Generated from @qurl/sdk by `npm run promise`. Do not edit.
/**
 * Receiver of webhooks: verifies that a request comes from the API, and decodes its event.
 *
 * Nothing here needs Node. The signature covers the bytes of the body, so pass the raw body, before a framework has
 * parsed it.
 *
 * @since 0.1.0
 */
import * as Sdk from "@qurl/sdk/WebhookEvent"
import { errorOf } from "../internal/errors.js"

/**
 * The request is not proven to come from the API: it is not signed with any of the secrets, or it could not be checked.
 *
 * Next: answer 401 and do nothing. If your own deliveries fail, `reason` names the cause: `no secret` and `body not
 * raw` are mistakes of the receiver, `mismatch` is a wrong secret or a body that was changed on its way.
 *
 * @since 0.1.0
 * @category errors
 */
export class WebhookSignatureError extends errorOf(Sdk.WebhookSignatureError) {}

/**
 * The body is signed and is not an event. `fields` names what is wrong with it.
 *
 * Next: answer 400, and look at `fields`.
 *
 * @since 0.1.0
 * @category errors
 */
export class WebhookEventError extends errorOf(Sdk.WebhookEventError) {}
