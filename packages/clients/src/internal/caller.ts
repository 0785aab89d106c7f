import * as HttpBody from "@effect/platform/HttpBody"
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import { Decision, type Dialect, Idempotent, KeyGenerator, type Policy, RetryPolicy } from "@qurl/idempotency"
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type { Answered, CallOptions } from "../Answered.js"
import {
  type ApiError,
  KeyConflictError,
  RefusedError,
  StillRunningError,
  UnreadableAnswerError,
  WrongInputError
} from "../ApiError.js"
import type { Endpoint } from "../Endpoint.js"
import type { Json, JsonObject } from "../Json.js"

/** Settings that all operations of one vendor share. */
export interface Vendor {
  readonly dialect: Dialect.Dialect
  readonly headers: { readonly [name: string]: string }
  /** Texts that errors must not repeat. */
  readonly secrets: ReadonlyArray<string>
  /** The generator and policy where the program gives none. */
  readonly generator: Layer.Layer<never>
  readonly policy: Policy
  /** Applied to every attempt, not once per call. */
  readonly perAttempt?: ((client: HttpClient.HttpClient) => HttpClient.HttpClient) | undefined
}

interface Arguments<A> {
  readonly baseUrl: string
  readonly ids?: { readonly [name: string]: string } | undefined
  readonly body?: JsonObject | undefined
  readonly options?: CallOptions | undefined
  /** The data of a success, or none when the answer is not what the API promises. */
  readonly read: (json: Option.Option<Json>, status: number) => Option.Option<A>
}

/** Calls endpoints of a vendor. */
export interface Caller {
  readonly call: <A>(endpoint: Endpoint, args: Arguments<A>) => Effect.Effect<Answered<A>, ApiError>
}

/** A reference keeps what the program gave it; the vendor's default stands in where it gave nothing. */
const withDefault = (reference: { readonly key: string }, layer: Layer.Layer<never>) => <A>(self: Effect.Effect<A>) =>
  Effect.contextWithEffect((context: Context.Context<never>) =>
    context.unsafeMap.has(reference.key) ? self : Effect.provide(self, layer)
  )

/** Encodes an id as one segment of a path. Untyped callers may pass any value. */
const segment = (id: unknown): Option.Option<string> =>
  typeof id !== "string" || id === "" || id === "." || id === ".." || /[\u0000-\u001f\u007f]|\p{Surrogate}/u.test(id)
    ? Option.none()
    : Option.some(encodeURIComponent(id))

const fill = (path: string, ids: { readonly [name: string]: string }): Option.Option<string> =>
  Object.entries(ids).reduce(
    (filled, [name, id]) =>
      Option.zipWith(filled, segment(id), (path, segment) => path.replace(`:${name}`, () => segment)),
    Option.some(path)
  )

const cleaned = (text: string | undefined, secrets: ReadonlyArray<string>): string | undefined =>
  text === undefined
    ? undefined
    : secrets.reduce((text, secret) => text.replaceAll(secret, "<redacted>"), text)
      .replace(/[\u0000-\u001f\u007f]+/g, " ")
      .slice(0, 300)

const refusal = (vendor: Vendor, operation: string, answer: Idempotent.Answer): ApiError => {
  const { code, message, report, status } = answer
  const detail = cleaned(message, vendor.secrets)
  const said = { operation, status, code: cleaned(code, vendor.secrets), detail, report }
  if (answer.evidence === "in flight") return new StillRunningError(said)
  return answer.evidence === "mismatch" ? new KeyConflictError(said) : new RefusedError(said)
}

/** Builds what all operations of one vendor share. */
export const make = (vendor: Vendor): Effect.Effect<Caller, never, HttpClient.HttpClient> =>
  Effect.gen(function*() {
    const http = yield* HttpClient.HttpClient
    const client = vendor.perAttempt === undefined ? http : vendor.perAttempt(http)
    const idempotent = yield* Idempotent.make(client, { dialect: vendor.dialect }).pipe(
      Effect.orDie,
      withDefault(KeyGenerator, vendor.generator),
      withDefault(RetryPolicy, RetryPolicy.layer(vendor.policy))
    )
    return {
      call: Effect.fnUntraced(function*(endpoint, { baseUrl, body, ids = {}, options, read }) {
        const operation = endpoint.rules.name
        const path = fill(endpoint.path, ids)
        if (Option.isNone(path)) {
          const names = Object.keys(ids).join(", ")
          return yield* new WrongInputError({ operation, problem: `${names}: give the id of an earlier answer` })
        }
        const request = HttpClientRequest.make(endpoint.method)(`${baseUrl}${path.value}`, {
          headers: { accept: "application/json", ...vendor.headers },
          ...(body === undefined ? {} : { body: HttpBody.text(JSON.stringify(body), "application/json") })
        })
        const answer = yield* idempotent.execute(request, { ...options, operation: endpoint.rules })
        const { report, status } = answer
        const isApplied = report.outcome === "applied"
        if (!Decision.isSuccess(status) && !isApplied) return yield* Effect.fail(refusal(vendor, operation, answer))
        // Whatever came out of `JSON.parse` is JSON.
        const data = isApplied ? read(answer.json() as Option.Option<Json>, status) : Option.none()
        if (Option.isNone(data)) {
          // Any JSON is a success of these APIs, so that only the marker of a replay tells it from a gateway's.
          const isOwn = answer.source === "replay" || answer.wasApplied
          const outcome = !isApplied ? report.outcome : isOwn ? "applied but unreadable" : "unknown"
          return yield* new UnreadableAnswerError({ operation, status, report: { ...report, outcome } })
        }
        const { attempts, idempotencyKey, replayed, requestId } = report
        return { data: data.value, meta: { status, requestId, replayed, idempotencyKey, attempts } }
      })
    }
  })

/** The body as an object. */
export const object = (json: Option.Option<Json>): Option.Option<JsonObject> =>
  Option.filter(json, (json): json is JsonObject => typeof json === "object" && json !== null && !Array.isArray(json))
