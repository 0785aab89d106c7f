/**
 * All services on undici, which costs less per call than `fetch` on Node.
 *
 * @since 0.1.0
 */
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import * as NodeStream from "@effect/platform-node/NodeStream"
import * as Headers from "@effect/platform/Headers"
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import * as Transport from "@qurl/idempotency/Transport"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import type { Duplex } from "node:stream"
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib"
import { type ConfigurationError, fromEnvironment } from "./Configuration.js"
import { acceptEncoding, undici } from "./internal/undici.js"
import { QurlServices } from "./QurlServices.js"

const decoders: Readonly<Record<string, () => Duplex>> = {
  gzip: createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress
}

/** Undici leaves bodies as they came. They stay streams here, so that the limit on their length counts what is decoded. */
const decompressed = (response: HttpClientResponse.HttpClientResponse): HttpClientResponse.HttpClientResponse => {
  const decoder = decoders[response.headers["content-encoding"] ?? ""]
  if (decoder === undefined) return response
  const body = Stream.toReadableStream(
    NodeStream.pipeThroughDuplex(response.stream, decoder, () => new Error("the body cannot be decompressed"))
  )
  const headers = Headers.remove(response.headers, ["content-encoding", "content-length"])
  return HttpClientResponse.fromWeb(response.request, new Response(body, { status: response.status, headers }))
}

/**
 * An `HttpClient` on undici that takes compressed answers.
 *
 * @since 0.1.0
 * @category layers
 */
export const layerHttpClient: Layer.Layer<HttpClient.HttpClient> = Layer.effect(
  HttpClient.HttpClient,
  Effect.map(NodeHttpClient.Dispatcher, (dispatcher) =>
    NodeHttpClient.makeUndici(dispatcher).pipe(
      HttpClient.mapRequest(HttpClientRequest.setHeader("accept-encoding", acceptEncoding)),
      HttpClient.transformResponse(Effect.map(decompressed)),
      (client) => Transport.attach(client, undici(dispatcher))
    ))
).pipe(Layer.provide(NodeHttpClient.dispatcherLayer))

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
