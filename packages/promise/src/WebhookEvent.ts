/**
 * Receiver of webhooks: verifies that a request comes from the API, and decodes its event.
 *
 * Nothing here needs Node. The signature covers the bytes of the body, so pass the raw body, before a framework has
 * parsed it.
 *
 * @since 0.1.0
 */
import * as Sdk from "@qurl/sdk/WebhookEvent"
import type { Delivery, WebhookEvent } from "@qurl/sdk/WebhookEvent"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import { WebhookEventError, WebhookSignatureError } from "./WebhookError.js"

export type {
  Delivery,
  DeliveryHeaders,
  OtherEvent,
  QurlAccessed,
  QurlExpired,
  WebhookEvent
} from "@qurl/sdk/WebhookEvent"

/**
 * A secret, or several while an old one is being replaced. Each must be a non-empty string.
 *
 * @since 0.1.0
 * @category models
 */
export type Secrets = string | ReadonlyArray<string>

/** Anything but a string becomes an empty secret, which is refused: JavaScript passes variables that are not set. */
const redacted = (secrets: Secrets) =>
  Array.from<unknown, Redacted.Redacted>(
    Array.isArray(secrets) ? secrets : [secrets],
    (secret) => Redacted.make(typeof secret === "string" ? secret : "")
  )

const orThrow = <A>(effect: Effect.Effect<A, Sdk.WebhookSignatureError | Sdk.WebhookEventError>): A => {
  const result = Effect.runSync(Effect.either(effect))
  if (Either.isRight(result)) return result.right
  const error = result.left
  throw error._tag === "WebhookSignatureError"
    ? new WebhookSignatureError(error.message, error)
    : new WebhookEventError(error.message, error)
}

/**
 * Checks that the body is signed with one of the secrets, in constant time. Throws a `WebhookSignatureError` if not.
 *
 * @since 0.1.0
 * @category combinators
 */
export const verify = (delivery: Delivery, secrets: Secrets): void => orThrow(Sdk.verify(delivery, redacted(secrets)))

/**
 * Decodes the event in a body without checking its signature, which `receive` does first. Throws a `WebhookEventError`
 * if it is not an event.
 *
 * @since 0.1.0
 * @category combinators
 */
export const decode = (delivery: Delivery): WebhookEvent => orThrow(Sdk.decode(delivery))

/**
 * Verifies a delivery against the secrets and decodes its event.
 *
 * A signature does not say when it was made, so a delivery can arrive again, from the API or from an attacker who has
 * seen it: see `SeenEvents`. Answer 200 after the event is handled; after any other status it is delivered again.
 *
 * @example
 * import { isQurlError, SeenEvents, WebhookEvent } from "@qurl/promise"
 *
 * const seen = new SeenEvents()
 *
 * export const answer = async (request: Request): Promise<Response> => {
 *   const delivery = { body: await request.text(), headers: request.headers }
 *   try {
 *     const event = WebhookEvent.receive(delivery, "whsec_...")
 *     await seen.once(event, () => {
 *       if (event._tag === "QurlAccessed") console.log(event.data.access_count)
 *     })
 *     return new Response(null, { status: 200 })
 *   } catch (error) {
 *     return new Response(null, { status: isQurlError(error, "WebhookSignatureError") ? 401 : 400 })
 *   }
 * }
 *
 * @since 0.1.0
 * @category combinators
 */
export const receive = (delivery: Delivery, secrets: Secrets): WebhookEvent =>
  orThrow(Sdk.receive(delivery, redacted(secrets)))

/**
 * Reads the account that a body claims to be for. Nothing is verified yet: a receiver for several accounts picks the
 * secret by it, and then calls `receive`. A body that is not raw is read as well, so that `receive` can refuse it.
 *
 * @since 0.1.0
 * @category combinators
 */
export const claimedOwner = (delivery: Delivery): string | undefined =>
  Option.getOrUndefined(Sdk.claimedOwner(delivery))
