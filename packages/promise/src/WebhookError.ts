/**
 * Why a request to a receiver of webhooks is refused.
 *
 * @since 0.1.0
 */
import { brand } from "./internal/brand.js"

/**
 * The request is not signed with any of the secrets: answer 401 and do nothing.
 *
 * @since 0.1.0
 * @category errors
 */
export class WebhookSignatureError extends Error {
  declare readonly name: "WebhookSignatureError"
  /** `no secret`: there is none to check with, or it is empty, which anybody could sign with. */
  readonly reason: "missing" | "malformed" | "mismatch" | "no secret"

  static {
    brand(this, "WebhookSignatureError")
  }

  constructor(message: string, details: Pick<WebhookSignatureError, "reason">) {
    super(message)
    this.reason = details.reason
  }
}

/**
 * The body is signed and is no event. `fields` names what is wrong with it.
 *
 * @since 0.1.0
 * @category errors
 */
export class WebhookEventError extends Error {
  declare readonly name: "WebhookEventError"
  readonly reason: "not json" | "contract"
  readonly fields: ReadonlyArray<string>

  static {
    brand(this, "WebhookEventError")
  }

  constructor(message: string, details: Pick<WebhookEventError, "reason" | "fields">) {
    super(message)
    this.reason = details.reason
    this.fields = details.fields
  }
}
