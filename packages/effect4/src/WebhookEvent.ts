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
import type * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import type * as Redacted from "effect/Redacted"
import type { WebhookEventError, WebhookSignatureError } from "./errors/WebhookError.js"
import { toError } from "./internal/failures.js"
import { fromEngine } from "./internal/fromEngine.js"
import { toOption } from "./internal/option.js"
import { toValue3 } from "./internal/values.js"

export type {
  Delivery,
  DeliveryHeaders,
  OtherEvent,
  QurlAccessed,
  QurlExpired,
  WebhookEvent
} from "@qurl/sdk/WebhookEvent"
export { WebhookEventError, WebhookSignatureError } from "./errors/WebhookError.js"

/**
 * A secret, or several while an old one is being replaced. Each must be a non-empty string.
 *
 * @since 0.1.0
 * @category models
 */
export type Secrets = Redacted.Redacted | ReadonlyArray<Redacted.Redacted>

/**
 * Checks that the body is signed with one of the secrets, in constant time.
 *
 * @since 0.1.0
 * @category combinators
 */
export const verify = (delivery: Delivery, secrets: Secrets): Effect.Effect<void, WebhookSignatureError> =>
  fromEngine(Sdk.verify(delivery, toValue3(secrets)), toError)

/**
 * Decodes the event in a body without checking its signature, which `receive` does first.
 *
 * @since 0.1.0
 * @category combinators
 */
export const decode = (delivery: Delivery): Effect.Effect<WebhookEvent, WebhookEventError> =>
  fromEngine(Sdk.decode(delivery), toError)

/**
 * Verifies a delivery against the secrets and decodes its event.
 *
 * A signature does not say when it was made, so a delivery can arrive again, from the API or from an attacker who has
 * seen it: see `SeenEvents`. Answer 200 after the event is handled; after any other status it is delivered again.
 *
 * @example
 * import { SeenEvents, WebhookEvent } from "@qurl/effect4"
 * import { Console, Effect, Redacted } from "effect"
 *
 * declare const request: Request
 *
 * const answer = Effect.gen(function*() {
 *   const seen = yield* SeenEvents.make()
 *   const body = yield* Effect.promise(() => request.text())
 *   const event = yield* WebhookEvent.receive({ body, headers: request.headers }, Redacted.make("whsec_..."))
 *   yield* seen.once(event, event._tag === "QurlAccessed" ? Console.log(event.data.access_count) : Effect.void)
 *   return new Response(null, { status: 200 })
 * }).pipe(
 *   Effect.catchTag("WebhookSignatureError", () => Effect.succeed(new Response(null, { status: 401 }))),
 *   Effect.catchTag("WebhookEventError", () => Effect.succeed(new Response(null, { status: 400 })))
 * )
 *
 * @since 0.1.0
 * @category combinators
 */
export const receive = (
  delivery: Delivery,
  secrets: Secrets
): Effect.Effect<WebhookEvent, WebhookSignatureError | WebhookEventError> =>
  fromEngine(Sdk.receive(delivery, toValue3(secrets)), toError)

/**
 * Reads the account that a body claims to be for. Nothing is verified yet: a receiver for several accounts picks the
 * secret by it, and then calls `receive`. A body that is not raw is read as well, so that `receive` can refuse it.
 *
 * @since 0.1.0
 * @category combinators
 */
export const claimedOwner = (delivery: Delivery): Option.Option<string> => toOption(Sdk.claimedOwner(delivery))
