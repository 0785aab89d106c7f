import type * as Headers from "@effect/platform/Headers"
import type { HttpClientRequest } from "@effect/platform/HttpClientRequest"
import type * as Effect from "effect/Effect"
import type * as Fiber from "effect/Fiber"
import type { Observation } from "../../Decision.js"

/** An exchange whose answer did not arrive whole. */
export interface LostAnswer extends Omit<Extract<Observation, { readonly _tag: "Lost" }>, "source"> {
  /** Headers of the answer, if they arrived. */
  readonly headers?: Headers.Headers | undefined
}

/**
 * A whole answer, or how the exchange was lost.
 */
export type Received =
  | {
    readonly _tag: "Whole"
    readonly status: number
    readonly headers: Headers.Headers
    readonly bytes: Uint8Array
  }
  | LostAnswer
  | Extract<Observation, { readonly _tag: "NotSent" }>

/**
 * Limits for the time of an exchange, including its body, and for the size of that body.
 */
export interface Limits {
  readonly timeoutMillis: number
  readonly maxBodyBytes: number
}

/**
 * Sends a request once. Interruption ends the exchange.
 */
export type Transport = (request: HttpClientRequest, limits: Limits) => Effect.Effect<Received>

/**
 * An exchange from the side of the client that carries it out, which reports the answer. Only the first end counts.
 */
export interface Exchange {
  readonly request: HttpClientRequest
  /** The request's body, where it is bytes or a text. */
  readonly body: Uint8Array | string | null
  readonly maxBodyBytes: number
  /** The fiber that waits for the answer. */
  readonly fiber: Fiber.RuntimeFiber<unknown, unknown>
  /** Reports that the headers arrived. Their names are in lower case. */
  readonly answered: (status: number, headers: Readonly<Record<string, string>>) => void
  /** Reports that the end of the body arrived, with the headers that describe the body as it was read. */
  readonly whole: (headers: Readonly<Record<string, string>>, bytes: Uint8Array) => void
  /** Reports that the headers arrived and the body will not. */
  readonly cut: (reason: "body cut" | "body too large") => void
  /**
   * Reports that no headers will arrive. A cause that is not a failure of the network is a bug. `requests` is the number
   * of requests in the exchange, 0 if it is not known: unless there was exactly one, the last failure says nothing about
   * the others.
   *
   * @default 1
   */
  readonly failed: (cause: unknown, requests?: number) => void
  /** A bug of ours or of the client's kills the fiber. Its error is shown, so it must not hold a request. */
  readonly bug: (cause: unknown) => void
}
