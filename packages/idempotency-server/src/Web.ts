/**
 * The middleware for servers that speak `Request` and `Response` and know nothing of Effect: Hono, Next.js route handlers,
 * Bun, Deno. For Express and Fastify see `@qurl/idempotency-server/node`.
 *
 * @example
 * import { makeIdempotency } from "@qurl/idempotency-server/web"
 *
 * const accountOf = (request: Request) => request.headers.get("x-account") ?? new Response(null, { status: 401 })
 *
 * const idempotency = await makeIdempotency({
 *   store: { type: "sqlite", filename: "keys.sqlite" },
 *   principal: accountOf
 * })
 *
 * // In Hono: app.post("/orders", (context) => post(context.req.raw)). In Next.js: export const POST = post.
 * const post = idempotency.wrap(async (request, execution) => {
 *   const order = await request.json()
 *   const key = execution.childKey("charge the card")
 *   return Response.json({ order, key }, { status: 201 })
 * })
 *
 * @since 0.1.0
 */
import * as HttpApp from "@effect/platform/HttpApp"
import * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import { type Dialect, standard } from "@qurl/idempotency/Dialect"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Runtime from "effect/Runtime"
import * as Execution from "./Execution.js"
import * as Stores from "./internal/web/stores.js"
import * as Middleware from "./Middleware.js"

/**
 * The place of the records. Only its driver has to be installed.
 *
 * @since 0.1.0
 * @category models
 */
export type StoreOptions =
  | { readonly type: "memory" }
  | { readonly type: "sqlite"; readonly filename: string }
  | { readonly type: "postgres"; readonly url: string; readonly schema?: string | undefined }
  | { readonly type: "redis"; readonly url: string; readonly prefix?: string | undefined }

/**
 * The execution that a handler is part of.
 *
 * @since 0.1.0
 * @category models
 */
export interface WebExecution {
  /** A key for a call that the handler makes: the same whenever the same request is executed again. */
  readonly childKey: (step: string) => string
  /** The answer is final, whatever its status. */
  readonly keep: () => void
  /** The answer is final, and its body is not kept. */
  readonly withhold: () => void
  /** Nothing was done: the same request may run again. */
  readonly noEffect: () => void
  /** How long this answer is kept. */
  readonly keepForMillis: (millis: number) => void
  /** Fencing token: grows whenever the key gets another owner. */
  readonly fence: number
  /** Aborts when the key is lost to another server. */
  readonly signal: AbortSignal
}

/**
 * A handler of requests.
 *
 * @since 0.1.0
 * @category models
 */
export type Handler = (request: Request, execution: WebExecution) => Response | Promise<Response>

/**
 * Idempotency of the handlers that are wrapped. The handlers hold their key by a lease, as they write to a database of
 * their own.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  readonly store: StoreOptions
  /**
   * Names the caller, which stays the same when a token is refreshed, or answers with the response that refuses the
   * request. An empty name is a caller without credentials, who is refused.
   */
  readonly principal: (request: Request) => string | Response | Promise<string | Response>
  /** @default `standard`, the conventions of the IETF draft */
  readonly dialect?: Dialect | undefined
  /** @default "optional" */
  readonly key?: "optional" | "required" | undefined
  /** @default "refuse" */
  readonly anonymous?: "refuse" | "allow" | undefined
  /** @default "principal" */
  readonly uniqueWithin?: "principal" | "route" | undefined
  /** @default "bytes" */
  readonly sameBody?: "bytes" | "json" | undefined
  /** Treatment of a key whose handler failed or died. @default "park" */
  readonly crash?: "park" | "resume" | "re-execute" | undefined
  /** @default 30 000 */
  readonly leaseMillis?: number | undefined
  /** @default the dialect's */
  readonly retentionMillis?: number | undefined
  /** @default 0 */
  readonly maxWaitMillis?: number | undefined
  /** Headers to keep besides those that describe the body. @default none */
  readonly headers?: ReadonlyArray<string> | undefined
  /** @default 1 MiB */
  readonly maxBodyBytes?: number | undefined
  /** @default 1 MiB */
  readonly maxKeptBytes?: number | undefined
}

/**
 * The keys of an API.
 *
 * @since 0.1.0
 * @category models
 */
export interface Idempotency {
  /** Handles one request behind its key. Rejects with the error of a handler that throws. */
  readonly handle: (request: Request, handler: Handler) => Promise<Response>
  /** A handler behind its keys. */
  readonly wrap: (handler: Handler) => (request: Request) => Promise<Response>
  /** Answers waiting requests, lets running ones finish, and closes the store. */
  readonly close: () => Promise<void>
}

const toWebRequest = ({ source }: HttpServerRequest.HttpServerRequest): Request =>
  source instanceof Request ? source : new Request("http://unknown")

const toMiddleware = ({ leaseMillis, maxWaitMillis, principal, retentionMillis, store: _, ...policy }: Options) =>
  Middleware.make({
    ...policy,
    dialect: policy.dialect ?? standard,
    mode: "lease",
    lease: leaseMillis,
    maxWait: maxWaitMillis,
    retention: retentionMillis,
    principal: (request) =>
      Effect.flatMap(
        Effect.promise(async () => principal(toWebRequest(request))),
        (named) => typeof named === "string" ? Effect.succeed(named) : Effect.fail(HttpServerResponse.fromWeb(named))
      )
  })

const facade = (execution: Execution.Service, signal: AbortSignal): WebExecution => ({
  childKey: (step) => Effect.runSync(execution.childKey(step)),
  keep: () => Effect.runSync(execution.say("keep")),
  withhold: () => Effect.runSync(execution.say("withhold")),
  noEffect: () => Effect.runSync(execution.say("no effect")),
  keepForMillis: (millis) => Effect.runSync(execution.keepFor(millis)),
  fence: execution.fence,
  signal
})

/** Runs a handler, and notes the error that it throws, for the caller of the handler. */
const toApp = (handler: Handler, thrown: Array<unknown>) =>
  Effect.flatMap(
    Effect.zip(HttpServerRequest.HttpServerRequest, Execution.Execution),
    ([request, execution]) =>
      Effect.promise(async (signal) => {
        try {
          return HttpServerResponse.fromWeb(await handler(toWebRequest(request), facade(execution, signal)))
        } catch (error) {
          thrown.push(error)
          throw error
        }
      })
  )

/**
 * Opens the store and makes the keys of an API. Rejects if the store cannot be opened, or cannot do what is asked of it.
 *
 * @since 0.1.0
 * @category constructors
 */
export const makeIdempotency = async (options: Options): Promise<Idempotency> => {
  class Once extends Context.Tag("@qurl/idempotency-server/Web/Once")<Once, Middleware.Middleware>() {}
  const runtime = ManagedRuntime.make(
    Layer.scoped(Once, toMiddleware(options)).pipe(Layer.provide(Stores.layer(options.store)))
  )
  const built = await runtime.runtime()
  const once = Context.get(built.context, Once)
  const toHandler = HttpApp.toWebHandlerRuntime(Runtime.defaultRuntime)
  const handle = async (request: Request, handler: Handler): Promise<Response> => {
    const thrown: Array<unknown> = []
    const response = await toHandler(once(toApp(handler, thrown)))(request)
    if (thrown.length > 0) throw thrown[0]
    return response
  }
  return { handle, wrap: (handler) => (request) => handle(request, handler), close: () => runtime.dispose() }
}
