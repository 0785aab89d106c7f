import type * as HttpClient from "@effect/platform/HttpClient"
import type { RequestError, ResponseError } from "@effect/platform/HttpClientError"
import type { HttpClientRequest } from "@effect/platform/HttpClientRequest"
import type { HttpClientResponse } from "@effect/platform/HttpClientResponse"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import type { Observation } from "../Decision.js"
import { classify } from "./transport.js"

/** A whole answer, or how the attempt was lost. */
export type Received =
  | { readonly _tag: "Whole"; readonly response: HttpClientResponse; readonly bytes: Uint8Array }
  | Extract<Observation, { readonly _tag: "NotSent" | "Lost" }>

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

/** A failure of the network as an observation. Anything else is a bug, and its error is kept out of every channel. */
const lost = (error: RequestError): Effect.Effect<Received> => {
  const { code, kind } = classify(error)
  switch (kind) {
    case "not sent":
      return Effect.succeed({ _tag: "NotSent", code })
    case "lost":
      return Effect.succeed({ _tag: "Lost", reason: "reset", code, status: undefined })
    case "bug":
      return Effect.die(
        error.cause instanceof Error ? error.cause : new Error(`The HTTP client failed: ${error.reason}`)
      )
  }
}

/** Sends the request once and reads the whole answer, within `timeoutMillis`. */
export const attempt = (
  client: HttpClient.HttpClient,
  request: HttpClientRequest,
  options: { readonly timeoutMillis: number; readonly maxBodyBytes: number }
): Effect.Effect<Received> =>
  Effect.suspend(() => {
    let status: number | undefined
    return client.execute(request).pipe(
      Effect.flatMap((response) => {
        status = response.status
        return Effect.map(
          readBody(response, request.method, options.maxBodyBytes),
          (bytes): Received => ({ _tag: "Whole", response, bytes })
        )
      }),
      Effect.catchTags({
        RequestError: lost,
        ResponseError: () => Effect.succeed<Received>({ _tag: "Lost", reason: "body cut", code: undefined, status }),
        TooLarge: () => Effect.succeed<Received>({ _tag: "Lost", reason: "body too large", code: undefined, status })
      }),
      Effect.timeoutOption(options.timeoutMillis),
      Effect.map(Option.getOrElse((): Received => ({ _tag: "Lost", reason: "timeout", code: undefined, status })))
    )
  })
