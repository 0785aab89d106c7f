import type { HttpClientRequest } from "@effect/platform/HttpClientRequest"
import type * as Effect from "effect/Effect"
import type * as Fiber from "effect/Fiber"
import type { Limits, Received, Transport } from "./exchange.js"

/** Begins an exchange and calls `done` once, with its end. The returned function ends it early, without a call. */
export type Start = (
  fiber: Fiber.RuntimeFiber<unknown, unknown>,
  request: HttpClientRequest,
  limits: Limits,
  done: (received: Effect.Effect<Received>) => void
) => () => void

const starts = new WeakMap<Transport, (request: HttpClientRequest) => Start | undefined>()

/** Notes how exchanges of a transport begin without an effect of their own. */
export const register = (
  transport: Transport,
  choose: (request: HttpClientRequest) => Start | undefined
): void => {
  starts.set(transport, choose)
}

/** The start of a request's exchange through a transport, if it has one. */
export const startOf = (transport: Transport, request: HttpClientRequest): Start | undefined =>
  starts.get(transport)?.(request)
