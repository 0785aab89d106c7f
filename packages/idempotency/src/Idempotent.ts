/**
 * The middleware on `HttpClient`: one logical call is keyed once, then sent until it is answered or given up.
 *
 * @since 0.1.0
 */
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientError from "@effect/platform/HttpClientError"
import type { HttpClientRequest } from "@effect/platform/HttpClientRequest"
import * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import type { Answer } from "./Answer.js"
import type { CallError, OptionError } from "./CallError.js"
import type { CallOptions } from "./CallOptions.js"
import type { Dialect } from "./Dialect.js"
import * as Gate from "./Gate.js"
import { perform } from "./internal/call/perform.js"
import { fromHttpClient } from "./internal/exchange/httpTransport.js"
import { makeScopeOf } from "./internal/keys/identity.js"
import { Run, Slots } from "./internal/keys/slots.js"
import * as LocalGuard from "./LocalGuard.js"
import type { Report } from "./Observability/Report.js"
import { CurrentRun } from "./Pin.js"
import * as RetryBudget from "./Retry/RetryBudget.js"
import * as OptionCheck from "./Support/OptionCheck.js"
import * as Transport from "./Transport.js"

export {
  /**
   * A final answer, whatever its status, read completely.
   *
   * @since 0.1.0
   * @category models
   */
  type Answer
} from "./Answer.js"
export {
  /**
   * Options of a single call.
   *
   * @since 0.1.0
   * @category models
   */
  type CallOptions
} from "./CallOptions.js"

/**
 * A client whose calls are safe to repeat.
 *
 * @since 0.1.0
 * @category models
 */
export interface Idempotent {
  /** Performs a logical call. It fails only if no final answer came; an answer of any status is a success. */
  readonly execute: (request: HttpClientRequest, options?: CallOptions) => Effect.Effect<Answer, CallError>
  /**
   * Performs a logical call and reads its answer as part of it. Until the caller has the result of `read`, the call
   * counts as unfinished: an interruption, or a success that `read` refuses, gives the key back to the generator.
   */
  readonly executeWith: <A, E>(
    request: HttpClientRequest,
    options: CallOptions,
    read: (answer: Answer) => Either.Either<A, E>
  ) => Effect.Effect<A, E | CallError>
}

/**
 * Options of a client.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  readonly dialect: Dialect
  /** Longest body that is read, in bytes; a longer one is an error, not an allocation. Default: 1 MiB. */
  readonly maxBodyBytes?: number | undefined
  /**
   * Name of the tenant that calls. Derived keys, pins and pace are per host and tenant. By default the tenant is the
   * credential: an API key, or the lasting claims of a JWT. Give a name if API keys rotate, or if the client underneath
   * adds the host or the credential, which cannot be seen here.
   */
  readonly tenant?: string | undefined
}

const kinds: OptionCheck.Kinds<Options> = {
  dialect: OptionCheck.required(OptionCheck.kind("a dialect, such as Dialect.standard", Predicate.isRecord)),
  maxBodyBytes: OptionCheck.count(1),
  tenant: OptionCheck.text
}

/**
 * Builds the client. It takes gate, budget and guard from the context it is built in, or makes its own; a generator or
 * policy found there serves the calls that have none closer to them.
 *
 * The platform's own HTTP spans, which show every header, are off. No trace header is sent, and `fetch` does not follow
 * redirects, since it would send the headers along.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (client: HttpClient.HttpClient, options: Options): Effect.Effect<Idempotent, OptionError> =>
  Effect.gen(function*() {
    yield* OptionCheck.check("Idempotent.make", options, kinds)
    const built = yield* Effect.context<never>()
    const init = yield* Effect.serviceOption(FetchHttpClient.RequestInit)
    const given = { budget: RetryBudget.RetryBudget, gate: Gate.Gate, guard: LocalGuard.LocalGuard }
    const found = yield* Effect.all({
      budget: Effect.serviceOption(given.budget),
      gate: Effect.serviceOption(given.gate),
      guard: Effect.serviceOption(given.guard)
    })
    const shared = {
      built,
      dialect: options.dialect,
      tenant: options.tenant,
      scopeOf: makeScopeOf(),
      transport: Transport.through(client, fromHttpClient(client, Option.getOrUndefined(init))),
      maxBodyBytes: options.maxBodyBytes ?? 1_048_576,
      guard: Option.isSome(found.guard) ? found.guard.value : yield* LocalGuard.make(),
      budget: Option.isSome(found.budget) ? found.budget.value : yield* RetryBudget.make(),
      gate: Option.isSome(found.gate) ? found.gate.value : yield* Gate.make()
    }
    return {
      execute: (request, callOptions = {}) => perform(shared, request, callOptions, Either.right),
      executeWith: (request, callOptions, read) => perform(shared, request, callOptions, read)
    }
  })

const reports = new WeakMap<HttpClientResponse.HttpClientResponse, Report>()

/** Statuses whose `Response` may have no body (Fetch standard, "null body status"). */
const bodiless = new Set([204, 205, 304])

const causes = new WeakMap<HttpClientError.HttpClientError, CallError>()

/** The platform's own error, which libraries on `HttpClient` know. */
const toHttpError = (request: HttpClientRequest, error: CallError): HttpClientError.HttpClientError => {
  const failed = new HttpClientError.RequestError({
    request,
    reason: error._tag === "TransportError" ? "Transport" : "Encode",
    description: error.message
  })
  causes.set(failed, error)
  return failed
}

/** The answer as a response of the platform. */
const toResponse = (request: HttpClientRequest, answer: Answer): HttpClientResponse.HttpClientResponse => {
  const body = bodiless.has(answer.status) ? null : new Uint8Array(answer.bytes)
  // A browser gives a refused redirect the status 0, which no `Response` can be made with.
  const status = answer.status < 200 ? 599 : answer.status
  const response = HttpClientResponse.fromWeb(request, new Response(body, { status, headers: answer.headers }))
  reports.set(response, answer.report)
  return response
}

/**
 * The client as an `HttpClient`, for any program that speaks HTTP: derived API clients, other SDKs. Responses of every
 * status are returned. {@link report} gives the account of a response, {@link callError} that of an error.
 *
 * A combinator that retries the returned client repeats a call under its key until it has ended with success or a stored
 * rejection. A request that is executed anew is another call.
 *
 * @example
 * import { Dialect, Idempotent } from "@qurl/idempotency"
 * import { HttpClient, HttpClientRequest } from "@effect/platform"
 * import { Effect } from "effect"
 *
 * const program = Effect.gen(function*() {
 *   const client = yield* Idempotent.middleware(yield* HttpClient.HttpClient, { dialect: Dialect.standard })
 *   const response = yield* client.execute(HttpClientRequest.post("https://api.example.com/orders"))
 *   return Idempotent.report(response)
 * })
 *
 * @since 0.1.0
 * @category constructors
 */
export const middleware = (
  client: HttpClient.HttpClient,
  options: Options
): Effect.Effect<HttpClient.HttpClient, OptionError> =>
  Effect.map(make(client, options), ({ execute }) =>
    HttpClient.makeWith(
      (request: Effect.Effect<HttpClientRequest, HttpClientError.HttpClientError>) => {
        const repetitions = new Run(new Slots(undefined))
        return Effect.flatMap(request, (request) =>
          Effect.contextWithEffect((context: Context.Context<never>) => {
            const call = Effect.mapBoth(execute(request), {
              onFailure: (error) => toHttpError(request, error),
              onSuccess: (answer) => toResponse(request, answer)
            })
            // A region that the caller has pinned comes first.
            return Context.get(context, CurrentRun) === undefined
              ? Effect.provideService(call, CurrentRun, repetitions)
              : call
          }))
      },
      Effect.succeed
    ))

/**
 * The error of this package behind one that a client of {@link middleware} failed with: outcome, key and next step.
 *
 * @since 0.1.0
 * @category combinators
 */
export const callError = (error: HttpClientError.HttpClientError): Option.Option<CallError> =>
  Option.fromNullable(causes.get(error))

/**
 * The report of a response that a client of {@link middleware} returned.
 *
 * @since 0.1.0
 * @category combinators
 */
export const report = (response: HttpClientResponse.HttpClientResponse): Option.Option<Report> =>
  Option.fromNullable(reports.get(response))
