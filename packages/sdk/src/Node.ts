/**
 * All services on undici, which costs less per call than `fetch` on Node.
 *
 * @since 0.1.0
 */
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import * as NodeStream from "@effect/platform-node/NodeStream"
import { EnvHttpProxyAgent } from "@effect/platform-node/Undici"
import * as Headers from "@effect/platform/Headers"
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import * as OptionCheck from "@qurl/idempotency/Support/OptionCheck"
import * as Transport from "@qurl/idempotency/Transport"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Sink from "effect/Sink"
import * as Stream from "effect/Stream"
import { ConfigurationError, fromEnvironment } from "./Configuration.js"
import { acceptEncoding, type Coding, codingsOf } from "./internal/call/codings.js"
import { checkOptions } from "./internal/checks/checkOptions.js"
import { QurlServices } from "./QurlServices.js"
import * as UndiciTransport from "./UndiciTransport.js"

const unreadable = () => new Error("the body cannot be decompressed")

/** Undoes one coding of a stream, which is chosen by the first bytes. */
const decoded = <E>(body: Stream.Stream<Uint8Array, E>, coding: Coding): Stream.Stream<Uint8Array, E | Error> =>
  Stream.peel(body, Sink.take<Uint8Array>(1)).pipe(
    Effect.map(([first, rest]) => {
      const head = Chunk.head(first)
      return Option.isNone(head)
        ? Stream.empty
        : NodeStream.pipeThroughDuplex(
          Stream.concat(Stream.fromChunk(first), rest),
          coding.streamed(head.value),
          unreadable
        )
    }),
    Stream.unwrapScoped
  )

/** Undici leaves bodies as they came. They stay streams here, so that the limit on their length counts what is decoded. */
const decompressed = (response: HttpClientResponse.HttpClientResponse): HttpClientResponse.HttpClientResponse => {
  const codings = codingsOf(response.headers["content-encoding"])
  if (codings.length === 0) return response
  const body = Stream.toReadableStream(
    codings.reduce<Stream.Stream<Uint8Array, Error>>(decoded, response.stream)
  )
  const headers = Headers.remove(response.headers, ["content-encoding", "content-length"])
  return HttpClientResponse.fromWeb(response.request, new Response(body, { status: response.status, headers }))
}

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

/** Dispatcher through proxies. Its error shows no URL: proxies have passwords in theirs. */
const layerProxyDispatcher = (proxies: Proxies): Layer.Layer<NodeHttpClient.Dispatcher, ConfigurationError> => {
  const { except, http, https } = proxies
  const options = {
    ...(http === undefined ? {} : { httpProxy: http }),
    ...(https === undefined ? {} : { httpsProxy: https }),
    ...(except === undefined ? {} : { noProxy: except })
  }
  const agent = Effect.try({
    try: () => new EnvHttpProxyAgent(options),
    catch: () =>
      new ConfigurationError({
        setting: "proxy",
        problem: "is not a URL such as http://proxy.example.com:3128: check HTTPS_PROXY and HTTP_PROXY"
      })
  })
  return Layer.scoped(
    NodeHttpClient.Dispatcher,
    Effect.acquireRelease(agent, (agent) => Effect.promise(() => agent.destroy()))
  )
}

const onDispatcher: Layer.Layer<HttpClient.HttpClient, never, NodeHttpClient.Dispatcher> = Layer.effect(
  HttpClient.HttpClient,
  Effect.map(NodeHttpClient.Dispatcher, (dispatcher) =>
    NodeHttpClient.makeUndici(dispatcher).pipe(
      HttpClient.mapRequest(HttpClientRequest.setHeader("accept-encoding", acceptEncoding)),
      HttpClient.transformResponse(Effect.map(decompressed)),
      (client) => Transport.attach(client, UndiciTransport.make(dispatcher))
    ))
)

/**
 * An `HttpClient` on undici that takes compressed answers.
 *
 * @since 0.1.0
 * @category layers
 */
export const layerHttpClient: Layer.Layer<HttpClient.HttpClient> = Layer.provide(
  onDispatcher,
  NodeHttpClient.dispatcherLayer
)

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
      : Layer.provide(onDispatcher, layerProxyDispatcher(options.proxy === "environment" ? {} : options.proxy))))

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
