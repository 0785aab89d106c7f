/**
 * The middleware on `HttpClient`: one logical call is keyed once, then sent until it is answered or given up.
 *
 * @since 0.1.0
 */
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import type * as Headers from "@effect/platform/Headers"
import * as HttpClient from "@effect/platform/HttpClient"
import type { HttpClientRequest } from "@effect/platform/HttpClientRequest"
import * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { CallError } from "./CallError.js"
import type { Dialect } from "./Dialect.js"
import * as Gate from "./Gate.js"
import { fromHttpClient } from "./internal/httpTransport.js"
import { perform } from "./internal/perform.js"
import { prepare } from "./internal/prepare.js"
import * as LocalGuard from "./LocalGuard.js"
import type { Rules } from "./Operation.js"
import type { Report } from "./Report.js"
import * as RetryBudget from "./RetryBudget.js"
import type { Policy } from "./RetryPolicy.js"
import * as Transport from "./Transport.js"

/**
 * What a single call may set for itself. Each comes before the layers around the call, which come before the layers
 * that the client was built with, which come before the defaults.
 *
 * @since 0.1.0
 * @category models
 */
export interface CallOptions {
  /** The operation's rules. Default: those of its method. */
  readonly operation?: Rules | undefined
  /** The caller's own key, for example an upstream job id, instead of a generated one. */
  readonly idempotencyKey?: string | undefined
  readonly retry?: Policy | undefined
  /** Longest duration of one attempt, its body included. Default: the policy's. */
  readonly timeout?: Duration.DurationInput | undefined
  /** Longest duration of the whole call. Default: the policy's. */
  readonly deadline?: Duration.DurationInput | undefined
}

/**
 * A final answer, whatever its status, read completely.
 *
 * @since 0.1.0
 * @category models
 */
export interface Answer {
  readonly status: number
  readonly headers: Headers.Headers
  readonly bytes: Uint8Array
  /** The body as JSON, parsed when first asked for; none when it is not JSON in UTF-8. */
  readonly json: () => Option.Option<unknown>
  /** The error code, read as the dialect says. */
  readonly code: string | undefined
  /** The text for people in an error body. It may change at any time. */
  readonly message: string | undefined
  readonly report: Report
}

/**
 * A client whose calls are safe to repeat.
 *
 * @since 0.1.0
 * @category models
 */
export interface Idempotent {
  /** One logical call. It fails only where no final answer came; an answer of any status is a success. */
  readonly execute: (request: HttpClientRequest, options?: CallOptions) => Effect.Effect<Answer, CallError>
}

/**
 * How a client is built.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  readonly dialect: Dialect
  /** Longest body that is read, in bytes; a longer one is an error, not an allocation. Default: 1 MiB. */
  readonly maxBodyBytes?: number | undefined
}

/**
 * Builds the client. It takes gate, budget and guard from the context it is built in, or makes its own; a generator or
 * policy found there serves the calls that have none closer to them.
 *
 * The platform's own HTTP spans, which show every header, are off, no trace header is sent, and `fetch` is told to
 * follow no redirect, since it would send the headers along.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (client: HttpClient.HttpClient, options: Options): Effect.Effect<Idempotent> =>
  Effect.gen(function*() {
    const built = yield* Effect.context<never>()
    const init = yield* Effect.serviceOption(FetchHttpClient.RequestInit)
    const given = { budget: RetryBudget.RetryBudget, gate: Gate.Gate, guard: LocalGuard.LocalGuard }
    const found = yield* Effect.all({
      budget: Effect.serviceOption(given.budget),
      gate: Effect.serviceOption(given.gate),
      guard: Effect.serviceOption(given.guard)
    })
    const guard = Option.isSome(found.guard) ? found.guard.value : yield* LocalGuard.make()
    const shared = {
      transport: Transport.through(client, fromHttpClient(client, Option.getOrUndefined(init))),
      maxBodyBytes: options.maxBodyBytes ?? 1_048_576,
      budget: Option.isSome(found.budget) ? found.budget.value : yield* RetryBudget.make(),
      gate: Option.isSome(found.gate) ? found.gate.value : yield* Gate.make()
    }
    return {
      execute: (request, callOptions = {}) =>
        Effect.flatMap(
          prepare(request, callOptions, options.dialect, guard, built),
          (prepared) => perform(shared, prepared)
        )
    }
  })

const reports = new WeakMap<HttpClientResponse.HttpClientResponse, Report>()

/** Statuses whose `Response` may have no body (Fetch standard, "null body status"). */
const bodiless = new Set([204, 205, 304])

/**
 * The client as an `HttpClient`, for any program that speaks HTTP: derived API clients, other SDKs. Responses of every
 * status are handed on; {@link report} tells their story.
 *
 * @example
 * import { Dialect, Idempotent } from "@qurl/idempotency"
 * import { HttpClient, HttpClientRequest } from "@effect/platform"
 * import { Effect } from "effect"
 *
 * const program = Effect.gen(function*() {
 *   const client = yield* Idempotent.middleware(yield* HttpClient.HttpClient, { dialect: Dialect.qurl })
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
): Effect.Effect<HttpClient.HttpClient.With<CallError>> =>
  Effect.map(make(client, options), ({ execute }) =>
    HttpClient.makeWith(
      (request: Effect.Effect<HttpClientRequest, CallError>) =>
        Effect.flatMap(request, (request) =>
          Effect.map(execute(request), (answer) => {
            const body = bodiless.has(answer.status) ? null : new Uint8Array(answer.bytes)
            // A browser gives a refused redirect the status 0, which no `Response` can be made with.
            const status = answer.status < 200 ? 599 : answer.status
            const response = HttpClientResponse.fromWeb(
              request,
              new Response(body, { status, headers: answer.headers })
            )
            reports.set(response, answer.report)
            return response
          })),
      Effect.succeed
    ))

/**
 * The report of a response that {@link middleware} handed out.
 *
 * @since 0.1.0
 * @category combinators
 */
export const report = (response: HttpClientResponse.HttpClientResponse): Option.Option<Report> =>
  Option.fromNullable(reports.get(response))
