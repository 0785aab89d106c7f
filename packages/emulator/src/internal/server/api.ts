import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import { HttpApiDecodeError } from "@effect/platform/HttpApiError"
import type * as HttpApp from "@effect/platform/HttpApp"
import * as HttpRouter from "@effect/platform/HttpRouter"
import * as HttpServer from "@effect/platform/HttpServer"
import { RouteNotFound } from "@effect/platform/HttpServerError"
import * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import { ApiKey, QurlApi } from "@qurl/contract"
import { delegatedKeyRules } from "@qurl/contract/groups/Delegated"
import { qurlDialect } from "@qurl/contract/QurlDialect"
import { Policy } from "@qurl/idempotency-server"
import type { Dialect } from "@qurl/idempotency/Dialect"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as AccessCodes from "../accessCodes/handlers.js"
import * as Agent from "../agents/handlers.js"
import * as ApiKeys from "../apiKeys/handlers.js"
import * as Billing from "../billing/handlers.js"
import * as Connectors from "../connectors/handlers.js"
import * as Customer from "../customer/handlers.js"
import * as Delegated from "../delegated/handlers.js"
import * as Domains from "../domains/handlers.js"
import { conditional } from "../kit/conditional.js"
import { Current } from "../kit/current.js"
import { withLocation } from "../kit/location.js"
import * as Problem from "../kit/problem.js"
import * as Qurls from "../qurls/handlers.js"
import * as AccessRequests from "../resources/accessRequestHandlers.js"
import * as Resources from "../resources/handlers.js"
import * as Sessions from "../sessions/handlers.js"
import { Records } from "../storage/records.js"
import * as Webhooks from "../webhooks/handlers.js"
import * as Routes from "./routes.js"

/** Failures that the contract has no words for. A path or query that does not match is reported without its value. */
const inTheEnvelope = (app: HttpApp.Default): HttpApp.Default =>
  Effect.catchAllCause(app, (cause) => {
    const error = Cause.squash(cause)
    if (error instanceof RouteNotFound) {
      return Problem.respond(404, { code: "not_found", detail: "The emulator has no such operation." })
    }
    if (!(error instanceof HttpApiDecodeError)) return Effect.failCause(cause)
    // Skips the "expected undefined" half of an optional property's error.
    const told = error.issues.filter(({ message }) => !message.startsWith("Expected undefined"))
    const invalid_fields = Object.fromEntries(
      told.map(({ message, path }) => [path.join(".") || "input", message.replace(/, actual .*$/s, "")])
    )
    const isFilter = Object.keys(invalid_fields).every((field) => field === "status" || field === "type")
    return Problem.respond(400, {
      code: isFilter ? "invalid_filter" : "validation_error",
      detail: Object.entries(invalid_fields).map(([field, text]) => `${field}: ${text}`).join("; "),
      invalid_fields
    })
  })

/** A bug is an answer like any other, so that it is undone and told in the vendor's words. */
const orBug = <E, R>(app: HttpApp.Default<E, R>): HttpApp.Default<E, R> =>
  Effect.catchAllCause(app, (cause) =>
    Cause.isInterruptedOnly(cause) ? Effect.failCause(cause) : Effect.zipRight(
      Effect.logError("a handler of the emulator failed", cause),
      Problem.respond(500, { code: "internal_error", detail: "The emulator failed; its log says more." })
    ))

/** Every answer names its request; a replay names the one that was executed, in the header as in the body. */
const withRequestId = <E, R>(app: HttpApp.Default<E, R>): HttpApp.Default<E, R> =>
  Effect.zipWith(
    app,
    Current,
    (response, { requestId }) => HttpServerResponse.setHeader(response, "x-request-id", requestId)
  )

/** A key needs an owner: on a public operation, a client that guessed a key would read the answer of another one. */
const isOwned = ({ method, url }: HttpServerRequest.HttpServerRequest): boolean =>
  Routes.match(method, url.split("?", 1)[0] ?? url)?.credentials.length !== 0

const isKeyed = (request: HttpServerRequest.HttpServerRequest): boolean =>
  request.headers[qurlDialect.header] !== undefined && ["POST", "PUT", "PATCH"].includes(request.method)
  && isOwned(request)

/** Creating API keys is stricter: longer keys, and another body is always refused. */
const forApiKeys: Dialect = { ...qurlDialect, keyRules: ApiKey.apiKeyKeyRules, mismatch: ApiKey.apiKeyMismatch }

/** A delegated batch takes its caller's own key, and the same body with it. */
const forBatches: Dialect = { ...qurlDialect, keyRules: delegatedKeyRules }

const admission = Effect.flatMap(Current, ({ admission }) => admission)

/** A request without a key is admitted here; one with a key is admitted by the middleware, unless it is a replay. */
const admitted = <E, R>(app: HttpApp.Default<E, R>): HttpApp.Default<E, R> =>
  Effect.flatMap(
    HttpServerRequest.HttpServerRequest,
    (request) =>
      isKeyed(request) ? app : Effect.matchEffect(admission, {
        onFailure: Effect.succeed<HttpServerResponse.HttpServerResponse>,
        onSuccess: () => app
      })
  )

export interface Options {
  readonly strict: boolean
  readonly forgetRevoked: boolean
}

/** The contract with its handlers and its idempotency, for requests whose credential has been looked at. */
export const make = Effect.fnUntraced(function*(options: Options) {
  const context = yield* Layer.build(Layer.mergeAll(
    HttpApiBuilder.api(QurlApi).pipe(
      Layer.provide([Resources.layer(options), Sessions.layer, Connectors.layer, Agent.layer]),
      Layer.provide([Webhooks.layer, ApiKeys.layer, AccessCodes.layer(options), Delegated.layer, AccessRequests.layer]),
      Layer.provide([Qurls.layer(options), Domains.layer(options), Billing.layer, Customer.layer]),
      Layer.provide(HttpApiBuilder.middleware(inTheEnvelope))
    ),
    HttpApiBuilder.Router.Live,
    HttpApiBuilder.Middleware.layer,
    HttpServer.layerContext
  ))
  const app = yield* Effect.provide(HttpApiBuilder.httpApp, context).pipe(
    // The public key of a resource has 122 characters, and clients send ids of up to 4096.
    HttpRouter.withRouterConfig({ maxParamLength: 4096 })
  )
  const api = Effect.provide(app, context)
  const records = yield* Records
  const guarded = (dialect: Dialect, mismatch: "refuse" | "replay") =>
    records.guard({
      dialect,
      isKeyed,
      principal: () => Effect.map(Current, ({ account }) => account.owner),
      uniqueWithin: "route",
      verdict: Policy.verdictKeepingRefusals,
      admit: () => admission,
      mismatch,
      headers: ["x-request-id", "etag", "cache-control", "retry-after"],
      render: ({ code, detail, reason, status }) =>
        reason === "invalid key"
          ? Problem.respond(status, {
            code: "validation_error",
            detail,
            invalid_fields: { "Idempotency-Key": detail }
          })
          : Problem.respond(status, { code, detail }),
      grace: 0,
      // Where the claim is committed before the handler, that of a process that was killed is free after this.
      lease: "5 seconds",
      // What is asked is on this machine or near it; it answers, or waits for a lock and says so.
      storeTimeout: Infinity
    }).pipe(Effect.orDie)
  const usual = yield* guarded(qurlDialect, options.strict ? "refuse" : "replay")
  const guards = new Map([
    ["createApiKey", yield* guarded(forApiKeys, "refuse")],
    ["createDelegatedQurlBatch", yield* guarded(forBatches, "refuse")]
  ])
  const exchange = admitted(withRequestId(orBug(withLocation(conditional(api)))))
  return Effect.flatMap(Current, ({ operation }) => (guards.get(operation ?? "") ?? usual)(exchange))
})
