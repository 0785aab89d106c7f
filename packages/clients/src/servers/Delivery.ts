/**
 * Loses answers on a connection of Node, when a fault asks for it.
 *
 * @since 0.1.0
 */
import * as NodeHttpServerRequest from "@effect/platform-node/NodeHttpServerRequest"
import type { HttpServerRequest } from "@effect/platform/HttpServerRequest"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as Effect from "effect/Effect"
import type { Fault } from "./LocalServer.js"

/** An ended response is left alone by the platform. */
const destroy = (request: HttpServerRequest) =>
  Effect.sync(() => {
    const response = NodeHttpServerRequest.toServerResponse(request)
    response.socket?.destroy()
    response.end()
    return HttpServerResponse.empty()
  })

/**
 * Delivers the answer to the client, or the part of it that the fault leaves. The work is complete before any of it is
 * lost.
 *
 * @since 0.1.0
 * @category combinators
 */
export const deliver = <E, R>(
  request: HttpServerRequest,
  fault: Fault,
  answer: Effect.Effect<HttpServerResponse.HttpServerResponse, E, R>
): Effect.Effect<HttpServerResponse.HttpServerResponse, E, R> => {
  switch (fault.kind) {
    case "lost request":
      return destroy(request)
    case "lost answer":
      return Effect.zipRight(answer, destroy(request))
    case "silence":
      return Effect.zipRight(answer, Effect.never)
    default:
      return answer
  }
}
