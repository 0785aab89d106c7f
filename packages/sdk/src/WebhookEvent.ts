/**
 * Events that the API delivers to a webhook: whether a request is one, and what it says.
 *
 * Nothing here needs Node. The signature is over the bytes of the body, so hand over the body as it came, before
 * anything has parsed it.
 *
 * @since 0.1.0
 */
import type { Webhook } from "@qurl/contract"
import * as InvalidFields from "@qurl/contract/InvalidFields"
import * as WebhookPayload from "@qurl/contract/WebhookPayload"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import { isReadonlyRecord } from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { isSignedBy } from "./internal/signature.js"

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
 * A link was opened.
 *
 * @since 0.1.0
 * @category models
 */
export interface QurlAccessed extends Said {
  readonly _tag: "QurlAccessed"
  readonly type: "qurl.accessed"
  readonly data: WebhookPayload.QurlAccessedData
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
  readonly data: WebhookPayload.QurlExpiredData
}

/**
 * Any other event: of a type that is not known here, or with data of a shape that nobody has published.
 *
 * @since 0.1.0
 * @category models
 */
export interface OtherEvent extends Said {
  readonly _tag: "OtherEvent"
  readonly type: Webhook.WebhookEventType
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
export type Secrets = Redacted.Redacted | ReadonlyArray<Redacted.Redacted>

/**
 * The request is not signed with any of the secrets: answer 401 and do nothing.
 *
 * Next: answer 401. When deliveries of your own fail, check that the body is the raw one and the secret is the latest.
 *
 * @since 0.1.0
 * @category errors
 */
export class WebhookSignatureError extends Schema.TaggedError<WebhookSignatureError>()("WebhookSignatureError", {
  /** `no secret`: there is none to check with, or it is empty, which anybody could sign with. */
  reason: Schema.Literal("missing", "malformed", "mismatch", "no secret")
}) {
  override get message(): string {
    return {
      missing: `the request has no header ${WebhookPayload.webhookHeaders.signature}`,
      malformed: `the header ${WebhookPayload.webhookHeaders.signature} is not 64 lower case hex characters`,
      mismatch: "the body is not signed with any of the secrets: check that it is the raw body, and the secret",
      "no secret": "there is no secret to check the signature with: give the one that creating the webhook told"
    }[this.reason]
  }
}

/**
 * The body is signed and is no event. `fields` names what is wrong with it.
 *
 * Next: answer 400, and look at `fields`.
 *
 * @since 0.1.0
 * @category errors
 */
export class WebhookEventError extends Schema.TaggedError<WebhookEventError>()("WebhookEventError", {
  reason: Schema.Literal("not json", "contract"),
  fields: Schema.Array(Schema.String)
}) {
  override get message(): string {
    return this.reason === "not json"
      ? "the body is not JSON in UTF-8"
      : `the body is no event, because of ${this.fields.join(", ")}`
  }
}

const encoder = new TextEncoder()
const decoder = new TextDecoder("utf-8", { fatal: true })

const bytesOf = ({ body }: Delivery): Uint8Array => typeof body === "string" ? encoder.encode(body) : body

const headerOf = ({ headers }: Delivery, name: string): string | undefined => {
  if (headers instanceof Headers) return headers.get(name) ?? undefined
  const value = Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1]
  return typeof value === "string" ? value : value?.join(", ")
}

/**
 * Whether the body is signed with one of the secrets, compared in constant time.
 *
 * @since 0.1.0
 * @category combinators
 */
export const verify = (delivery: Delivery, secrets: Secrets): Effect.Effect<void, WebhookSignatureError> =>
  Effect.suspend(() => {
    const known = (Redacted.isRedacted(secrets) ? [secrets] : secrets).map(Redacted.value)
    const signature = headerOf(delivery, WebhookPayload.webhookHeaders.signature)
    if (known.length === 0 || known.includes("")) return new WebhookSignatureError({ reason: "no secret" })
    if (signature === undefined) return new WebhookSignatureError({ reason: "missing" })
    if (!/^[0-9a-f]{64}$/.test(signature)) return new WebhookSignatureError({ reason: "malformed" })
    return isSignedBy(bytesOf(delivery), signature, known)
      ? Effect.void
      : new WebhookSignatureError({ reason: "mismatch" })
  })

const parse = (delivery: Delivery): Option.Option<unknown> =>
  Option.liftThrowable((): unknown => JSON.parse(decoder.decode(bytesOf(delivery))))()

const decodePayload = Schema.decodeUnknownEither(WebhookPayload.WebhookPayload, { errors: "all" })
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
 * What a body says, whoever has written it. `receive` looks at the signature first.
 *
 * @since 0.1.0
 * @category combinators
 */
export const decode = (delivery: Delivery): Effect.Effect<WebhookEvent, WebhookEventError> =>
  Effect.suspend(() => {
    const json = parse(delivery)
    if (Option.isNone(json)) return new WebhookEventError({ reason: "not json", fields: [] })
    const event = decodePayload(json.value)
    return Either.isRight(event) ? Effect.succeed(typed(event.right)) : new WebhookEventError({
      reason: "contract",
      fields: Object.keys(InvalidFields.fromIssue(event.left.issue))
    })
  })

/**
 * The event of a delivery that is signed with one of the secrets.
 *
 * A signature says nothing about when it was made, so a delivery can come again, from the API or from somebody who
 * has seen it: see `SeenEvents`. Answer 200 when the event is dealt with; for any other status it is delivered again.
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
 * Which account a body claims to be for. Nothing is verified yet: a receiver for several accounts picks the secret by
 * it, and then calls `receive`.
 *
 * @since 0.1.0
 * @category combinators
 */
export const claimedOwner = (delivery: Delivery): Option.Option<string> =>
  parse(delivery).pipe(
    Option.filter(isReadonlyRecord),
    Option.flatMap(({ owner_id }) =>
      typeof owner_id === "string" && owner_id !== "" ? Option.some(owner_id) : Option.none()
    )
  )
