/**
 * Parsers of text from outside and their valid results: never an exception, never nonsense.
 *
 * @since 0.1.0
 */
import * as HttpBody from "@effect/platform/HttpBody"
import { BatchCreate, CreateQurlRequest, WebhookPayload } from "@qurl/contract"
import { qurlDialect } from "@qurl/contract/QurlDialect"
import { FaultPlan } from "@qurl/emulator"
import { Fingerprint, IdempotencyKey, RetryAfter } from "@qurl/idempotency"
import { WebhookEvent } from "@qurl/sdk"
import type { Draw } from "@qurl/testing/Draw"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { createHmac } from "node:crypto"
import { mutate, mutateJson } from "./Mutator.js"

/**
 * A parser under test: spoils a sample, reads it, and says what is wrong with the result, if anything.
 *
 * @since 0.1.0
 * @category models
 */
export interface Parser {
  readonly name: string
  readonly attack: (draw: Draw) => string | undefined
}

const retryAfters = ["120", "0", "Wed, 21 Oct 2026 07:28:00 GMT", "Sunday, 06-Nov-94 08:49:37 GMT"]
const keys = ["order-1", "0190163d-8694-739b-aea5-966c26f8ad91", "job/42:create"]
const secret = "whsec_planted"
const event = JSON.stringify({
  id: "evt_1",
  type: "qurl.accessed",
  owner_id: "owner_1",
  created_at: "2026-01-01T00:00:00Z",
  data: { qurl_id: "q_1", resource_id: "r_1", access_count: 1 }
})
const batch = {
  data: {
    succeeded: 1,
    failed: 1,
    results: [
      {
        index: 0,
        success: true,
        resource_id: "r_1",
        qurl_link: "https://qurl.link/#at_1",
        qurl_site: "https://a.qurl.site"
      },
      { index: 1, success: false, error: { code: "invalid", message: "no" } }
    ]
  },
  meta: { request_id: "req_1" }
}

const json = <A, I>(name: string, schema: Schema.Schema<A, I>, sample: unknown): Parser => {
  const decode = Schema.decodeUnknownEither(schema, { errors: "all" })
  return {
    name,
    attack: (draw) => {
      decode(mutateJson(draw, sample))
      return undefined
    }
  }
}

const run = <A, E>(effect: Effect.Effect<A, E>): Either.Either<A, E> => Effect.runSync(Effect.either(effect))

/**
 * The parsers.
 *
 * @since 0.1.0
 * @category models
 */
export const parsers: ReadonlyArray<Parser> = [
  {
    name: "Retry-After",
    attack: (draw) => {
      const headers = { "retry-after": mutate(draw, retryAfters), date: mutate(draw, retryAfters) }
      const wait = Option.getOrElse(RetryAfter.parse(headers, 1_800_000_000_000), () => 0)
      return Number.isFinite(wait) && wait >= 0 ? undefined : `a wait of ${wait} ms`
    }
  },
  {
    name: "idempotency key",
    attack: (draw) => {
      const key = mutate(draw, keys)
      if (Option.isSome(IdempotencyKey.problem(key, qurlDialect.keyRules))) return undefined
      return /^[\x20-\x7e]{1,256}$/.test(key) && new Headers({ key }).get("key") === key
        ? undefined
        : "a key that a header does not carry"
    }
  },
  {
    name: "fingerprint of a body",
    attack: (draw) => {
      const text = mutate(draw, [JSON.stringify(batch), event, "[1, 1.0, 1e0, -0]"])
      const print = () => Fingerprint.fromBody(HttpBody.text(text, "application/json"))
      return Option.isSome(print()) && Option.getOrThrow(print()) === Option.getOrThrow(print())
        ? undefined
        : "no digest"
    }
  },
  {
    name: "webhook signature",
    attack: (draw) => {
      const signature = createHmac("sha256", secret).update(event).digest("hex")
      const body = mutate(draw, [event])
      const spoiled = mutate(draw, [signature])
      const accepts = (body: string, signature: string) =>
        Either.isRight(run(WebhookEvent.verify(
          { body, headers: { [WebhookPayload.webhookHeaders.signature]: signature } },
          Redacted.make(secret)
        )))
      if (body !== event && accepts(body, signature)) return "another body under the signature"
      return spoiled !== signature && accepts(event, spoiled) ? "a spoiled signature" : undefined
    }
  },
  {
    name: "webhook event",
    attack: (draw) => {
      const body = draw(2) === 0 ? mutate(draw, [event]) : JSON.stringify(mutateJson(draw, JSON.parse(event)))
      WebhookEvent.claimedOwner({ body, headers: {} })
      const result = run(WebhookEvent.decode({ body, headers: {} }))
      return Either.isLeft(result) && result.left._tag !== "WebhookEventError" ? "another error" : undefined
    }
  },
  json("envelope of a batch", BatchCreate.BatchCreateAnswer, batch),
  json("input of a batch", BatchCreate.BatchCreateRequest, { items: [{ target_url: "https://example.com" }] }),
  json("input of a create", CreateQurlRequest, { target_url: "https://example.com", label: "a" }),
  json("fault plan", FaultPlan.FaultPlan, { rules: [{ fault: { kind: "destroyAfterCommit" }, nth: 1 }] })
]
