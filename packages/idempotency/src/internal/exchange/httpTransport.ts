import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as HttpClient from "@effect/platform/HttpClient"
import type { ResponseError } from "@effect/platform/HttpClientError"
import type { HttpClientResponse } from "@effect/platform/HttpClientResponse"
import * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import * as Data from "effect/Data"
import * as DefaultServices from "effect/DefaultServices"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as Fiber from "effect/Fiber"
import * as FiberId from "effect/FiberId"
import * as FiberRef from "effect/FiberRef"
import * as FiberRefs from "effect/FiberRefs"
import * as Option from "effect/Option"
import * as Runtime from "effect/Runtime"
import * as Stream from "effect/Stream"
import * as Tracer from "effect/Tracer"
import * as Transport from "../../Transport.js"

class TooLarge extends Data.TaggedError("TooLarge") {}

const hasNoBody = (response: HttpClientResponse, method: string) =>
  method === "HEAD" || response.status === 204 || response.status === 304 || response.headers["content-length"] === "0"

/** The body, read through one accessor only (reading by another one would find the source consumed), up to `most`. */
const readBody = (
  response: HttpClientResponse,
  method: string,
  most: number
): Effect.Effect<Uint8Array, ResponseError | TooLarge> => {
  if (hasNoBody(response, method)) return Effect.succeed(new Uint8Array())
  const announced = Number(response.headers["content-length"])
  if (announced > most) return Effect.fail(new TooLarge())
  if (announced > 0 && response.headers["content-encoding"] === undefined) {
    return Effect.map(response.arrayBuffer, (buffer) => new Uint8Array(buffer))
  }
  return response.stream.pipe(
    Stream.catchSome((error) => error.reason === "EmptyBody" ? Option.some(Stream.empty) : Option.none()),
    Stream.runFoldEffect({ chunks: Array<Uint8Array>(), size: 0 }, (read, chunk) => {
      read.size += chunk.byteLength
      read.chunks.push(chunk)
      return read.size > most ? Effect.fail(new TooLarge()) : Effect.succeed(read)
    }),
    Effect.map(({ chunks, size }) => {
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

/** Effect's own tracer, which keeps its spans to itself. */
const silent = Context.pick(Tracer.Tracer)(DefaultServices.liveServices)

/** The platform does not ask about the spans of a program that has turned tracing off, so its spans go nowhere instead. */
const turnedOn = (refs: FiberRefs.FiberRefs, fiberId: FiberId.Runtime): FiberRefs.FiberRefs => {
  if (FiberRefs.getOrDefault(refs, FiberRef.currentTracerEnabled)) return refs
  const services = FiberRefs.getOrDefault(refs, DefaultServices.currentServices)
  return refs.pipe(
    FiberRefs.updateAs({ fiberId, fiberRef: FiberRef.currentTracerEnabled, value: true }),
    FiberRefs.updateAs({ fiberId, fiberRef: DefaultServices.currentServices, value: Context.merge(services, silent) })
  )
}

/**
 * Runtime of an exchange: the caller's, without the platform's HTTP spans, which show every header, and with a `fetch`
 * that follows no redirect, since it would send our headers along. The platform asks about spans once per request, so
 * that `sending` counts the requests of a client that repeats by itself.
 */
const runtimeOf = (fiber: Fiber.RuntimeFiber<unknown, unknown>, init: RequestInit, sending: () => void) =>
  Runtime.make({
    context: Context.add(fiber.currentContext, FetchHttpClient.RequestInit, init),
    fiberRefs: FiberRefs.updateAs(turnedOn(fiber.getFiberRefs(), fiber.id()), {
      fiberId: fiber.id(),
      fiberRef: HttpClient.currentTracerDisabledWhen,
      value: () => {
        sending()
        return true
      }
    }),
    runtimeFlags: Runtime.defaultRuntimeFlags
  })

/**
 * The exchanges of any client. Each has a fiber of its own, which can be left behind when the time is up: not every
 * client listens to a signal.
 */
export const fromHttpClient = (client: HttpClient.HttpClient, given: RequestInit | undefined): Transport.Transport => {
  const init: RequestInit = { ...given, redirect: "manual" }
  return Transport.make((running) => {
    const { fiber, maxBodyBytes, request } = running
    let requests = 0
    const exchange = client.execute(request).pipe(
      Effect.flatMap((response) => {
        running.answered(response.status, response.headers)
        return Effect.map(
          readBody(response, request.method, maxBodyBytes),
          (bytes) => running.whole(response.headers, bytes)
        )
      }),
      Effect.catchTags({
        RequestError: ({ cause, reason }) =>
          Effect.sync(() => reason === "Transport" ? running.failed(cause, requests) : running.bug(cause)),
        ResponseError: () => Effect.sync(() => running.cut("body cut")),
        TooLarge: () => Effect.sync(() => running.cut("body too large"))
      })
    )
    const runtime = runtimeOf(fiber, init, () => {
      requests += 1
    })
    const exchanging = Runtime.runFork(runtime, exchange)
    exchanging.addObserver((exit) => {
      if (Exit.isFailure(exit)) running.bug(Cause.squash(exit.cause))
    })
    return () => exchanging.unsafeInterruptAsFork(FiberId.none)
  })
}
