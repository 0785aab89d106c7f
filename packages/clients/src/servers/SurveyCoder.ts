/**
 * The SurveyCoder API on a local port, with a ledger of credits.
 *
 * @since 0.1.0
 */
import type { ServeError } from "@effect/platform/HttpServerError"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as OptionCheck from "@qurl/idempotency/Support/OptionCheck"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type { SetupError } from "../ApiError.js"
import { serverKinds } from "../internal/serverKinds.js"
import * as Setup from "../internal/setup.js"
import { endpoints } from "../internal/surveyCoderEndpoints.js"
import type { JsonObject } from "../Json.js"
import { surveyCoderDialect } from "../SurveyCoderDialect.js"
import type * as LocalServer from "./LocalServer.js"
import * as Serve from "./Serve.js"

/**
 * How the server is run.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options extends LocalServer.Options {
  readonly apiKeys: ReadonlyArray<string>
}

const codes: { readonly [status: number]: string } = {
  400: "VALIDATION_ERROR",
  401: "UNAUTHORIZED",
  404: "NOT_FOUND",
  413: "VALIDATION_ERROR",
  422: "VALIDATION_ERROR",
  429: "RATE_LIMITED",
  502: "SERVICE_UNAVAILABLE",
  503: "SERVICE_UNAVAILABLE",
  504: "SERVICE_UNAVAILABLE"
}

const respond = (status: number, requestId: string, body: JsonObject) =>
  HttpServerResponse.unsafeJson(body, { status, headers: { "x-request-id": requestId } })

const success = (status: number, data: JsonObject) =>
  Effect.sync(() => respond(status, `req_${crypto.randomUUID()}`, { success: true, data }))

const render: Serve.Api["render"] = ({ detail, status }) =>
  Effect.sync(() => {
    const requestId = `req_${crypto.randomUUID()}`
    const code = codes[status] ?? "INTERNAL_ERROR"
    const doc_url = `https://docs.surveycoder.io/errors/${code}`
    return respond(status, requestId, {
      success: false,
      error: { code, message: detail, request_id: requestId, doc_url }
    })
  })

/** From so many responses on a job is begun and answered with 202. */
const asyncFrom = 50

const code = Effect.fnUntraced(function*({ apply, body: { question, responses } }: Serve.Call) {
  if (typeof question !== "string" || !Array.isArray(responses)) {
    return yield* new Serve.Refusal({ status: 422, code: "", detail: "question and responses are required" })
  }
  const job_id = yield* apply({ cost: responses.length })
  const job = { job_id, credits_charged: responses.length }
  return responses.length < asyncFrom
    ? yield* success(200, { ...job, status: "completed", codes: responses.map((_, index) => [index + 1]) })
    : yield* success(202, { ...job, status: "queued" })
})

const creates: { readonly [resource: string]: string } = {
  codebooks: "createCodebook",
  jobs: "code",
  projects: "createProject",
  questions: "createQuestion",
  webhooks: "createWebhook"
}

const byId = Effect.fnUntraced(function*({ apply, doneTo, ids: { id, resource }, operation }: Serve.Call) {
  const done = yield* doneTo(id)
  if (id === undefined || !done.includes(creates[resource ?? ""] ?? "") || done.includes("delete")) {
    return yield* new Serve.Refusal({ status: 404, code: "", detail: "Not found." })
  }
  if (operation === "get") return yield* success(200, { id })
  yield* apply({ subject: id })
  return HttpServerResponse.empty({ status: 204 })
})

const onCodebook = Effect.fnUntraced(function*({ apply, body, doneTo, ids: { id }, operation }: Serve.Call) {
  const done = yield* doneTo(id)
  if (id === undefined || !done.includes("createCodebook") || done.includes("delete")) {
    return yield* new Serve.Refusal({ status: 404, code: "", detail: "Codebook not found." })
  }
  if (operation === "updateCodebook") {
    yield* apply({ subject: id })
    return yield* success(200, { ...body, id })
  }
  return yield* success(201, { ...body, id: yield* apply(), codebook_id: id })
})

const handle: Serve.Api["handle"] = (call) => {
  switch (call.operation) {
    case "code":
      return code(call)
    case "updateCodebook":
    case "addCodes":
      return onCodebook(call)
    case "get":
    case "delete":
      return byId(call)
    default:
      return Effect.flatMap(call.apply(), (id) => success(201, { id, ...call.body }))
  }
}

const kinds: OptionCheck.Kinds<Options> = {
  ...serverKinds,
  apiKeys: OptionCheck.required(OptionCheck.list(OptionCheck.text))
}

/**
 * Runs the server until the scope ends. Keys are unique within the API key alone, so that one used on another route is
 * reused. A duplicate waits up to 10 s for the first answer and gets 503 then.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (options: Options): Effect.Effect<LocalServer.LocalServer, ServeError | SetupError, Scope.Scope> =>
  Effect.zipRight(Setup.check(options, kinds), serve(options))

const serve = ({ apiKeys, ...options }: Options) =>
  Serve.make({
    dialect: surveyCoderDialect,
    endpoints: Object.values(endpoints),
    authenticate: ({ headers }) =>
      apiKeys.includes(headers["x-api-key"] ?? "")
        ? Effect.void
        : new Serve.Refusal({ status: 401, code: "", detail: "The API key is unknown." }),
    idempotency: {
      principal: ({ headers }) => headers["x-api-key"] ?? "",
      maxWait: "10 seconds",
      headers: ["x-request-id"]
    },
    handle,
    render
  }, options)
