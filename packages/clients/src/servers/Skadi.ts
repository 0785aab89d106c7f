/**
 * The Skadi API on a local port.
 *
 * @since 0.1.0
 */
import type { ServeError } from "@effect/platform/HttpServerError"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as OptionCheck from "@qurl/idempotency/Support/OptionCheck"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { isRecord } from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import type * as Scope from "effect/Scope"
import { timingSafeEqual } from "node:crypto"
import type { SetupError } from "../ApiError.js"
import { serverKinds } from "../internal/serverKinds.js"
import * as Setup from "../internal/setup.js"
import { endpoints, resources, signature } from "../internal/skadiEndpoints.js"
import { skadiDialect } from "../SkadiDialect.js"
import type * as LocalServer from "./LocalServer.js"
import * as Serve from "./Serve.js"

/**
 * How the server is run.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options extends LocalServer.Options {
  /** The API keys and their signing secrets. */
  readonly credentials: { readonly [apiKey: string]: Redacted.Redacted }
  /** Requests that are charged to one API key before it gets 429. Default: no limit. */
  readonly rateLimit?: number | undefined
  /**
   * True to start the 24 hours anew with every replay, one reading of "unused". By default they count from the answer.
   */
  readonly sliding?: boolean | undefined
}

/**
 * The running server.
 *
 * @since 0.1.0
 * @category models
 */
export interface SkadiServer extends LocalServer.LocalServer {
  /** Requests that were charged to the rate limit of an API key. */
  readonly charged: (apiKey: string) => Effect.Effect<number>
}

/** How far the clocks of client and server may be apart, in seconds. */
const tolerance = 300

const equal = (a: string, b: string) => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))

const authenticate = (credentials: Options["credentials"]): Serve.Api["authenticate"] =>
  Effect.fnUntraced(function*({ headers }, body) {
    const { "x-api-key": apiKey = "", "x-signature": signed = "", "x-timestamp": timestamp = "" } = headers
    const secret = Object.hasOwn(credentials, apiKey) ? credentials[apiKey] : undefined
    const now = Math.floor((yield* Clock.currentTimeMillis) / 1000)
    const good = secret !== undefined
      && /^\d+$/.test(timestamp) && Math.abs(Number(timestamp) - now) <= tolerance
      && equal(signed, signature(Redacted.value(secret), timestamp, body))
    if (!good) {
      return yield* new Serve.Refusal({ status: 401, code: "unauthorized", detail: "Key, time or signature is wrong." })
    }
  })

/** Problem details, the code as the end of the type and the request id as the end of the instance. */
const render: Serve.Api["render"] = ({ code, detail, status }) =>
  Effect.sync(() =>
    HttpServerResponse.unsafeJson({
      type: `/api/problems/${code}`,
      title: code,
      status,
      detail,
      instance: `/requests/${crypto.randomUUID()}`
    }, { status, contentType: "application/problem+json" })
  )

const isResource = (name: string | undefined): boolean => resources.some((resource) => resource === name)

const handle: Serve.Api["handle"] = Effect.fnUntraced(function*({ apply, ids, operation }) {
  if (operation !== "bind") {
    return HttpServerResponse.unsafeJson({ id: yield* apply(), status: "received" }, { status: 201 })
  }
  if (!isResource(ids.resource)) {
    return yield* new Serve.Refusal({
      status: 404,
      code: "not-found",
      detail: "There is nothing of this kind to bind."
    })
  }
  return HttpServerResponse.unsafeJson({ id: yield* apply(), quote: ids.id, status: "bound" })
})

const kinds: OptionCheck.Kinds<Options> = {
  ...serverKinds,
  credentials: OptionCheck.required(OptionCheck.kind("a record of API keys and their signing secrets", isRecord)),
  rateLimit: OptionCheck.number(0),
  sliding: OptionCheck.flag
}

/**
 * Runs the server until the scope ends. Keys are unique within API key, method and path. An execution, a conflict and a
 * poll cost one request of the rate limit each, a replay none.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (given: Options): Effect.Effect<SkadiServer, ServeError | SetupError, Scope.Scope> =>
  Effect.gen(function*() {
    yield* Setup.check(given, kinds)
    const { credentials, rateLimit = Infinity, sliding, ...options } = given
    const charged = new Map<string, number>()
    const server = yield* Serve.make({
      dialect: skadiDialect,
      endpoints: Object.values(endpoints),
      authenticate: authenticate(credentials),
      idempotency: {
        sliding,
        principal: ({ headers }) => headers["x-api-key"] ?? "",
        uniqueWithin: "route",
        charge: ({ headers }, answer) => {
          if (answer === "replay") return Effect.void
          const apiKey = headers["x-api-key"] ?? ""
          const used = charged.get(apiKey) ?? 0
          if (used >= rateLimit) {
            return new Serve.Refusal({ status: 429, code: "rate-limited", detail: "The rate limit is used up." })
          }
          return Effect.sync(() => void charged.set(apiKey, used + 1))
        }
      },
      handle,
      render
    }, options)
    return { ...server, charged: (apiKey) => Effect.sync(() => charged.get(apiKey) ?? 0) }
  })
