/**
 * Receiver of webhooks: verifies that a request comes from the API, and decodes its event.
 *
 * Nothing here needs Node. The signature covers the bytes of the body, so pass the raw body, before a framework has
 * parsed it.
 *
 * @since 0.1.0
 */
import type { Webhook } from "@qurl/contract"
import * as WebhookPayload from "@qurl/contract/groups/Webhooks/WebhookPayload"
import * as InvalidFields from "@qurl/contract/InvalidFields"
import { loggable } from "@qurl/idempotency/Support/Loggable"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import { isReadonlyRecord } from "effect/Predicate"
import type * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { lazily } from "./internal/lazily.js"
import { bytesOf, headerOf, notRaw, secretsOf } from "./internal/webhooks/delivery.js"
import { isSignedBy } from "./internal/webhooks/signature.js"

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
 * A link was opened.
 *
 * @since 0.1.0
 * @category models
 */
export interface QurlAccessed extends EventCommon {
  readonly _tag: "QurlAccessed"
  readonly type: "qurl.accessed"
  readonly data: WebhookPayload.QurlAccessedData
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
  readonly data: WebhookPayload.QurlExpiredData
}

/**
 * Any other event: its type is not known here, or its data has an undocumented shape.
 *
 * @since 0.1.0
 * @category models
 */
export interface OtherEvent extends EventCommon {
  readonly _tag: "OtherEvent"
  readonly type: Webhook.WebhookEventType
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
 * A secret, or several while an old one is being replaced. Each must be a non-empty string.
 *
 * @since 0.1.0
 * @category models
 */
export type Secrets = Redacted.Redacted | ReadonlyArray<Redacted.Redacted>

/**
 * The request is not proven to come from the API: it is not signed with any of the secrets, or it could not be checked.
 *
 * Next: answer 401 and do nothing. If your own deliveries fail, `reason` names the cause: `no secret` and `body not
 * raw` are mistakes of the receiver, `mismatch` is a wrong secret or a body that was changed on its way.
 *
 * @since 0.1.0
 * @category errors
 */
export class WebhookSignatureError extends Schema.TaggedError<WebhookSignatureError>()("WebhookSignatureError", {
  /**
   * `no secret`: there is none to check with, or one of them is not a non-empty string. Anyone can sign with an empty
   * secret, so nothing is compared then. `body not raw`: the body was parsed before it could be checked. `headers unreadable`: a getter, a method `get` or a proxy among
   * them throws.
   */
  reason: Schema.Literal("missing", "malformed", "mismatch", "no secret", "body not raw", "headers unreadable"),
  /** Names what was passed in place of the raw body, such as `a parsed object`. */
  body: Schema.optional(Schema.String)
}) {
  static {
    loggable(this)
  }

  override readonly message: string = {
    missing: `the request has no header ${WebhookPayload.webhookHeaders.signature}`,
    malformed: `the header ${WebhookPayload.webhookHeaders.signature} is not 64 lower case hex characters`,
    mismatch: "the body is not signed with any of the secrets: check that it is the raw body, and the secret",
    "no secret": "a secret is missing: every secret must be a non-empty string, and there must be at least one. "
      + "Check the environment variable that holds it; the value is the one that creating the webhook returned",
    "body not raw": notRaw(this.body),
    "headers unreadable": "the headers cannot be read: a getter, a method `get` or a proxy among them throws. "
      + "Pass those of the request as the server received it"
  }[this.reason]
}

/**
 * The body is signed and is not an event. `fields` names what is wrong with it.
 *
 * Next: answer 400, and look at `fields`.
 *
 * @since 0.1.0
 * @category errors
 */
export class WebhookEventError extends Schema.TaggedError<WebhookEventError>()("WebhookEventError", {
  reason: Schema.Literal("not json", "contract", "body not raw"),
  fields: Schema.Array(Schema.String),
  /** Names what was passed in place of the raw body, such as `a parsed object`. */
  body: Schema.optional(Schema.String)
}) {
  static {
    loggable(this)
  }

  override readonly message: string = {
    "not json": "the body is not JSON in UTF-8",
    contract: `the body is not an event, because of ${this.fields.join(", ")}`,
    "body not raw": notRaw(this.body)
  }[this.reason]
}

/**
 * Checks that the body is signed with one of the secrets, in constant time.
 *
 * @since 0.1.0
 * @category combinators
 */
export const verify = (delivery: Delivery, secrets: Secrets): Effect.Effect<void, WebhookSignatureError> =>
  Effect.suspend(() => {
    const known = secretsOf(secrets)
    if (Option.isNone(known)) return new WebhookSignatureError({ reason: "no secret" })
    const body = bytesOf(delivery)
    if (Either.isLeft(body)) return new WebhookSignatureError({ reason: "body not raw", body: body.left })
    const header = headerOf(delivery, WebhookPayload.webhookHeaders.signature)
    if (Option.isNone(header)) return new WebhookSignatureError({ reason: "headers unreadable" })
    const signature = header.value
    if (signature === undefined) return new WebhookSignatureError({ reason: "missing" })
    if (!/^[0-9a-f]{64}$/.test(signature)) return new WebhookSignatureError({ reason: "malformed" })
    return isSignedBy(body.right, signature, known.value)
      ? Effect.void
      : new WebhookSignatureError({ reason: "mismatch" })
  })

const decoder = new TextDecoder("utf-8", { fatal: true })

const parse = (body: Uint8Array): Option.Option<unknown> =>
  Option.liftThrowable((): unknown => JSON.parse(decoder.decode(body)))()

const decodePayload = lazily(() => Schema.decodeUnknownEither(WebhookPayload.WebhookPayload, { errors: "all" }))
const decodeAccessed = Schema.decodeUnknownOption(WebhookPayload.QurlAccessedData)
const decodeExpired = Schema.decodeUnknownOption(WebhookPayload.QurlExpiredData)

const typed = (event: WebhookPayload.WebhookPayload): WebhookEvent => {
  const other: WebhookEvent = { ...event, _tag: "OtherEvent" }
  switch (event.type) {
    case "qurl.accessed":
      return Option.match(decodeAccessed(event.data), {
        onNone: () => other,
        onSome: (data) => ({ ...event, _tag: "QurlAccessed", type: "qurl.accessed", data })
      })
    case "qurl.expired":
      return Option.match(decodeExpired(event.data), {
        onNone: () => other,
        onSome: (data) => ({ ...event, _tag: "QurlExpired", type: "qurl.expired", data })
      })
    default:
      return other
  }
}

/**
 * Decodes the event in a body without checking its signature, which `receive` does first.
 *
 * @since 0.1.0
 * @category combinators
 */
export const decode = (delivery: Delivery): Effect.Effect<WebhookEvent, WebhookEventError> =>
  Effect.suspend(() => {
    const body = bytesOf(delivery)
    if (Either.isLeft(body)) return new WebhookEventError({ reason: "body not raw", fields: [], body: body.left })
    const json = parse(body.right)
    if (Option.isNone(json)) return new WebhookEventError({ reason: "not json", fields: [] })
    const event = decodePayload(json.value)
    return Either.isRight(event) ? Effect.succeed(typed(event.right)) : new WebhookEventError({
      reason: "contract",
      fields: Object.keys(InvalidFields.fromIssue(event.left.issue))
    })
  })

/**
 * Verifies a delivery against the secrets and decodes its event.
 *
 * A signature does not say when it was made, so a delivery can arrive again, from the API or from an attacker who has
 * seen it: see `SeenEvents`. Answer 200 after the event is handled; after any other status it is delivered again.
 *
 * @example
 * import { SeenEvents, WebhookEvent } from "@qurl/sdk"
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
  Effect.zipRight(verify(delivery, secrets), decode(delivery))

/**
 * Reads the account that a body claims to be for. Nothing is verified yet: a receiver for several accounts picks the
 * secret by it, and then calls `receive`. A body that is not raw is read as well, so that `receive` can refuse it.
 *
 * @since 0.1.0
 * @category combinators
 */
export const claimedOwner = (delivery: Delivery): Option.Option<string> =>
  Option.flatten(
    Option.liftThrowable(() =>
      Either.match(bytesOf(delivery), {
        onLeft: () => Option.some<unknown>(delivery.body),
        onRight: parse
      }).pipe(
        Option.filter(isReadonlyRecord),
        Option.flatMap(({ owner_id }) =>
          typeof owner_id === "string" && owner_id !== "" ? Option.some(owner_id) : Option.none()
        )
      )
    )()
  )
