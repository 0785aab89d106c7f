/**
 * The Atlas control plane on a local port, dispatch and workflow included.
 *
 * @since 0.1.0
 */
import type { ServeError } from "@effect/platform/HttpServerError"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as OptionCheck from "@qurl/idempotency/Support/OptionCheck"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import type * as Scope from "effect/Scope"
import type { SetupError } from "../ApiError.js"
import { atlasDialect } from "../AtlasDialect.js"
import { endpoints } from "../internal/atlasEndpoints.js"
import { serverKinds } from "../internal/serverKinds.js"
import * as Setup from "../internal/setup.js"
import type * as LocalServer from "./LocalServer.js"
import * as Serve from "./Serve.js"

/**
 * How the server is run. `retention` is 24 to 48 hours, by default 24.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options extends LocalServer.Options {
  /** Longest wait of a duplicate for the first request before it gets 503. @default 30 seconds */
  readonly maxWait?: Duration.DurationInput | undefined
}

/** The body of an error as FastAPI writes it, with a code beside. */
const render: Serve.Api["render"] = ({ code, detail, status }) =>
  Effect.succeed(HttpServerResponse.unsafeJson({ detail, code }, { status }))

const required: { readonly [operation: string]: ReadonlyArray<string> } = {
  createDeployment: ["agent_definition_id", "name"],
  createPlan: ["goal"],
  appendTasks: ["tasks"]
}

const handle: Serve.Api["handle"] = Effect.fnUntraced(function*({ apply, body, ids, operation }) {
  const missing = required[operation]?.filter((field) => body[field] === undefined) ?? []
  if (missing.length > 0) {
    const detail = `${missing.join(", ")}: field required`
    return yield* new Serve.Refusal({ status: 422, code: "validation_error", detail })
  }
  return HttpServerResponse.unsafeJson({ ...body, ...ids, id: yield* apply() }, { status: 201 })
})

const within = { minimum: "24 hours", maximum: "48 hours" } as const

const kinds: OptionCheck.Kinds<Options> = {
  ...serverKinds,
  retention: {
    ...OptionCheck.duration,
    find: (value, option) => {
      const retention = OptionCheck.decodeDuration(option, value)
      if (Either.isLeft(retention)) return retention.left
      return Duration.between(retention.right, within) ? undefined : { option, problem: "is not within 24 to 48 hours" }
    }
  },
  maxWait: OptionCheck.duration
}

/**
 * Runs the server until the scope ends. A duplicate waits for the first request and gets its result. Requests
 * without a credential share their keys.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (
  options: Options = {}
): Effect.Effect<LocalServer.LocalServer, ServeError | SetupError, Scope.Scope> =>
  Effect.zipRight(Setup.check(options, kinds), serve(options))

const serve = ({ maxWait = "30 seconds", ...options }: Options) =>
  Serve.make({
    dialect: atlasDialect,
    endpoints: Object.values(endpoints),
    authenticate: () => Effect.void,
    idempotency: {
      principal: ({ headers }) => headers.authorization ?? "",
      uniqueWithin: "route",
      maxWait
    },
    handle,
    render,
    finish: ({ headers }, response) =>
      HttpServerResponse.setHeader(response, "x-request-id", headers["x-request-id"] ?? crypto.randomUUID())
  }, { retention: "24 hours", ...options })
