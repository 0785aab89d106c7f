/**
 * Receiver of webhooks: verifies that a request comes from the API, and decodes its event.
 *
 * Nothing here needs Node. The signature covers the bytes of the body, so pass the raw body, before a framework has
 * parsed it.
 *
 * @since 0.1.0
 */
import { WebhookEvent as Sdk } from "@qurl/sdk"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import { WebhookEventError, WebhookSignatureError } from "./WebhookError.js"
import type { WebhookEventType } from "./Webhooks.js"

/** Properties of every event. */
interface EventCommon {
  /** The event's id. A repeated delivery has the same one. */
  readonly id: string
  /** The account that the event belongs to. */
  readonly owner_id?: string | undefined
  readonly timestamp?: string | undefined
  readonly api_version?: string | undefined
}

/**
 * A link was opened. The count is best effort; address and agent are missing for transit resources.
 *
 * @since 0.1.0
 * @category models
 */
export interface QurlAccessed extends EventCommon {
  readonly _tag: "QurlAccessed"
  readonly type: "qurl.accessed"
  readonly data: {
    readonly qurl_id: string
    readonly resource_id: string
    readonly access_count: number
    readonly consumed: boolean
    readonly src_ip?: string | undefined
    readonly user_agent?: string | undefined
  }
}

/**
 * A link expired. Delivered at most once per link.
 *
 * @since 0.1.0
 * @category models
 */
export interface QurlExpired extends EventCommon {
  readonly _tag: "QurlExpired"
  readonly type: "qurl.expired"
  readonly data: {
    readonly qurl_id: string
    readonly resource_id?: string | undefined
  }
}

/**
 * Any other event: its type is not known here, or its data has an undocumented shape.
 *
 * @since 0.1.0
 * @category models
 */
export interface OtherEvent extends EventCommon {
  readonly _tag: "OtherEvent"
  readonly type: WebhookEventType
  readonly data: Readonly<Record<string, unknown>>
}

/**
 * An event. `_tag` tells its shape; new types arrive as `OtherEvent`, so that a receiver keeps working.
 *
 * @since 0.1.0
 * @category models
 */
export type WebhookEvent = QurlAccessed | QurlExpired | OtherEvent

/**
 * Headers of a request: `Headers` of any realm, a `Map`, a plain object, or anything with a method `get`, such as the
 * request of Express. Names match in any case, except for a `get` that distinguishes them.
 *
 * @since 0.1.0
 * @category models
 */
export type DeliveryHeaders =
  | { readonly get: (name: string) => string | ReadonlyArray<string> | null | undefined }
  | ReadonlyMap<string, string | ReadonlyArray<string> | undefined>
  | Readonly<Record<string, string | ReadonlyArray<string> | undefined>>

/**
 * A request as a server received it.
 *
 * @since 0.1.0
 * @category models
 */
export interface Delivery {
  /** The raw body: the bytes as they arrived, or their text. Never what a JSON parser made of them. */
  readonly body: Uint8Array | ArrayBuffer | string
  /** The headers of the request. Only `QURL-Signature` is read. */
  readonly headers: DeliveryHeaders
}

/**
 * One secret, or several while an old one is being replaced. Each must be a non-empty string.
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
