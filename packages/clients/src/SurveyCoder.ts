/**
 * The SurveyCoder API: coding of survey answers, which costs credits, and what is set up around it.
 *
 * @since 0.1.0
 */
import type * as HttpClient from "@effect/platform/HttpClient"
import { KeyGenerator, OptionCheck, type Policy, RetryPolicy } from "@qurl/idempotency"
import * as Config from "effect/Config"
import type { ConfigError } from "effect/ConfigError"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Redacted from "effect/Redacted"
import type { Answered, CallOptions } from "./Answered.js"
import type { ApiError, SetupError } from "./ApiError.js"
import type { Endpoint } from "./Endpoint.js"
import * as Caller from "./internal/caller.js"
import * as Setup from "./internal/setup.js"
import { endpoints } from "./internal/surveyCoderEndpoints.js"
import type { Json, JsonObject } from "./Json.js"
import { surveyCoderDialect } from "./SurveyCoderDialect.js"

/**
 * How the client is built.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  readonly apiKey: Redacted.Redacted
  /** Address of the API. @default https://api.surveycoder.io */
  readonly apiUrl?: string | undefined
}

/**
 * Input of a coding run. Fields other than these two are passed through.
 *
 * @since 0.1.0
 * @category models
 */
export interface CodeRequest extends JsonObject {
  readonly question: string
  readonly responses: ReadonlyArray<string>
}

/**
 * Kinds of things that can be read and deleted by their id.
 *
 * @since 0.1.0
 * @category models
 */
export type Resource = "codebooks" | "projects" | "questions" | "webhooks"

/**
 * The policy of the vendor's page: three attempts, one and two seconds apart, after 429 (and not before its
 * `Retry-After`), 502, 503, 504 and network errors.
 *
 * @since 0.1.0
 * @category constructors
 */
export const policy: Policy = {
  ...RetryPolicy.keyed,
  attempts: 3,
  backoff: { base: Duration.seconds(1), factor: 2, cap: Duration.seconds(30), jitter: 0 }
}

/**
 * The operations. All attempts of a write carry one key, a UUIDv4 unless `options.idempotencyKey` gives one, and within
 * 24 hours the server answers a repetition with the first answer. Reads and deletes carry none.
 *
 * @since 0.1.0
 * @category models
 */
export interface SurveyCoderService {
  /** Codes responses, or begins to (status 202). A retry sends the same key, so that credits are never charged twice. */
  readonly code: (request: CodeRequest, options?: CallOptions) => Effect.Effect<Answered<Json>, ApiError>
  /** Creates a codebook. A retry sends the same key. */
  readonly createCodebook: (codebook: JsonObject, options?: CallOptions) => Effect.Effect<Answered<Json>, ApiError>
  /** Changes a codebook. A retry sends the same key. */
  readonly updateCodebook: (
    id: string,
    changes: JsonObject,
    options?: CallOptions
  ) => Effect.Effect<Answered<Json>, ApiError>
  /** Adds codes to a codebook. A retry sends the same key. */
  readonly addCodes: (
    codebookId: string,
    codes: ReadonlyArray<JsonObject>,
    options?: CallOptions
  ) => Effect.Effect<Answered<Json>, ApiError>
  /** Creates a project. A retry sends the same key. */
  readonly createProject: (project: JsonObject, options?: CallOptions) => Effect.Effect<Answered<Json>, ApiError>
  /** Creates a question. A retry sends the same key. */
  readonly createQuestion: (question: JsonObject, options?: CallOptions) => Effect.Effect<Answered<Json>, ApiError>
  /** Creates a webhook. A retry sends the same key. */
  readonly createWebhook: (webhook: JsonObject, options?: CallOptions) => Effect.Effect<Answered<Json>, ApiError>
  /** Reads what an earlier call made, coding jobs included. */
  readonly get: (
    resource: Resource | "jobs",
    id: string,
    options?: CallOptions
  ) => Effect.Effect<Answered<Json>, ApiError>
  /**
   * Deletes what an earlier call made. The API's own "not found" after an attempt whose answer was lost is a success; a
   * page of a proxy never is.
   */
  readonly delete: (resource: Resource, id: string, options?: CallOptions) => Effect.Effect<Answered<void>, ApiError>
}

/**
 * The client.
 *
 * @example
 * import { SurveyCoder } from "@qurl/clients"
 * import { Effect } from "effect"
 *
 * const program = Effect.gen(function*() {
 *   const surveyCoder = yield* SurveyCoder
 *   return yield* surveyCoder.code({ question: "Why?", responses: ["Because."] }, { idempotencyKey: "wave-7-q-12" })
 * })
 *
 * @since 0.1.0
 * @category tags
 */
export class SurveyCoder extends Context.Tag("@qurl/clients/SurveyCoder")<SurveyCoder, SurveyCoderService>() {
  /** The client as configured. It needs an `HttpClient`. */
  static readonly layer = (options: Options): Layer.Layer<SurveyCoder, SetupError, HttpClient.HttpClient> =>
    Layer.effect(SurveyCoder, make(options))

  /** The client with options from `Config`. */
  static readonly layerConfig = (
    config: Config.Config.Wrap<Options>
  ): Layer.Layer<SurveyCoder, SetupError | ConfigError, HttpClient.HttpClient> =>
    Layer.effect(SurveyCoder, Effect.flatMap(Config.unwrap(config), make))
}

/** The data in `{ success: true, data }`. */
const dataOf = (json: Option.Option<Json>): Option.Option<Json> =>
  Option.flatMapNullable(
    Option.filter(Caller.object(json), ({ success }) => success === true),
    ({ data }) => data
  )

/** A deletion, or a thing that was gone after an attempt of ours. A 200 has to say that it is a success. */
const deleted = (json: Option.Option<Json>, status: number): Option.Option<void> =>
  status !== 200 || Option.exists(Caller.object(json), ({ success }) => success === true)
    ? Option.some(undefined)
    : Option.none()

const kinds: OptionCheck.Kinds<Options> = { apiKey: Setup.secret, apiUrl: OptionCheck.text }

const make = Effect.fnUntraced(function*(options: Options) {
  yield* Setup.check(options, kinds)
  const apiKey = yield* Setup.apiKey(options.apiKey)
  const baseUrl = yield* Setup.address("apiUrl", options.apiUrl ?? "https://api.surveycoder.io", true)
  const { call } = yield* Caller.make({
    dialect: surveyCoderDialect,
    headers: { "x-api-key": apiKey },
    secrets: [apiKey],
    generator: KeyGenerator.uuidV4,
    policy
  })

  const write = (endpoint: Endpoint) =>
    Effect.fn(`SurveyCoder.${endpoint.rules.name}`)((body: JsonObject, options?: CallOptions) =>
      call(endpoint, { baseUrl, body, options, read: dataOf })
    )

  return SurveyCoder.of({
    code: write(endpoints.code),
    createCodebook: write(endpoints.createCodebook),
    updateCodebook: Effect.fn("SurveyCoder.updateCodebook")((id: string, body: JsonObject, options?: CallOptions) =>
      call(endpoints.updateCodebook, { baseUrl, ids: { id }, body, options, read: dataOf })
    ),
    addCodes: Effect.fn("SurveyCoder.addCodes")(
      (id: string, codes: ReadonlyArray<JsonObject>, options?: CallOptions) =>
        call(endpoints.addCodes, { baseUrl, ids: { id }, body: { codes }, options, read: dataOf })
    ),
    createProject: write(endpoints.createProject),
    createQuestion: write(endpoints.createQuestion),
    createWebhook: write(endpoints.createWebhook),
    get: Effect.fn("SurveyCoder.get")((resource: Resource | "jobs", id: string, options?: CallOptions) =>
      call(endpoints.get, { baseUrl, ids: { resource, id }, options, read: dataOf })
    ),
    delete: Effect.fn("SurveyCoder.delete")((resource: Resource, id: string, options?: CallOptions) =>
      call(endpoints.delete, { baseUrl, ids: { resource, id }, options, read: deleted })
    )
  })
})
