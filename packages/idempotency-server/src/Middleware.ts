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
import type * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import { representationHeaders } from "./internal/middleware/answers/representation.js"
import * as Core from "./internal/middleware/core.js"
import { refuseAroundSending } from "./internal/middleware/mounting.js"
import type { Options } from "./internal/middleware/options.js"
import { anonymous as withoutName } from "./internal/middleware/prepare.js"
import * as Routes from "./internal/middleware/routes.js"
import { refuseUnserved } from "./internal/middleware/unserved.js"
import type { Mode } from "./Policy.js"
import type { Store, StoreError, TransactionalStore, UnfitStoreError } from "./Store.js"

export { type Options, representationHeaders }

// As soon as the module is loaded: a server may listen before its layers have asked for the middleware.
refuseUnserved()

/**
 * Name of a caller without credentials, for `principal` to return. Such a caller may use keys only if the policy of the
 * route says `anonymous: "allow"`.
 *
 * @since 0.1.0
 * @category constructors
 */
export const anonymous: string = withoutName

/**
 * The app, behind its keys.
 *
 * @since 0.1.0
 * @category models
 */
export interface Middleware<out R = never> {
  <E, R2>(app: HttpApp.Default<E, R2>): HttpApp.Default<E, R | R2>
}

/**
 * Makes the middleware for an app: `HttpServer.serve(once(app))`, around a whole router or one route. It belongs outside
 * of everything that turns failures into answers, so that it sees what the client will see, and the scope it is made in
 * is the server's: handlers run there, out of reach of a client that hangs up. For an `HttpApi` see `serve`.
 *
 * A handler runs only inside a claim, and its answer is committed before the first byte is sent. For that reason the
 * middleware cannot be given to `HttpServer.serve` as its second argument: the platform would run it after it has sent
 * the response. The server does not start then, and says so.
 *
 * Fails if the store cannot do what the policy asks for. An option that is unknown, missing or wrong is a defect, an
 * `OptionError`.
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
  return Effect.map(Core.make(options, []), ({ guard }): Middleware<R> => (app) => {
    refuseAroundSending()
    return guard(app)
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
    const { guard } = yield* Core.make(options, Routes.endpoints(api))
    const app = yield* HttpApiBuilder.httpApp
    const surrounding = yield* Effect.flatMap(HttpApiBuilder.Middleware, ({ retrieve }) => retrieve)
    // The platform's type of a middleware says nothing; that of `HttpApiBuilder.middleware` adds no failure and no need.
    return guard(app, (answer) => surrounding(Effect.succeed(answer)) as HttpApp.Default)
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
  // Proof: these are the needs of `httpApp` without the two that are provided and those of a request, which the server
  // provides. The compiler does not subtract from the type parameters `R` and `M`.
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
