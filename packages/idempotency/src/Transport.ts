/**
 * One exchange over the network: a request is sent and its whole answer read, within a time and a size.
 *
 * @since 0.1.0
 */
import * as Headers from "@effect/platform/Headers"
import type { HttpBody } from "@effect/platform/HttpBody"
import * as HttpClient from "@effect/platform/HttpClient"
import type { HttpClientRequest } from "@effect/platform/HttpClientRequest"
import * as Effect from "effect/Effect"
import type * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import type { Observation } from "./Decision.js"
import { classify } from "./internal/transport.js"
import * as Timer from "./Timer.js"

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
 * An exchange as whoever carries it out sees it: what it has to tell, of which only the first end counts.
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
  /** The end of the body has come, too. The names of headers are in lower case. */
  readonly whole: (headers: Readonly<Record<string, string>>, bytes: Uint8Array) => void
  /** The headers have come, and the body will not. */
  readonly cut: (reason: "body cut" | "body too large") => void
  /**
   * No headers will come. A cause that is not a failure of the network is a bug. After more than one request in the
   * exchange, the last failure says nothing about the others.
   */
  readonly failed: (cause: unknown, requests?: number) => void
  /** A bug of ours or of the client's kills the fiber. Its error is shown, so it must not hold a request. */
  readonly bug: (cause: unknown) => void
}

/**
 * A transport on callbacks: `begin` begins an exchange and gives the way to end it early.
 *
 * A timer costs a twentieth of what `Effect.timeout` does, which needs two fibers.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (begin: (exchange: Exchange) => () => void): Transport => (request, limits) =>
  Effect.withFiberRuntime((fiber) =>
    Effect.async<Received>((resume) => {
      let status: number | undefined
      let isForeign = false
      const end = (received: Effect.Effect<Received>) => {
        stopTimer()
        resume(received)
      }
      const bug = (cause: unknown) =>
        end(Effect.die(cause instanceof Error ? cause : new Error("The HTTP client failed.")))
      const lost = (reason: "timeout" | "reset" | "body cut" | "body too large", code?: string) =>
        end(Effect.succeed({ _tag: "Lost", reason, code, status, ...(isForeign ? { isForeign } : {}) }))
      const stopTimer = Timer.start(fiber, limits.timeoutMillis, () => {
        abort()
        lost("timeout")
      })
      const abort = begin({
        request,
        body: bytesOf(request.body),
        maxBodyBytes: limits.maxBodyBytes,
        fiber,
        answered: (code, contentType) => {
          status = code
          isForeign = isForeignType(contentType)
        },
        whole: (fields, bytes) => {
          const headers = Headers.isHeaders(fields) ? fields : Headers.fromInput(fields)
          end(Effect.succeed({ _tag: "Whole", status: status ?? 0, headers, bytes }))
        },
        cut: lost,
        failed: (cause, requests = 1) => {
          const failure = classify(cause)
          if (failure.kind === "bug") bug(cause)
          else if (failure.kind === "not sent" && requests <= 1) {
            end(Effect.succeed({ _tag: "NotSent", code: failure.code, permanent: failure.permanent }))
          } else lost("reset", failure.code)
        },
        bug
      })
      return Effect.sync(() => {
        stopTimer()
        abort()
      })
    })
  )

/**
 * True for a content type that is named and is not JSON.
 *
 * @internal
 */
export const isForeignType = (contentType: string | undefined): boolean =>
  contentType !== undefined && !/[/+]json\b/i.test(contentType)

const bytesOf = (body: HttpBody): Uint8Array | string | null => {
  if (body._tag === "Uint8Array") return body.body
  return body._tag === "Raw" && typeof body.body === "string" ? body.body : null
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
 * The transport for a request through a client: the attached one where it can, else the other one.
 *
 * @since 0.1.0
 * @category combinators
 */
export const through = (client: HttpClient.HttpClient, otherwise: Transport): Transport => {
  const short = attached.get(client)
  return short === undefined
    ? otherwise
    : (request, limits) =>
      (request.body._tag === "Empty" || bytesOf(request.body) !== null ? short : otherwise)(request, limits)
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
