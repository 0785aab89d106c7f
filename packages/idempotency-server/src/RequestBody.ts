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
): Effect.Effect<Option.Option<Uint8Array>> => {
  const length = /^\d+$/.exec(request.headers["content-length"] ?? "")
  // Asked first, because a body that is refused while it arrives costs the connection and with it our answer.
  if (Number(length?.[0]) > limit) return Effect.succeedNone
  const body = length === null
    ? HttpServerRequest.withMaxBodySize(request.arrayBuffer, Option.some(FileSystem.Size(limit)))
    : request.arrayBuffer
  return body.pipe(
    Effect.map((buffer) => Option.filter(Option.some(new Uint8Array(buffer)), (bytes) => bytes.length <= limit)),
    Effect.orElseSucceed(Option.none)
  )
}

/** A body that is in hand, in each of the forms in which a request gives it. */
class Buffered {
  readonly text: Effect.Effect<string>

  constructor(private readonly request: HttpServerRequest.HttpServerRequest, private readonly bytes: Uint8Array) {
    this.text = Effect.sync(() => decoder.decode(bytes))
  }

  get json(): Effect.Effect<unknown, HttpServerError.RequestError> {
    return Effect.tryMap(this.text, {
      try: (text): unknown => text === "" ? null : JSON.parse(text),
      catch: (cause) => new HttpServerError.RequestError({ request: this.request, reason: "Decode", cause })
    })
  }

  get arrayBuffer(): Effect.Effect<ArrayBuffer> {
    return Effect.sync(() => Uint8Array.from(this.bytes).buffer)
  }

  /** One per reading: a body of the web platform can be read once as well. */
  private get web(): HttpServerRequest.HttpServerRequest {
    return HttpServerRequest.fromWeb(
      new Request("http://body", {
        method: "POST",
        headers: { "content-type": this.request.headers["content-type"] ?? "application/octet-stream" },
        body: Uint8Array.from(this.bytes)
      })
    )
  }

  get urlParamsBody() {
    return this.web.urlParamsBody
  }

  get stream() {
    return this.web.stream
  }

  get multipart() {
    return this.web.multipart
  }

  get multipartStream() {
    return this.web.multipartStream
  }

  get modify(): HttpServerRequest.HttpServerRequest["modify"] {
    return (options) => withBody(this.request.modify(options), this.bytes)
  }
}

const forms: ReadonlySet<PropertyKey> = new Set<keyof Buffered>([
  "text",
  "json",
  "arrayBuffer",
  "urlParamsBody",
  "stream",
  "multipart",
  "multipartStream",
  "modify"
])

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
  const buffered = new Buffered(request, bytes)
  // Whatever else the platform's request has stays its own. `Object.create` would say the same, at forty times the cost.
  return new Proxy(request, {
    get: (_, property): unknown => Reflect.get(forms.has(property) ? buffered : request, property)
  })
}
