/**
 * The Skadi insurance API: submissions, transactions, and the bind step of everything that is quoted first.
 *
 * @since 0.1.0
 */
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import { KeyGenerator, OptionCheck, RetryPolicy } from "@qurl/idempotency"
import * as Clock from "effect/Clock"
import * as Config from "effect/Config"
import type { ConfigError } from "effect/ConfigError"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import { identity } from "effect/Function"
import * as Layer from "effect/Layer"
import type * as Redacted from "effect/Redacted"
import type { Answered, CallOptions } from "./Answered.js"
import type { ApiError, SetupError } from "./ApiError.js"
import * as Caller from "./internal/caller.js"
import * as Setup from "./internal/setup.js"
import { endpoints, type resources, signature } from "./internal/skadiEndpoints.js"
import type { Json, JsonObject } from "./Json.js"
import { skadiDialect } from "./SkadiDialect.js"

/**
 * Kinds of things that are quoted first and then bound.
 *
 * @since 0.1.0
 * @category models
 */
export type Resource = typeof resources[number]

/**
 * How the client is built.
 *
 * The vendor's page shows the headers of a signed request and not what is signed. Here the signature is the HMAC-SHA256,
 * in hexadecimal, of `X-Timestamp` (seconds since 1970), a full stop and the bytes of the body, under `signingSecret`.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  readonly apiKey: Redacted.Redacted
  readonly signingSecret: Redacted.Redacted
  /** Address of the API without a trailing slash. @default the address on the vendor's page */
  readonly apiUrl?: string | undefined
}

/**
 * The operations. All attempts of a call carry one key, and each is signed anew. Without `options.idempotencyKey` the key
 * is a UUIDv4. Within 24 hours the server answers a repetition with the first answer, and charges no rate limit for it.
 *
 * Make the key from what identifies the work, `IdempotencyKey.fromParts("submission", draftId)`: it is the same after a
 * restart of the process, so that the retry collapses into the first call.
 *
 * @since 0.1.0
 * @category models
 */
export interface SkadiService {
  /** Creates a submission. */
  readonly createSubmission: (submission: JsonObject, options?: CallOptions) => Effect.Effect<Answered<Json>, ApiError>
  /** Processes a transaction. */
  readonly processTransaction: (
    transaction: JsonObject,
    options?: CallOptions
  ) => Effect.Effect<Answered<Json>, ApiError>
  /** Binds a quote. */
  readonly bind: (
    resource: Resource,
    id: string,
    input?: JsonObject,
    options?: CallOptions
  ) => Effect.Effect<Answered<Json>, ApiError>
}

/**
 * The client.
 *
 * @example
 * import { Skadi } from "@qurl/clients"
 * import { IdempotencyKey } from "@qurl/idempotency"
 * import { Effect } from "effect"
 *
 * const bindRenewal = (renewalId: string) =>
 *   Effect.flatMap(Skadi, (skadi) =>
 *     skadi.bind("renewals", renewalId, {}, { idempotencyKey: IdempotencyKey.fromParts("bind-renewal", renewalId) }))
 *
 * @since 0.1.0
 * @category tags
 */
export class Skadi extends Context.Tag("@qurl/clients/Skadi")<Skadi, SkadiService>() {
  /** The client as configured. It needs an `HttpClient`. */
  static readonly layer = (options: Options): Layer.Layer<Skadi, SetupError, HttpClient.HttpClient> =>
    Layer.effect(Skadi, make(options))

  /** The client with options from `Config`. */
  static readonly layerConfig = (
    config: Config.Config.Wrap<Options>
  ): Layer.Layer<Skadi, SetupError | ConfigError, HttpClient.HttpClient> =>
    Layer.effect(Skadi, Effect.flatMap(Config.unwrap(config), make))
}

const nothing = new Uint8Array()

/** A timestamp of its own and a signature over it, for every request that leaves. */
const signed = (secret: string) => (request: HttpClientRequest.HttpClientRequest) =>
  Effect.map(Clock.currentTimeMillis, (now) => {
    const timestamp = String(Math.floor(now / 1000))
    const body = request.body._tag === "Uint8Array" ? request.body.body : nothing
    return HttpClientRequest.setHeaders(request, {
      "x-timestamp": timestamp,
      "x-signature": signature(secret, timestamp, body)
    })
  })

const kinds: OptionCheck.Kinds<Options> = {
  apiKey: Setup.secret,
  signingSecret: Setup.secret,
  apiUrl: OptionCheck.text
}

const make = Effect.fnUntraced(function*(options: Options) {
  yield* Setup.check(options, kinds)
  const apiKey = yield* Setup.apiKey(options.apiKey)
  const secret = yield* Setup.signingSecret(options.signingSecret)
  const apiUrl = options.apiUrl ?? "https://zsznsjvcluslttkxjhng.supabase.co/functions/v1"
  const baseUrl = yield* Setup.address("apiUrl", apiUrl, true)
  const { call } = yield* Caller.make({
    dialect: skadiDialect,
    headers: { "x-api-key": apiKey },
    secrets: [apiKey, secret],
    generator: KeyGenerator.uuidV4,
    policy: RetryPolicy.keyed,
    perAttempt: HttpClient.mapRequestEffect(signed(secret))
  })

  return Skadi.of({
    createSubmission: Effect.fn("Skadi.createSubmission")((body: JsonObject, options?: CallOptions) =>
      call(endpoints.createSubmission, { baseUrl, body, options, read: identity })
    ),
    processTransaction: Effect.fn("Skadi.processTransaction")((body: JsonObject, options?: CallOptions) =>
      call(endpoints.processTransaction, { baseUrl, body, options, read: identity })
    ),
    bind: Effect.fn("Skadi.bind")((resource: Resource, id: string, input?: JsonObject, options?: CallOptions) =>
      call(endpoints.bind, { baseUrl, ids: { resource, id }, body: input ?? {}, options, read: identity })
    )
  })
})
