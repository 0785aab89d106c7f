import * as Transport from "@qurl/idempotency/Transport"
import * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as HttpBody from "effect/http/HttpBody"
import * as HttpClient from "effect/http/HttpClient"
import type { HttpClientError } from "effect/http/HttpClientError"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import type { HttpClientResponse } from "effect/http/HttpClientResponse"
import type { HttpMethod } from "effect/http/HttpMethod"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import * as Tracer from "effect/Tracer"
import { callerOf } from "./caller.js"
import { spanOf } from "./tracer.js"

class TooLarge extends Data.TaggedError("TooLarge") {}

const hasNoBody = (response: HttpClientResponse, method: string) =>
  method === "HEAD" || response.status === 204 || response.status === 304 || response.headers["content-length"] === "0"

/** The body, read through one accessor only, up to `most` bytes. */
const readBody = (
  response: HttpClientResponse,
  method: string,
  most: number
): Effect.Effect<Uint8Array, HttpClientError | TooLarge> => {
  if (hasNoBody(response, method)) return Effect.succeed(new Uint8Array())
  const announced = Number(response.headers["content-length"])
  if (announced > most) return Effect.fail(new TooLarge())
  if (announced > 0 && response.headers["content-encoding"] === undefined) {
    return Effect.map(response.arrayBuffer, (buffer) => new Uint8Array(buffer))
  }
  const chunks: Array<Uint8Array> = []
  let size = 0
  return response.stream.pipe(
    Stream.catchIf((error) => error.reason._tag === "EmptyBodyError", () => Stream.empty),
    Stream.runForEach((chunk) => {
      size += chunk.byteLength
      chunks.push(chunk)
      return size > most ? Effect.fail(new TooLarge()) : Effect.void
    }),
    Effect.map(() => {
      const bytes = new Uint8Array(size)
      let offset = 0
      for (const chunk of chunks) {
        bytes.set(chunk, offset)
        offset += chunk.byteLength
      }
      return bytes
    })
  )
}

type Request3 = Transport.Exchange["request"]

const toRequest = (request: Request3, body: Transport.Exchange["body"]): HttpClientRequest.HttpClientRequest => {
  const { "content-length": _length, "content-type": type, ...headers } = request.headers
  // The engine sends the methods of the contract.
  return HttpClientRequest.make(request.method as HttpMethod)(request.url, {
    headers,
    urlParams: request.urlParams,
    ...(body === null ? {} : {
      body: typeof body === "string" ? HttpBody.text(body, type) : HttpBody.uint8Array(body, type)
    })
  })
}

/**
 * The caller's context without the platform's HTTP spans, which show every header, and with a `fetch` that follows no
 * redirect, since it would send our headers along. The platform asks about spans once per request, so that `sending`
 * counts the requests of a client that repeats by itself.
 */
const contextOf = (
  fiber: Transport.Exchange["fiber"],
  init: RequestInit,
  sending: () => void
): Context.Context<never> => {
  const untraced = callerOf(fiber).pipe(
    Context.add(FetchHttpClient.RequestInit, init),
    Context.add(HttpClient.TracerDisabledWhen, () => {
      sending()
      return true
    })
  )
  const span = spanOf(fiber.currentContext)
  return Option.isSome(span) ? Context.add(untraced, Tracer.ParentSpan, span.value) : untraced
}

/**
 * Sends the requests of the engine through a client of Effect 4. Each exchange has a fiber of its own, which can be left
 * behind when the time is up: not every client listens to a signal.
 */
export const layer = (client: HttpClient.HttpClient, given: RequestInit | undefined) => {
  const init: RequestInit = { ...given, redirect: "manual" }
  return Transport.layer(
    Transport.make(({ answered, body, bug, cut, failed, fiber, maxBodyBytes, request, whole }) => {
      let requests = 0
      let isAnswered = false
      let isStopped = false
      const exchange = client.execute(toRequest(request, body)).pipe(
        Effect.flatMap((response) => {
          isAnswered = true
          answered(response.status, { ...response.headers })
          return Effect.map(
            readBody(response, request.method, maxBodyBytes),
            (bytes) => whole({ ...response.headers }, bytes)
          )
        }),
        Effect.catchTags({
          HttpClientError: ({ reason }) =>
            Effect.sync(() => {
              if (reason._tag === "EncodeError" || reason._tag === "InvalidUrlError") bug(reason.cause)
              else if (reason._tag === "TransportError" && !isAnswered) failed(reason.cause, requests)
              else cut("body cut")
            }),
          TooLarge: () => Effect.sync(() => cut("body too large"))
        })
      )
      const running = Effect.runForkWith(contextOf(fiber, init, () => {
        requests += 1
      }))(exchange)
      running.addObserver((exit) => {
        // A fiber of Effect 4 ends within the step that interrupts it, before the engine has said why.
        if (Exit.isFailure(exit) && !isStopped) bug(Cause.squash(exit.cause))
      })
      return () => {
        isStopped = true
        running.interruptUnsafe()
      }
    })
  )
}
