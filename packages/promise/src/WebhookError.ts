/**
 * How a request to a receiver of webhooks is refused.
 *
 * @since 0.1.0
 */
import { brand } from "./internal/brand.js"

/**
 * The request is not proven to come from the API: it is not signed with any of the secrets, or it could not be checked.
 * Answer 401 and do nothing.
 *
 * @since 0.1.0
 * @category errors
 */
export class WebhookSignatureError extends Error {
  declare readonly name: "WebhookSignatureError"
  /**
   * `no secret`: there is none to check with, or one of them is not a non-empty string. Anyone can sign with an empty
   * secret, so nothing is compared then. `body not raw`: the body was parsed before it could be checked.
   */
  readonly reason: "missing" | "malformed" | "mismatch" | "no secret" | "body not raw"
  /** Names what was passed in place of the raw body, such as `a parsed object`. */
  readonly body?: string | undefined

  static {
    brand(this, "WebhookSignatureError")
  }

  constructor(message: string, details: Pick<WebhookSignatureError, "reason" | "body">) {
    super(message)
    this.reason = details.reason
    this.body = details.body
  }
}

/**
 * The body is signed and is not an event. `fields` names what is wrong with it.
 *
 * @since 0.1.0
 * @category errors
 */
export class WebhookEventError extends Error {
  declare readonly name: "WebhookEventError"
  readonly reason: "not json" | "contract" | "body not raw"
  readonly fields: ReadonlyArray<string>
  /** Names what was passed in place of the raw body, such as `a parsed object`. */
  readonly body?: string | undefined

  static {
    brand(this, "WebhookEventError")
  }

  constructor(message: string, details: Pick<WebhookEventError, "reason" | "fields" | "body">) {
    super(message)
    this.reason = details.reason
    this.fields = details.fields
    this.body = details.body
  }
}
