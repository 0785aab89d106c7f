import * as NodeHttpServerRequest from "@effect/platform-node/NodeHttpServerRequest"
import type * as HttpApp from "@effect/platform/HttpApp"
import * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as Effect from "effect/Effect"
import type { ServerResponse } from "node:http"
import { type Delivery, halfOf } from "../faults/delivery.js"
import * as Cors from "./cors.js"
import type { Server } from "./exchange.js"

/** Told to the platform when the answer has been dealt with here: an ended response is left alone. */
const dealtWith = HttpServerResponse.empty()

const end = (node: ServerResponse) => Effect.sync(() => node.end())

/** Sends a part and waits until the operating system has it; what follows then cannot overtake it. */
const send = (node: ServerResponse, response: HttpServerResponse.HttpServerResponse, part: Uint8Array) =>
  Effect.async<void>((resume) => {
    const sent = () => resume(Effect.void)
    node.writeHead(response.status, response.headers)
    node.flushHeaders()
    if (part.length > 0) node.write(part, sent)
    else if (node.socket === null) sent()
    else node.socket.write("", sent)
  })

const destroy = (node: ServerResponse) => Effect.sync(() => node.socket?.destroy())

/** Nothing more is sent; the connection is the client's to end, or the server's when it stops. */
const hold = (node: ServerResponse) => Effect.onInterrupt(Effect.never, () => end(node))

const deliver = (node: ServerResponse, delivery: Delivery): Effect.Effect<HttpServerResponse.HttpServerResponse> => {
  switch (delivery._tag) {
    case "Answer":
      return Effect.succeed(delivery.response)
    case "Destroy": {
      const part = delivery.after === "nothing"
        ? Effect.void
        : send(node, delivery.response, delivery.after === "half" ? halfOf(delivery.response) : new Uint8Array())
      return part.pipe(Effect.zipRight(destroy(node)), Effect.zipRight(end(node)), Effect.as(dealtWith))
    }
    case "Silence":
      return delivery.after === "nothing"
        ? hold(node)
        : Effect.zipRight(send(node, delivery.response, halfOf(delivery.response)), hold(node))
  }
}

/** Every part of an answer that is sent can be read by pages of other origins. */
const readable = (delivery: Delivery): Delivery =>
  "response" in delivery
    ? { ...delivery, response: HttpServerResponse.setHeaders(delivery.response, Cors.headers) }
    : delivery

/** Carries out deliveries on the connection of a Node server. */
export const app = (server: Server): HttpApp.Default =>
  Effect.flatMap(HttpServerRequest.HttpServerRequest, (request) => {
    const preflight = Cors.preflight(request)
    if (preflight !== undefined) return Effect.succeed(preflight)
    return Effect.interruptible(
      Effect.flatMap(
        server.serve(request),
        (delivery) => deliver(NodeHttpServerRequest.toServerResponse(request), readable(delivery))
      )
    )
  })
