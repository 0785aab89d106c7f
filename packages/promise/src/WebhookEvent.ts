/**
 * Events that the API delivers to a webhook: whether a request is one, and what it says.
 *
 * Nothing here needs Node. The signature is over the bytes of the body, so hand over the body as it came, before
 * anything has parsed it.
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

/** What every event says. */
interface Said {
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
export interface QurlAccessed extends Said {
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
 * The time of a link ended. It comes at most once per link, whatever became of the link before.
 *
 * @since 0.1.0
 * @category models
 */
export interface QurlExpired extends Said {
  readonly _tag: "QurlExpired"
  readonly type: "qurl.expired"
  readonly data: {
    readonly qurl_id: string
    readonly resource_id?: string | undefined
  }
}

/**
 * Any other event: of a type that is not known here, or with data of a shape that nobody has published.
 *
 * @since 0.1.0
 * @category models
 */
export interface OtherEvent extends Said {
  readonly _tag: "OtherEvent"
  readonly type: WebhookEventType
  readonly data: Readonly<Record<string, unknown>>
}

/**
 * An event. Look at `_tag` for its shape; new types come as `OtherEvent`, so that a receiver goes on working.
 *
 * @since 0.1.0
 * @category models
 */
export type WebhookEvent = QurlAccessed | QurlExpired | OtherEvent

/**
 * A delivery as a server got it.
 *
 * @since 0.1.0
 * @category models
 */
export interface Delivery {
  /** The body as it came. */
  readonly body: Uint8Array | string
  /** The headers, under names of any case. */
  readonly headers: Headers | Readonly<Record<string, string | ReadonlyArray<string> | undefined>>
}

/**
 * One secret, or several while an old one gives way to a new one.
 *
 * @since 0.1.0
 * @category models
 */
export type Secrets = string | ReadonlyArray<string>

const redacted = (secrets: Secrets) =>
  typeof secrets === "string" ? Redacted.make(secrets) : secrets.map((secret) => Redacted.make(secret))

const orThrow = <A>(effect: Effect.Effect<A, Sdk.WebhookSignatureError | Sdk.WebhookEventError>): A => {
  const result = Effect.runSync(Effect.either(effect))
  if (Either.isRight(result)) return result.right
  const error = result.left
  throw error._tag === "WebhookSignatureError"
    ? new WebhookSignatureError(error.message, { reason: error.reason })
    : new WebhookEventError(error.message, { reason: error.reason, fields: error.fields })
}

/**
 * Throws a `WebhookSignatureError` unless the body is signed with one of the secrets, compared in constant time.
 *
 * @since 0.1.0
 * @category combinators
 */
export const verify = (delivery: Delivery, secrets: Secrets): void => orThrow(Sdk.verify(delivery, redacted(secrets)))

/**
 * What a body says, whoever has written it. `receive` looks at the signature first. Throws a `WebhookEventError` when it
 * is no event.
 *
 * @since 0.1.0
 * @category combinators
 */
export const decode = (delivery: Delivery): WebhookEvent => orThrow(Sdk.decode(delivery))

/**
 * The event of a delivery that is signed with one of the secrets.
 *
 * A signature says nothing about when it was made, so a delivery can come again, from the API or from somebody who
 * has seen it: see `SeenEvents`. Answer 200 when the event is dealt with; for any other status it is delivered again.
 *
 * @example
 * import { isWebhookSignatureError, SeenEvents, WebhookEvent } from "@qurl/promise"
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
 *     return new Response(null, { status: isWebhookSignatureError(error) ? 401 : 400 })
 *   }
 * }
 *
 * @since 0.1.0
 * @category combinators
 */
export const receive = (delivery: Delivery, secrets: Secrets): WebhookEvent =>
  orThrow(Sdk.receive(delivery, redacted(secrets)))

/**
 * Which account a body claims to be for. Nothing is verified yet: a receiver for several accounts picks the secret by
 * it, and then calls `receive`.
 *
 * @since 0.1.0
 * @category combinators
 */
export const claimedOwner = (delivery: Delivery): string | undefined =>
  Option.getOrUndefined(Sdk.claimedOwner(delivery))
