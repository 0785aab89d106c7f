/**
 * All services on undici, which costs less per call than `fetch` on Node.
 *
 * @since 0.1.0
 */
import type * as Undici from "@effect/platform-node/Undici"
import * as HttpClient from "@effect/platform/HttpClient"
import type { HttpClientError } from "@effect/platform/HttpClientError"
import type { HttpClientRequest } from "@effect/platform/HttpClientRequest"
import * as OptionCheck from "@qurl/idempotency/Support/OptionCheck"
import * as Transport from "@qurl/idempotency/Transport"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Predicate from "effect/Predicate"
import type * as Scope from "effect/Scope"
// The rest of undici takes twice as long to load as this part.
import Agent from "undici/lib/dispatcher/agent.js"
import { ConfigurationError, fromEnvironment } from "./Configuration.js"
import { checkOptions } from "./internal/checks/checkOptions.js"
import { QurlServices } from "./QurlServices.js"
import * as UndiciTransport from "./UndiciTransport.js"

/**
 * Proxies on the way to the API.
 *
 * @since 0.1.0
 * @category models
 */
export interface Proxies {
  /** URL of the proxy for https targets. @default the variable `HTTPS_PROXY` */
  readonly https?: string | undefined
  /** URL of the proxy for http targets. @default the variable `HTTP_PROXY` */
  readonly http?: string | undefined
  /** Hosts that are reached directly, separated by commas; `*` for all. @default the variable `NO_PROXY` */
  readonly except?: string | undefined
}

/**
 * Options of the `HttpClient` on undici.
 *
 * @since 0.1.0
 * @category models
 */
export interface HttpClientOptions {
  /**
   * `"environment"` takes the proxies that `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` name, in capitals or small letters.
   *
   * @default no proxy
   */
  readonly proxy?: "environment" | Proxies | undefined
}

// An empty text is how shells and CI unset a variable.
const address = OptionCheck.kind("a string", Predicate.isString)

const proxyKinds = OptionCheck.nested<Proxies>({ https: address, http: address, except: address })

const kinds: OptionCheck.Kinds<HttpClientOptions> = {
  proxy: {
    ...proxyKinds,
    find: (value, option) =>
      value === "environment" ? undefined : typeof value === "string"
        ? { option, problem: `must be "environment" or ${proxyKinds.expected}` }
        : proxyKinds.find(value, option)
  }
}

/**
 * An `HttpClient` on a dispatcher. Requests of the SDK take the transport. The platform's client is loaded for those that
 * do not: streams, and requests of a program's own.
 */
const clientOn = (dispatcher: Undici.Dispatcher): HttpClient.HttpClient =>
  Transport.attach(
    HttpClient.makeWith(
      (request: Effect.Effect<HttpClientRequest, HttpClientError>) =>
        Effect.flatMap(
          Effect.promise(() => import("./internal/call/undici.js")),
          ({ make }) => Effect.flatMap(request, (request) => make(dispatcher).execute(request))
        ),
      Effect.succeed
    ),
    UndiciTransport.make(dispatcher)
  )

const layerOn = <E>(dispatcher: Effect.Effect<Undici.Dispatcher, E>): Layer.Layer<HttpClient.HttpClient, E> => {
  const scoped: Effect.Effect<Undici.Dispatcher, E, Scope.Scope> = Effect.acquireRelease(
    dispatcher,
    (dispatcher) => Effect.promise(() => dispatcher.destroy())
  )
  return Layer.scoped(HttpClient.HttpClient, Effect.map(scoped, clientOn))
}

/** Dispatcher through proxies. Its error shows no URL: proxies have passwords in theirs. */
const proxyDispatcher = (proxies: Proxies): Effect.Effect<Undici.Dispatcher, ConfigurationError> => {
  const { except, http, https } = proxies
  const options = {
    ...(http === undefined ? {} : { httpProxy: http }),
    ...(https === undefined ? {} : { httpsProxy: https }),
    ...(except === undefined ? {} : { noProxy: except })
  }
  return Effect.flatMap(
    // Its default export: bundlers lose the names of a CommonJS module that is imported when it is needed.
    Effect.promise(() => import("undici")),
    ({ default: { EnvHttpProxyAgent } }) =>
      Effect.try({
        try: () => new EnvHttpProxyAgent(options),
        catch: () =>
          new ConfigurationError({
            setting: "proxy",
            problem: "is not a URL such as http://proxy.example.com:3128: check HTTPS_PROXY and HTTP_PROXY"
          })
      })
  )
}

/**
 * An `HttpClient` on undici that takes compressed answers.
 *
 * @since 0.1.0
 * @category layers
 */
export const layerHttpClient: Layer.Layer<HttpClient.HttpClient> = layerOn(Effect.sync(() => new Agent()))

/**
 * The same with options.
 *
 * @since 0.1.0
 * @category layers
 */
export const layerHttpClientWith = (
  options: HttpClientOptions
): Layer.Layer<HttpClient.HttpClient, ConfigurationError> =>
  Layer.unwrapEffect(Effect.map(checkOptions(options, kinds), () =>
    options.proxy === undefined
      ? layerHttpClient
      : layerOn(proxyDispatcher(options.proxy === "environment" ? {} : options.proxy))))

/**
 * All services on undici, configured by the environment variables `QURL_API_KEY` and `QURL_API_URL`, with options.
 *
 * @example
 * import { Qurl } from "@qurl/sdk"
 * import { layer } from "@qurl/sdk/Node"
 * import { Effect } from "effect"
 *
 * const program = Qurl.create({ target_url: "https://example.com" }).pipe(
 *   Effect.provide(layer({ proxy: "environment" }))
 * )
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (options: HttpClientOptions): Layer.Layer<QurlServices, ConfigurationError> =>
  Layer.unwrapEffect(Effect.map(fromEnvironment, QurlServices.layer)).pipe(Layer.provide(layerHttpClientWith(options)))

/**
 * All services on undici, configured by the environment variables `QURL_API_KEY` and `QURL_API_URL`.
 *
 * @example
 * import { Qurl } from "@qurl/sdk"
 * import { QurlLive } from "@qurl/sdk/Node"
 * import { Effect } from "effect"
 *
 * const program = Qurl.create({ target_url: "https://example.com" }).pipe(Effect.provide(QurlLive))
 *
 * @since 0.1.0
 * @category layers
 */
export const QurlLive: Layer.Layer<QurlServices, ConfigurationError> = Layer.unwrapEffect(
  Effect.map(fromEnvironment, QurlServices.layer)
).pipe(Layer.provide(layerHttpClient))
