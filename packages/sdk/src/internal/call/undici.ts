import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import * as NodeStream from "@effect/platform-node/NodeStream"
import type * as Undici from "@effect/platform-node/Undici"
import * as Headers from "@effect/platform/Headers"
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Sink from "effect/Sink"
import * as Stream from "effect/Stream"
// Gives agents the method `request`, which their module alone does not.
import "undici"
import { acceptEncoding, type Coding, codingsOf } from "./codings.js"

const unreadable = () => new Error("the body cannot be decompressed")

/** Undoes one coding of a stream, which is chosen by the first bytes. */
const decoded = <E>(body: Stream.Stream<Uint8Array, E>, coding: Coding): Stream.Stream<Uint8Array, E | Error> =>
  Stream.peel(body, Sink.take<Uint8Array>(1)).pipe(
    Effect.map(([first, rest]) => {
      const head = Chunk.head(first)
      return Option.isNone(head)
        ? Stream.empty
        : NodeStream.pipeThroughDuplex(
          Stream.concat(Stream.fromChunk(first), rest),
          coding.streamed(head.value),
          unreadable
        )
    }),
    Stream.unwrapScoped
  )

/** Undici leaves bodies as they came. They stay streams here, so that the limit on their length counts what is decoded. */
const decompressed = (response: HttpClientResponse.HttpClientResponse): HttpClientResponse.HttpClientResponse => {
  const codings = codingsOf(response.headers["content-encoding"])
  if (codings.length === 0) return response
  const body = Stream.toReadableStream(
    codings.reduce<Stream.Stream<Uint8Array, Error>>(decoded, response.stream)
  )
  const headers = Headers.remove(response.headers, ["content-encoding", "content-length"])
  return HttpClientResponse.fromWeb(response.request, new Response(body, { status: response.status, headers }))
}

/** The platform's client on a dispatcher of undici, which takes compressed answers. */
export const make = (dispatcher: Undici.Dispatcher): HttpClient.HttpClient =>
  NodeHttpClient.makeUndici(dispatcher).pipe(
    HttpClient.mapRequest(HttpClientRequest.setHeader("accept-encoding", acceptEncoding)),
    HttpClient.transformResponse(Effect.map(decompressed))
  )
