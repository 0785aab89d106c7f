/**
 * One exchange over the network: a request is sent and its whole answer read, within a time and a size.
 *
 * @since 0.1.0
 */
import type * as Headers from "@effect/platform/Headers"
import * as HttpClient from "@effect/platform/HttpClient"
import type { HttpClientRequest } from "@effect/platform/HttpClientRequest"
import * as Effect from "effect/Effect"
import type * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import type { Observation } from "./Decision.js"
import { bytesOf, Running } from "./internal/running.js"
import { register, type Start, startOf } from "./internal/start.js"

/**
 * A whole answer, or how the exchange was lost.
 *
 * @since 0.1.0
 * @category models
 */
export type Received =
  | {
    readonly _tag: "Whole"
    readonly status: number
    readonly headers: Headers.Headers
    readonly bytes: Uint8Array
  }
  | Extract<Observation, { readonly _tag: "NotSent" | "Lost" }>

/**
 * How long an exchange may take, its body included, and how long its body may be.
 *
 * @since 0.1.0
 * @category models
 */
export interface Limits {
  readonly timeoutMillis: number
  readonly maxBodyBytes: number
}

/**
 * Sends a request once. Interruption ends the exchange.
 *
 * @since 0.1.0
 * @category models
 */
export type Transport = (request: HttpClientRequest, limits: Limits) => Effect.Effect<Received>

/**
 * An exchange from the side of the client that carries it out, which reports the answer. Only the first end counts.
 *
 * @since 0.1.0
 * @category models
 */
export interface Exchange {
  readonly request: HttpClientRequest
  /** The request's body, where it is bytes or a text. */
  readonly body: Uint8Array | string | null
  readonly maxBodyBytes: number
  /** The fiber that waits for the answer. */
  readonly fiber: Fiber.RuntimeFiber<unknown, unknown>
  /** Reports that the headers arrived. */
  readonly answered: (status: number, contentType: string | undefined) => void
  /** Reports that the end of the body arrived. The names of headers are in lower case. */
  readonly whole: (headers: Readonly<Record<string, string>>, bytes: Uint8Array) => void
  /** Reports that the headers arrived and the body will not. */
  readonly cut: (reason: "body cut" | "body too large") => void
  /**
   * Reports that no headers will arrive. A cause that is not a failure of the network is a bug. After more than one
   * request in the exchange, the last failure says nothing about the others.
   */
  readonly failed: (cause: unknown, requests?: number) => void
  /** A bug of ours or of the client's kills the fiber. Its error is shown, so it must not hold a request. */
  readonly bug: (cause: unknown) => void
}

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
