/**
 * All services on undici, which costs less per call than `fetch` on Node.
 *
 * @since 0.1.0
 */
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { type ConfigurationError, fromEnvironment } from "./Configuration.js"
import { QurlServices } from "./QurlServices.js"

/**
 * An `HttpClient` on undici. It asks for plain bodies, because undici does not decompress.
 *
 * @since 0.1.0
 * @category layers
 */
export const layerHttpClient: Layer.Layer<HttpClient.HttpClient> = Layer.effect(
  HttpClient.HttpClient,
  Effect.map(
    HttpClient.HttpClient,
    HttpClient.mapRequest(HttpClientRequest.setHeader("accept-encoding", "identity"))
  )
).pipe(Layer.provide(NodeHttpClient.layerUndici))

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
