import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientError from "@effect/platform/HttpClientError"
import type * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as Effect from "effect/Effect"
import { type Delivery, halfOf } from "../faults/delivery.js"
import type { Server } from "./exchange.js"

type Request = HttpClientRequest.HttpClientRequest
type Received = Effect.Effect<HttpClientResponse.HttpClientResponse, HttpClientError.HttpClientError>

/** Node's error when the other side is gone. */
const reset = (): Error => Object.assign(new Error("socket hang up"), { code: "ECONNRESET" })

/** The request as a server sees it. Bodies are bytes or text, as those of the API are. */
const toServer = (
  request: Request,
  url: URL
): Effect.Effect<HttpServerRequest.HttpServerRequest, HttpClientError.RequestError> => {
  const { body } = request
  const init = { method: request.method, headers: request.headers }
  const asServer = (request: globalThis.Request) =>
    Effect.succeed(HttpServerRequest.fromWeb(request).modify({ remoteAddress: "127.0.0.1" }))
  if (body._tag === "Empty") return asServer(new Request(url, init))
  if (body._tag === "Uint8Array") return asServer(new Request(url, { ...init, body: Uint8Array.from(body.body) }))
  return body._tag === "Raw" && typeof body.body === "string"
    ? asServer(new Request(url, { ...init, body: body.body }))
    : Effect.fail(
      new HttpClientError.RequestError({
        request,
        reason: "Encode",
        description: `the emulator without a socket takes no ${body._tag} body`
      })
    )
}

/** A body of which only a part comes: then the connection is cut, or nothing happens any more. */
const partial = (part: Uint8Array, then: "cut" | "nothing"): ReadableStream<Uint8Array> => {
  let rest = part
  return new ReadableStream({
    pull: (controller): Promise<void> | undefined => {
      if (rest.length > 0) {
        controller.enqueue(rest)
        rest = new Uint8Array()
        return undefined
      }
      if (then === "nothing") return new Promise(() => {})
      controller.error(reset())
      return undefined
    }
  }, { highWaterMark: 0 })
}

const receive = (request: Request, delivery: Delivery): Received => {
  if (delivery._tag === "Answer") {
    return Effect.succeed(HttpClientResponse.fromWeb(request, HttpServerResponse.toWeb(delivery.response)))
  }
  if (delivery.after === "nothing") {
    return delivery._tag === "Silence"
      ? Effect.never
      : Effect.fail(new HttpClientError.RequestError({ request, reason: "Transport", cause: reset() }))
  }
  const { after, response } = delivery
  const body = partial(
    after === "half" ? halfOf(response) : new Uint8Array(),
    delivery._tag === "Silence" ? "nothing" : "cut"
  )
  // An answer without a body has nothing to lose; its status forbids one.
  return Effect.succeed(HttpClientResponse.fromWeb(
    request,
    new Response(response.status === 204 ? null : body, { status: response.status, headers: response.headers })
  ))
}

/** Carries out deliveries without a socket, under the clock of the caller. */
export const client = (server: Server): HttpClient.HttpClient =>
  HttpClient.make((request, url) =>
    toServer(request, url).pipe(
      Effect.flatMap((incoming) => server.serve(incoming)),
      Effect.flatMap((delivery) => receive(request, delivery))
    )
  )
