/**
 * Runs a described API on a local port, with its idempotency and a database behind it.
 *
 * @since 0.1.0
 */
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import * as HttpRouter from "@effect/platform/HttpRouter"
import * as HttpServer from "@effect/platform/HttpServer"
import type { ServeError } from "@effect/platform/HttpServerError"
import * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as SqliteClient from "@effect/sql-sqlite-node/SqliteClient"
import * as SqlClient from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import * as Middleware from "@qurl/idempotency-server/Middleware"
import { verdictKeepingRefusals } from "@qurl/idempotency-server/Policy"
import * as RequestBody from "@qurl/idempotency-server/RequestBody"
import * as Sqlite from "@qurl/idempotency-server/Store/Sqlite"
import type { Dialect } from "@qurl/idempotency/Dialect"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Scope from "effect/Scope"
import { createHash } from "node:crypto"
import { createServer } from "node:http"
import type { SetupError } from "../ApiError.js"
import type { Endpoint } from "../Endpoint.js"
import { serverKinds } from "../internal/serverKinds.js"
import * as Setup from "../internal/setup.js"
import type { JsonObject } from "../Json.js"
import { deliver } from "./Delivery.js"
import type { Applied, Arrival, Fault, LocalServer, Options } from "./LocalServer.js"

type Request = HttpServerRequest.HttpServerRequest
type Response = HttpServerResponse.HttpServerResponse

/**
 * A failure answer in neutral words. Handlers fail with it; `reason` is set when idempotency refuses.
 *
 * @since 0.1.0
 * @category errors
 */
export class Refusal extends Data.TaggedError("Refusal")<{
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly reason?: string | undefined
}> {}

/**
 * A request that reached its handler.
 *
 * @since 0.1.0
 * @category models
 */
export interface Call {
  readonly operation: string
  readonly ids: { readonly [name: string]: string | undefined }
  readonly body: JsonObject
  /** Notes what is done, in the transaction that keeps the answer. Gives the id: of what was made, where none is given. */
  readonly apply: (options?: { readonly cost?: number; readonly subject?: string }) => Effect.Effect<string, SqlError>
  /** The operations that were done to what bears the id, by this principal. */
  readonly doneTo: (subject: string | undefined) => Effect.Effect<ReadonlyArray<string>, SqlError>
}

/**
 * An API: its operations, its rules about keys, and its words.
 *
 * @since 0.1.0
 * @category models
 */
export interface Api {
  readonly dialect: Dialect
  readonly endpoints: ReadonlyArray<Endpoint>
  /** Refuses unauthorized callers before any stored answer is looked up. */
  readonly authenticate: (request: Request, body: Uint8Array) => Effect.Effect<void, Refusal>
  readonly idempotency: Pick<Middleware.Options, "uniqueWithin" | "maxWait" | "sliding" | "headers"> & {
    readonly principal: (request: Request) => string
    /** Asked before an execution and before every other answer to a key. */
    readonly charge?:
      | ((
        request: Request,
        answer: "execution" | "replay" | "mismatch" | "in flight"
      ) => Effect.Effect<void, Refusal>)
      | undefined
  }
  readonly handle: (call: Call) => Effect.Effect<Response, Refusal | SqlError>
  readonly render: (refusal: Pick<Refusal, "status" | "code" | "detail" | "reason">) => Effect.Effect<Response>
  /** Puts what belongs to the moment on every answer, kept ones included. Default: nothing. */
  readonly finish?: ((request: Request, response: Response) => Response) | undefined
}

const jsonObject = (bytes: Uint8Array): Option.Option<JsonObject> => {
  if (bytes.length === 0) return Option.some({})
  try {
    const json: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes))
    // An object that came out of `JSON.parse` is a JSON object.
    return typeof json === "object" && json !== null && !Array.isArray(json)
      ? Option.some(json as JsonObject)
      : Option.none()
  } catch {
    return Option.none()
  }
}

const maxBodyBytes = 1_048_576

/** The server's state apart from the database: requests that arrived, and faults to come. */
const makeControl = ({ dialect }: Api) => {
  const arrivals: Array<Arrival> = []
  const faults: Array<Fault> = []
  return {
    arrivals: Effect.sync(() => arrivals.slice()),
    fail: (...more: ReadonlyArray<Fault>) => Effect.sync(() => void faults.push(...more)),
    arrive: (request: Request): Fault => {
      const { [dialect.credentialHeader]: _, ...headers } = request.headers
      arrivals.push({ method: request.method, path: request.url, headers })
      return faults.shift() ?? { kind: "none" }
    }
  }
}

const principalOf = (credential = "") => createHash("sha256").update(credential).digest("hex")

/** Writes down the work of a call, and finds what its principal did to a subject. */
const ledgerOf = (
  sql: SqlClient.SqlClient,
  operation: string,
  credential: string | undefined
): Pick<Call, "apply" | "doneTo"> => {
  const principal = principalOf(credential)
  return {
    apply: ({ cost = 0, subject = crypto.randomUUID() } = {}) =>
      Effect.as(sql`INSERT INTO applied ${sql.insert({ subject, operation, principal, cost })}`, subject),
    doneTo: (subject) =>
      Effect.map(
        sql<{ operation: string }>`SELECT operation FROM applied
          WHERE subject = ${subject ?? ""} AND principal = ${principal} ORDER BY seq`,
        (rows) => rows.map(({ operation }) => operation)
      )
  }
}

/** The answer of a fault that replaces the handler's. */
const failed = (api: Api, { retryAfterSeconds, status }: Extract<Fault, { readonly kind: "status" }>) =>
  Effect.map(
    api.render({ status, code: "fault", detail: "A fault that was asked for." }),
    (response) =>
      retryAfterSeconds === undefined
        ? response
        : HttpServerResponse.setHeader(response, "retry-after", String(retryAfterSeconds))
  )

const routeOf = (api: Api, sql: SqlClient.SqlClient, { method, path, rules }: Endpoint, fault: Fault) =>
  HttpRouter.makeRoute(
    method,
    path,
    Effect.gen(function*() {
      const request = yield* HttpServerRequest.HttpServerRequest
      const body = jsonObject(new Uint8Array(yield* Effect.orDie(request.arrayBuffer)))
      if (Option.isNone(body)) {
        return yield* new Refusal({ status: 400, code: "invalid_json", detail: "The body is not a JSON object." })
      }
      const ids = yield* HttpRouter.params
      const operation = rules.name
      const ledger = ledgerOf(sql, operation, request.headers[api.dialect.credentialHeader])
      const response = yield* api.handle({ operation, ids, body: body.value, ...ledger })
      return fault.kind === "status" && fault.when === "inside" ? yield* failed(api, fault) : response
    }).pipe(Effect.catchTags({ Refusal: api.render, SqlError: Effect.die }))
  )

/** The idempotency of the vendor, around the routes. */
const makeMiddleware = (api: Api, options: Options) => {
  const { charge = () => Effect.void, principal, ...idempotency } = api.idempotency
  const charged = (request: Request, answer: Parameters<typeof charge>[1]) =>
    Effect.catchTag(charge(request, answer), "Refusal", (refusal) => Effect.flip(api.render(refusal)))
  return Middleware.make({
    dialect: api.dialect,
    isKeyed: ({ method }) => method === "POST" || method === "PATCH",
    principal: (request) => Effect.succeed(principal(request)),
    // If the vendor refuses callers without credentials, `authenticate` has refused them before.
    anonymous: "allow",
    verdict: verdictKeepingRefusals,
    ...idempotency,
    admit: (request) => Effect.zipRight(charged(request, "execution"), options.beforeExecution ?? Effect.void),
    repeated: charged,
    retention: options.retention,
    maxBodyBytes,
    render: api.render,
    grace: 0,
    // The database is a file of this machine; it answers, or waits for a lock and says so.
    storeTimeout: Infinity
  }).pipe(Effect.orDie)
}

const serve = Effect.fnUntraced(function*(api: Api, options: Options) {
  const sql = yield* SqlClient.SqlClient
  yield* sql`CREATE TABLE IF NOT EXISTS applied (
    seq INTEGER PRIMARY KEY, subject TEXT NOT NULL, operation TEXT NOT NULL, principal TEXT NOT NULL,
    cost INTEGER NOT NULL)`
  const control = makeControl(api)
  const middleware = yield* makeMiddleware(api, options)

  const answer = (request: Request, fault: Fault) =>
    Effect.gen(function*() {
      const body = yield* Effect.mapError(
        RequestBody.read(request, { maxBytes: maxBodyBytes }),
        () => new Refusal({ status: 413, code: "body_too_large", detail: "The body is too large." })
      )
      yield* api.authenticate(request, body)
      if (fault.kind === "status" && fault.when === "before") return yield* failed(api, fault)
      const routes = HttpRouter.fromIterable(api.endpoints.map((endpoint) => routeOf(api, sql, endpoint, fault)))
      const response = yield* middleware(routes).pipe(
        Effect.provideService(HttpServerRequest.HttpServerRequest, RequestBody.withBody(request, body))
      )
      return fault.kind === "status" && fault.when === "after" ? yield* failed(api, fault) : response
    }).pipe(
      Effect.catchTag("RouteNotFound", () =>
        Effect.fail(new Refusal({ status: 404, code: "not_found", detail: "Unknown operation." }))),
      Effect.catchTag("Refusal", api.render),
      Effect.map((response) =>
        api.finish?.(request, response) ?? response
      )
    )

  const node = createServer()
  const server = yield* NodeHttpServer.make(() => node, { host: "127.0.0.1", port: options.port ?? 0 })
  // A stopping server waits for its connections, and a fault may have left one open for good.
  yield* Effect.addFinalizer(() => Effect.sync(() => node.closeAllConnections()))
  yield* HttpServer.serveEffect(
    Effect.flatMap(HttpServerRequest.HttpServerRequest, (request) => {
      const fault = control.arrive(request)
      return deliver(request, fault, answer(request, fault))
    })
  ).pipe(Effect.provideService(HttpServer.HttpServer, server))

  const running: LocalServer = {
    url: HttpServer.formatAddress(server.address),
    arrivals: control.arrivals,
    applied: Effect.orDie(sql<Applied>`SELECT operation, subject, cost FROM applied ORDER BY seq`),
    cost: (credential) =>
      sql<{ cost: number }>`SELECT coalesce(sum(cost), 0) AS cost FROM applied
        WHERE principal = ${principalOf(credential)}`.pipe(
        Effect.map(([row]) => row?.cost ?? 0),
        Effect.orDie
      ),
    fail: control.fail
  }
  return running
})

/**
 * Runs the API until the scope ends.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (
  api: Api,
  options: Options = {}
): Effect.Effect<LocalServer, ServeError | SetupError, Scope.Scope> =>
  Effect.gen(function*() {
    yield* Setup.check(options, serverKinds)
    const database = Layer.provideMerge(Sqlite.layer, SqliteClient.layer({ filename: options.database ?? ":memory:" }))
    return yield* Effect.provide(serve(api, options), yield* Layer.build(database))
  }).pipe(Effect.catchTags({ SqlError: Effect.die, ConfigError: Effect.die, UnfitStoreError: Effect.die }))
