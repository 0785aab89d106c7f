/**
 * Exchange over the network: sends a request and reads its whole answer, within limits of time and size.
 *
 * @since 0.1.0
 */
import * as HttpClient from "@effect/platform/HttpClient"
import type { HttpClientRequest } from "@effect/platform/HttpClientRequest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { bytesOf, Running } from "./internal/call/running.js"
import type { Exchange, Received, Transport } from "./internal/exchange/exchange.js"
import { register, type Start, startOf } from "./internal/exchange/start.js"

export {
  /**
   * An exchange from the side of the client that carries it out, which reports the answer. Only the first end counts.
   *
   * @since 0.1.0
   * @category models
   */
  type Exchange,
  /**
   * Limits for the time of an exchange, including its body, and for the size of that body.
   *
   * @since 0.1.0
   * @category models
   */
  type Limits,
  /**
   * A whole answer, or how the exchange was lost.
   *
   * @since 0.1.0
   * @category models
   */
  type Received,
  /**
   * Sends a request once. Interruption ends the exchange.
   *
   * @since 0.1.0
   * @category models
   */
  type Transport
} from "./internal/exchange/exchange.js"
export {
  /**
   * Origin of requests whose host is known only to the client underneath.
   *
   * @since 0.1.0
   * @category models
   */
  relative,
  /**
   * Target of a request.
   *
   * @since 0.1.0
   * @category models
   */
  type Target,
  /**
   * Host, path and query of a request. The URLs used last are parsed once, for the client and its transports. A relative
   * URL has the origin {@link relative}.
   *
   * @since 0.1.0
   * @category combinators
   */
  targetOf
} from "./internal/keys/target.js"

/**
 * A transport on callbacks: `begin` begins an exchange and returns the function that ends it early.
 *
 * A timer costs a twentieth of what `Effect.timeout` does, which needs two fibers.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (begin: (exchange: Exchange) => () => void): Transport => {
  const start: Start = (fiber, request, limits, done) => {
    const running = new Running(fiber, request, limits, done)
    return running.begin(begin)
  }
  const transport: Transport = (request, limits) =>
    Effect.withFiberRuntime((fiber) =>
      Effect.async<Received>((resume) => Effect.sync(start(fiber, request, limits, resume)))
    )
  register(transport, () => start)
  return transport
}

const attached = new WeakMap<HttpClient.HttpClient, Transport>()

/**
 * Lets requests through this very client take a shorter way than its own, unless their body is a stream or a form. What
 * combinators make of the client is another client, and goes its own way.
 *
 * @since 0.1.0
 * @category combinators
 */
export const attach = (client: HttpClient.HttpClient, transport: Transport): HttpClient.HttpClient => {
  attached.set(client, transport)
  return client
}

/**
 * A transport that is chosen anew for each request.
 *
 * @since 0.1.0
 * @category combinators
 */
export const choose = (pick: (request: HttpClientRequest) => Transport): Transport => {
  const transport: Transport = (request, limits) => pick(request)(request, limits)
  register(transport, (request) => startOf(pick(request), request))
  return transport
}

/**
 * The transport for a request through a client: the attached one where it can, else the other one.
 *
 * @since 0.1.0
 * @category combinators
 */
export const through = (client: HttpClient.HttpClient, otherwise: Transport): Transport => {
  const short = attached.get(client)
  return short === undefined
    ? otherwise
    : choose(({ body }) => body._tag === "Empty" || bytesOf(body) !== null ? short : otherwise)
}

/**
 * An `HttpClient` for clients of this package alone: their requests go through the transport, and any other request, such
 * as one with a stream for a body, is a defect.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (transport: Transport): Layer.Layer<HttpClient.HttpClient> =>
  Layer.sync(HttpClient.HttpClient, () =>
    attach(
      HttpClient.make(() => Effect.dieMessage("This HttpClient sends the requests of an Idempotent client alone.")),
      transport
    ))
