/**
 * Idempotency around an HTTP app: a write with a key runs once, and a retry gets the first answer.
 *
 * @example
 * import { HttpRouter, HttpServer, HttpServerResponse } from "@effect/platform"
 * import { Middleware } from "@qurl/idempotency-server"
 * import { standard } from "@qurl/idempotency/Dialect"
 * import { Effect } from "effect"
 *
 * // Its writes through the store's SQL client are committed together with this answer.
 * const order = Effect.sync(() => HttpServerResponse.unsafeJson({ ordered: true }, { status: 201 }))
 *
 * const router = HttpRouter.empty.pipe(HttpRouter.post("/orders", order))
 *
 * const server = Effect.flatMap(
 *   Middleware.make({
 *     dialect: standard,
 *     key: "required",
 *     principal: ({ headers }) =>
 *       headers["x-account"] === undefined
 *         ? Effect.fail(HttpServerResponse.empty({ status: 401 }))
 *         : Effect.succeed(headers["x-account"])
 *   }),
 *   (once) => HttpServer.serveEffect(once(router))
 * )
 *
 * @since 0.1.0
 */
import * as HttpApi from "@effect/platform/HttpApi"
import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import type * as HttpApp from "@effect/platform/HttpApp"
import type * as HttpMiddleware from "@effect/platform/HttpMiddleware"
import type * as HttpRouter from "@effect/platform/HttpRouter"
import * as HttpServer from "@effect/platform/HttpServer"
import * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import type { HttpServerResponse } from "@effect/platform/HttpServerResponse"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Scope from "effect/Scope"
import { execute } from "./internal/middleware/execute.js"
import * as Executions from "./internal/middleware/executions.js"
import { refuseAroundSending } from "./internal/middleware/mounting.js"
import type { Options } from "./internal/middleware/options.js"
import * as Prepare from "./internal/middleware/prepare.js"
import * as Refusals from "./internal/middleware/refusals.js"
import { representationHeaders } from "./internal/middleware/representation.js"
import * as Respond from "./internal/middleware/respond.js"
import * as Routes from "./internal/middleware/routes.js"
import * as Settings from "./internal/middleware/settings.js"
import type { Mode } from "./Policy.js"
import * as Problem from "./Problem.js"
import { type Service, Store, type StoreError, TransactionalStore, type UnfitStoreError } from "./Store.js"

export { type Options, representationHeaders }

/**
 * Name of a caller without credentials, for `principal` to return. Such a caller may use keys only if the policy of the
 * route says `anonymous: "allow"`.
 *
 * @since 0.1.0
 * @category constructors
 */
export const anonymous: string = Prepare.anonymous

/**
 * The app, behind its keys.
 *
 * @since 0.1.0
 * @category models
 */
export interface Middleware<out R = never> {
  <E, R2>(app: HttpApp.Default<E, R2>): HttpApp.Default<E, R | R2>
}

/** Passes an answer that is not an execution through the middlewares that surround executions. */
type Around = (answer: HttpServerResponse) => HttpApp.Default

const makeCore = Effect.fnUntraced(function*<R>(options: Options<R>, endpoints: ReadonlyArray<Routes.Endpoint>) {
  const store: Service = options.mode === "lease" ? yield* Store : yield* TransactionalStore
  const transactional = yield* Effect.serviceOption(TransactionalStore)
  const checked = Effect.fnUntraced(function*(policy: Parameters<typeof Settings.make>[1]) {
    const settings = Settings.make(options, { ...options, ...policy })
    yield* Settings.check(
      settings.mode === "transactional" ? Option.getOrElse(transactional, () => store) : store,
      settings
    )
    return settings
  })
  const settings = yield* checked({})
  const routes = yield* Effect.forEach(endpoints, ({ method, path, policy }) =>
    Effect.map(
      Option.match(policy, { onNone: () => Effect.succeed(settings), onSome: checked }),
      (settings) => ({ method, path, settings })
    ))
  yield* store.probe
  const settingsOf = endpoints.some(({ policy }) => Option.isSome(policy))
    ? yield* Routes.byEndpoint(settings, routes)
    : Routes.uniform(settings)
  const executions = yield* Executions.make(options.grace ?? "10 seconds")
  const prepare = Prepare.make(options, store.capabilities)
  const refuse = Refusals.make<R>(options.render ?? Problem.render)
  const responder = new Respond.Responder(
    options,
    store,
    settings.storeTimeoutMillis,
    executions,
    execute({ store, transactional: Option.getOrUndefined(transactional), scope: executions.scope })
  )

  return <E, R2>(app: HttpApp.Default<E, R2>, around: Around | undefined): HttpApp.Default<E, R | R2> =>
    Effect.flatMap(HttpServerRequest.HttpServerRequest, (request): HttpApp.Default<E, R | R2> => {
      const header = request.headers[options.dialect.header]
      if (options.isKeyed?.(request) === false) return app
      return Effect.flatMap(settingsOf(request), (settings): HttpApp.Default<E, R | R2> => {
        if (options.isKeyed === undefined && !settings.isKeyed(request.method)) return app
        const surround = <E, R>(response: HttpApp.Default<E, R>): HttpApp.Default<E, R> =>
          around === undefined ? response : Effect.flatMap(response, around)
        if (header === undefined) {
          return settings.key === "required" ? surround(refuse(Problem.missingKey(options.dialect))) : app
        }
        // A server may run its app where nothing can be interrupted: then no wait would ever end.
        return Effect.interruptible(Effect.matchEffect(prepare(request, header, settings), {
          onFailure: (refusal) => surround(Effect.succeed(refusal)),
          onSuccess: (prepared) => responder.respond(app, prepared, surround)
        }))
      })
    })
})

/**
 * Makes the middleware for an app: `HttpServer.serve(once(app))`, around a whole router or one route. It belongs outside
 * of everything that turns failures into answers, so that it sees what the client will see, and the scope it is made in
 * is the server's: handlers run there, out of reach of a client that hangs up. For an `HttpApi` see `serve`.
 *
 * A handler runs only inside a claim, and its answer is committed before the first byte is sent. For that reason the
 * middleware cannot be given to `HttpServer.serve` as its second argument: the platform would run it after it has sent
 * the response. The server does not start then, and says so.
 *
 * Fails if the store cannot do what the policy asks for.
 *
 * @since 0.1.0
 * @category constructors
 */
export function make<R = never>(
  options: Options<R, "lease"> & { readonly mode: "lease" }
): Effect.Effect<Middleware<R>, UnfitStoreError | StoreError, Store | Scope.Scope>
export function make<R = never>(
  options: Options<R, "transactional">
): Effect.Effect<Middleware<R>, UnfitStoreError | StoreError, TransactionalStore | Scope.Scope>
export function make<R = never>(
  options: Options<R>
): Effect.Effect<Middleware<R>, UnfitStoreError | StoreError, Store | TransactionalStore | Scope.Scope>
export function make<R = never>(
  options: Options<R>
): Effect.Effect<Middleware<R>, UnfitStoreError | StoreError, Store | TransactionalStore | Scope.Scope> {
  return Effect.map(makeCore(options, []), (core): Middleware<R> => (app) => {
    refuseAroundSending()
    return core(app, undefined)
  })
}

/**
 * Builds the app of an `HttpApi` behind its keys, for `HttpServer.serve` or a web handler. Endpoints may have a policy of
 * their own (`Policy.RoutePolicy`). Typed errors are kept as the client saw them. The middlewares of the API
 * (`HttpApiBuilder.middleware`, `middlewareCors`) see replays and refusals as well.
 *
 * @since 0.1.0
 * @category constructors
 */
export const httpApp = <R = never, M extends Mode = "transactional">(
  options: Options<R, M>
): Effect.Effect<
  HttpApp.Default<never, R | HttpRouter.HttpRouter.DefaultServices>,
  UnfitStoreError | StoreError,
  | StoreOf<M>
  | Scope.Scope
  | HttpApi.Api
  | HttpApiBuilder.Router
  | HttpApiBuilder.Middleware
> =>
  // @effect-diagnostics-next-line unsafeEffectTypeAssertion:off
  Effect.gen(function*() {
    const { api } = yield* HttpApi.Api
    const core = yield* makeCore(options, Routes.endpoints(api))
    const app = yield* HttpApiBuilder.httpApp
    const surrounding = yield* Effect.flatMap(HttpApiBuilder.Middleware, ({ retrieve }) => retrieve)
    // The platform's type of a middleware says nothing; that of `HttpApiBuilder.middleware` adds no failure and no need.
    return core(app, (answer) => surrounding(Effect.succeed(answer)) as HttpApp.Default)
    // The store is the one that the mode names.
  }) as Effect.Effect<
    HttpApp.Default<never, R | HttpRouter.HttpRouter.DefaultServices>,
    UnfitStoreError | StoreError,
    StoreOf<M> | Scope.Scope | HttpApi.Api | HttpApiBuilder.Router | HttpApiBuilder.Middleware
  >

/**
 * The store that a mode needs.
 *
 * @since 0.1.0
 * @category models
 */
export type StoreOf<M extends Mode> = [M] extends ["lease"] ? Store : TransactionalStore

/**
 * Serves an `HttpApi` behind its keys, in place of `HttpApiBuilder.serve`. A middleware of the server (`HttpMiddleware.logger`)
 * can be given beside the options.
 *
 * @example
 * import { HttpApi, HttpApiBuilder, HttpServerResponse } from "@effect/platform"
 * import { Middleware } from "@qurl/idempotency-server"
 * import { standard } from "@qurl/idempotency/Dialect"
 * import { Effect, Layer } from "effect"
 *
 * const Shop = HttpApi.make("shop")
 *
 * const layer = Middleware.serve({
 *   dialect: standard,
 *   principal: ({ headers }) =>
 *     headers["x-account"] === undefined
 *       ? Effect.fail(HttpServerResponse.empty({ status: 401 }))
 *       : Effect.succeed(headers["x-account"])
 * }).pipe(Layer.provide(HttpApiBuilder.api(Shop)))
 *
 * @since 0.1.0
 * @category layers
 */
export const serve = <R = never, M extends Mode = "transactional">(
  options: Options<R, M>,
  middleware?: HttpMiddleware.HttpMiddleware
): Layer.Layer<
  never,
  UnfitStoreError | StoreError,
  | StoreOf<M>
  | HttpServer.HttpServer
  | HttpApi.Api
  | HttpRouter.HttpRouter.DefaultServices
  | Exclude<R, Scope.Scope | HttpServerRequest.HttpServerRequest>
> =>
  httpApp(options).pipe(
    Effect.map((app) => middleware === undefined ? HttpServer.serve(app) : HttpServer.serve(app, middleware)),
    Layer.unwrapScoped,
    Layer.provide([HttpApiBuilder.Router.Live, HttpApiBuilder.Middleware.layer])
  ) as Layer.Layer<
    never,
    UnfitStoreError | StoreError,
    | StoreOf<M>
    | HttpServer.HttpServer
    | HttpApi.Api
    | HttpRouter.HttpRouter.DefaultServices
    | Exclude<R, Scope.Scope | HttpServerRequest.HttpServerRequest>
  >
