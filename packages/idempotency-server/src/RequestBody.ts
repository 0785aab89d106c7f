/**
 * Reading the body of a request before its handler does.
 *
 * @since 0.1.0
 */
import * as FileSystem from "@effect/platform/FileSystem"
import * as HttpServerError from "@effect/platform/HttpServerError"
import * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"

const decoder = new TextDecoder()

/**
 * The whole body, or none when it is longer than `limit` or was cut off: then there is nobody left to tell.
 *
 * @since 0.1.0
 * @category combinators
 */
export const read = (
  request: HttpServerRequest.HttpServerRequest,
  limit: number
): Effect.Effect<Option.Option<Uint8Array>> =>
  // Asked first, because a body that is refused while it arrives costs the connection and with it our answer.
  Number(request.headers["content-length"] ?? 0) > limit
    ? Effect.succeedNone
    : request.arrayBuffer.pipe(
      HttpServerRequest.withMaxBodySize(Option.some(FileSystem.Size(limit))),
      Effect.map((buffer) => Option.filter(Option.some(new Uint8Array(buffer)), (bytes) => bytes.length <= limit)),
      Effect.orElseSucceed(Option.none)
    )

/**
 * The same request with a body that has been read already, whichever way the handler asks for it. A connection's body
 * can be read once, and on Node reading it as bytes and as text are two readings.
 *
 * @since 0.1.0
 * @category combinators
 */
export const withBody = (
  request: HttpServerRequest.HttpServerRequest,
  bytes: Uint8Array
): HttpServerRequest.HttpServerRequest => {
  const text = Effect.sync(() => decoder.decode(bytes))
  const json = Effect.tryMap(text, {
    try: (text): unknown => text === "" ? null : JSON.parse(text),
    catch: (cause) => new HttpServerError.RequestError({ request, reason: "Decode", cause })
  })
  // One per reading: a body of the web platform can be read once as well.
  const web = () =>
    HttpServerRequest.fromWeb(
      new Request("http://body", {
        method: "POST",
        headers: { "content-type": request.headers["content-type"] ?? "application/octet-stream" },
        body: Uint8Array.from(bytes)
      })
    )
  const buffered: HttpServerRequest.HttpServerRequest = Object.create(request, {
    text: { value: text },
    json: { value: json },
    arrayBuffer: { value: Effect.sync(() => Uint8Array.from(bytes).buffer) },
    urlParamsBody: { get: () => web().urlParamsBody },
    stream: { get: () => web().stream },
    multipart: { get: () => web().multipart },
    multipartStream: { get: () => web().multipartStream },
    modify: {
      value: (options: Parameters<typeof request.modify>[0]) => withBody(request.modify(options), bytes)
    }
  })
  return buffered
}
