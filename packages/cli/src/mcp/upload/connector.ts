import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import type * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import { isReadonlyRecord } from "effect/Predicate"
import { apiKey } from "../../api/connect.js"
import { httpClient } from "../../api/proxy.js"
import { parseDuration } from "../../duration.js"
import { exitCodes } from "../../exitCodes.js"
import { invalid, misconfigured, Problem } from "../../problem.js"
import type { Content } from "./content.js"

/** Longest duration of a request to the connector. */
const patience = "1 minute"

const suffix = "/api/upload"

/** Address of the connector: its base, or its upload address. The API key goes there, so it must be https or local. */
const address: Effect.Effect<string, Problem> = Effect.suspend(() => {
  const value = process.env["QURL_CONNECTOR_URL"] ?? ""
  if (value === "") {
    return misconfigured("QURL_CONNECTOR_URL is not set.", "Uploads need the URL of your upload connector.")
  }
  const url = URL.canParse(value) ? new URL(value) : undefined
  const isLocal = url !== undefined && /^(127(\.\d+){3}|\[::1\]|localhost)$/.test(url.hostname)
  return url === undefined || url.search !== "" || url.hash !== "" || url.username !== ""
      || !(url.protocol === "https:" || (url.protocol === "http:" && isLocal))
    ? misconfigured("QURL_CONNECTOR_URL is not an https URL without credentials, query and fragment.")
    : Effect.succeed(url.href.replace(/\/$/, "").replace(new RegExp(`${suffix}$`), ""))
})

const failed = (what: string, outcome: string, exitCode: number = exitCodes.server) =>
  new Problem({
    exitCode,
    what,
    outcome,
    next: "Check QURL_CONNECTOR_URL and the connector before you repeat the call."
  })

/** Statuses of answers that say that nothing was done. */
const isRefusal = (status: number): boolean => status >= 400 && status < 500 && status !== 408

const exitCodeOf = (status: number): number =>
  status === 401
    ? exitCodes.authentication
    : status === 403
    ? exitCodes.forbidden
    : status === 429
    ? exitCodes.rateLimited
    : isRefusal(status)
    ? exitCodes.invalid
    : exitCodes.server

/** Sends once: the connector documents no idempotency key, so a repetition might store another copy. */
const send = (request: HttpClientRequest.HttpClientRequest, done: string) =>
  Effect.gen(function*() {
    const client = yield* HttpClient.HttpClient
    const key = yield* apiKey
    const unknown = `Unknown: ${done} may have been done.`
    const exchange = Effect.flatMap(
      client.execute(
        request.pipe(HttpClientRequest.bearerToken(key), HttpClientRequest.acceptJson)
      ),
      (response: HttpClientResponse.HttpClientResponse) =>
        Effect.map(response.text, (text) => ({ status: response.status, text }))
    )
    const { status, text } = yield* exchange.pipe(
      Effect.mapError(() =>
        failed("The connector could not be reached, or did not answer.", unknown, exitCodes.unavailable)
      ),
      Effect.timeoutFail({
        duration: patience,
        onTimeout: () => failed("The connector did not answer in time.", unknown, exitCodes.unavailable)
      })
    )
    if (status < 200 || status > 299) {
      return yield* failed(
        `The connector refused the request (status ${status}).`,
        isRefusal(status) ? "The connector did nothing." : unknown,
        exitCodeOf(status)
      )
    }
    const body: Either.Either<unknown, unknown> = Either.try(() => JSON.parse(text))
    const value = Either.getOrElse(body, () => undefined)
    return isReadonlyRecord(value)
      ? value
      : yield* failed("The connector's answer could not be read.", `${done} was done.`)
  }).pipe(
    Effect.provideService(FetchHttpClient.RequestInit, { redirect: "manual" }),
    Effect.provide(httpClient)
  )

const textOf = (value: unknown, name: string): string | undefined => {
  const found = isReadonlyRecord(value) ? value[name] : undefined
  return typeof found === "string" && found !== "" ? found : undefined
}

/** Stores content. Gives the id of its resource. */
export const store = ({ bytes, name, type }: Content) =>
  Effect.gen(function*() {
    const base = yield* address
    const form = new FormData()
    form.append("file", new Blob([new Uint8Array(bytes)], { type }), name)
    const answer = yield* send(
      HttpClientRequest.post(`${base}${suffix}`).pipe(HttpClientRequest.bodyFormData(form)),
      "The upload"
    )
    const id = textOf(answer, "resource_id") ?? textOf(answer["data"], "resource_id")
    return id === undefined
      ? yield* failed("The connector's answer names no resource.", "The upload was done.")
      : id
  })

/** Settings of the link of an upload. */
export interface LinkSettings {
  readonly expires_in: string | undefined
  readonly one_time_use: boolean
  readonly session_duration: string | undefined
}

/** Expiry of a link. The connector takes an instant, so it is read before anything is sent. */
export const expiryOf = (lifetime: string | undefined) =>
  Effect.gen(function*() {
    if (lifetime === undefined) return undefined
    const duration = parseDuration(lifetime)
    if (Option.isNone(duration)) return yield* invalid("expires_in must be a duration such as 30m, 24h or 7d.")
    return new Date((yield* Clock.currentTimeMillis) + Duration.toMillis(duration.value)).toISOString()
  })

interface Link {
  readonly qurl_id: string
  readonly qurl_link: string
  readonly expires_at?: string
}

/** Creates a link for stored content. */
export const mint = (resource: string, { expires_in, one_time_use, session_duration }: LinkSettings) =>
  Effect.gen(function*() {
    const base = yield* address
    const expires_at = yield* expiryOf(expires_in)
    const request = HttpClientRequest.post(`${base}/api/mint_link/${encodeURIComponent(resource)}`).pipe(
      HttpClientRequest.bodyUnsafeJson({
        n: 1,
        one_time_use,
        ...(expires_at === undefined ? {} : { expires_at }),
        ...(session_duration === undefined ? {} : { session_duration })
      })
    )
    const { links } = yield* send(request, `The link for ${resource}`)
    const first: unknown = Array.isArray(links) ? links[0] : undefined
    const [qurl_id, qurl_link, expiry] = ["qurl_id", "qurl_link", "expires_at"].map((name) => textOf(first, name))
    if (qurl_id === undefined || qurl_link === undefined) {
      return yield* failed("The connector's answer has no link.", "Unknown: there may be a link.")
    }
    const link: Link = { qurl_id, qurl_link, ...(expiry === undefined ? {} : { expires_at: expiry }) }
    return link
  })
