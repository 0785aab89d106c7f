import * as HttpServerError from "@effect/platform/HttpServerError"
import * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as Multipart from "@effect/platform/Multipart"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Predicate from "effect/Predicate"
import * as Stream from "effect/Stream"
import type { Readable } from "node:stream"
import { toIncoming } from "./incoming.js"
import * as NodeBody from "./nodeBody.js"
import { timeLimit } from "./timeLimit.js"

type ServerRequest = HttpServerRequest.HttpServerRequest

/**
 * The body of a request cannot be had.
 *
 * - `too large`: it is longer than the limit.
 * - `too slow`: it did not arrive within the time limit.
 * - `cut off`: its connection ended first.
 * - `consumed`: it was read before, in a way that cannot be repeated.
 *
 * @since 0.1.0
 * @category errors
 */
export class BodyError extends Data.TaggedError("BodyError")<{
  readonly reason: "too large" | "too slow" | "cut off" | "consumed"
}> {
  override get message(): string {
    switch (this.reason) {
      case "too large":
        return "the body of the request is too large"
      case "too slow":
        return "the body of the request arrives too slowly"
      case "cut off":
        return "the body of the request was cut off"
      case "consumed":
        return "the body of the request was read before: read it with `request.text` or `request.json` of the platform's "
          + "own request, or pass on `RequestBody.withBody(request, bytes)` or, on the web, `new Request(request, { body })`"
    }
  }
}

/** Limits for reading a body. */
export interface Limits {
  readonly maxBytes: number
  /** @default 30 seconds */
  readonly timeoutMillis?: number | undefined
}

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** Key of a request under which its bytes are, once they have been read. */
const inHand = Symbol.for("@qurl/idempotency-server/RequestBody")

const bytesInHand = (request: ServerRequest): Uint8Array | undefined => {
  const bytes: unknown = Reflect.get(request, inHand)
  return bytes instanceof Uint8Array ? bytes : undefined
}

const isConsumed = ({ source }: ServerRequest): boolean =>
  source instanceof Request
    ? source.bodyUsed
    : Predicate.hasProperty(source, "readableDidRead") && source.readableDidRead === true

/** The platform's requests keep their text once it has been asked for; asking for it anew would wait for ever. */
const hasText = (request: ServerRequest): boolean =>
  Predicate.hasProperty(request, "textEffect") && request.textEffect !== undefined

const lengthOf = ({ headers }: ServerRequest): number | undefined => {
  const length = /^\d+$/.exec(headers["content-length"] ?? "")
  return length === null ? undefined : Number(length[0])
}

const again = (request: ServerRequest): Effect.Effect<Uint8Array, BodyError> =>
  !hasText(request) ? new BodyError({ reason: "consumed" }) : request.text.pipe(
    Effect.map((text) => encoder.encode(text)),
    // Text that is not UTF-8 has lost what it was.
    Effect.filterOrFail(
      ({ length }) => length === (lengthOf(request) ?? length),
      () => new BodyError({ reason: "consumed" })
    ),
    Effect.mapError(() => new BodyError({ reason: "consumed" }))
  )

const join = (chunks: ReadonlyArray<Uint8Array>, length: number): Uint8Array => {
  const bytes = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}

const readChunked = (request: ServerRequest, maxBytes: number): Effect.Effect<Uint8Array, BodyError> =>
  Effect.gen(function*() {
    const chunks: Array<Uint8Array> = []
    let length = 0
    const tooLarge = Effect.unsafeMakeLatch()
    const reading = Stream.runForEach(request.stream, (chunk) => {
      length += chunk.length
      if (length <= maxBytes) chunks.push(chunk)
      else tooLarge.unsafeOpen()
      // The client has to wait: a stream that ended here would close its connection.
      return length <= maxBytes * NodeBody.drainFactor ? Effect.void : Effect.never
    }).pipe(Effect.mapError(() => new BodyError({ reason: "cut off" })))
    const limit = Effect.zipRight(tooLarge.await, Effect.sleep(NodeBody.drainMillis))
    const fiber = yield* Effect.forkDaemon(Effect.interruptible(Effect.raceFirst(reading, limit)))
    yield* Effect.onInterrupt(Effect.raceFirst(Fiber.join(fiber), tooLarge.await), () => Fiber.interruptFork(fiber))
    return length <= maxBytes ? join(chunks, length) : yield* new BodyError({ reason: "too large" })
  })

const readWhole = (request: ServerRequest): Effect.Effect<Uint8Array, BodyError> =>
  Effect.mapBoth(request.arrayBuffer, {
    onFailure: () => new BodyError({ reason: "cut off" }),
    onSuccess: (buffer) => new Uint8Array(buffer)
  })

/** Forms in which a request of the platform reads its connection. The others are made of these. */
const sources = ["text", "arrayBuffer", "stream", "multipart", "multipartStream"] as const

/** Replaces the body of a request of the platform, whose connection would be read for ever. */
const replaceBody = (request: ServerRequest, body: Pick<ServerRequest, typeof sources[number]>): void => {
  for (const name of sources) Object.defineProperty(request, name, { get: () => body[name], configurable: true })
}

/** Reads the body of a connection of Node. Other readers of the same request get it, too, or its refusal. */
const readFromNode = (
  request: ServerRequest,
  stream: Readable,
  { maxBytes, timeoutMillis = 30_000 }: Limits
): Effect.Effect<Uint8Array, BodyError> =>
  Effect.mapBoth(NodeBody.read(stream, maxBytes, timeoutMillis), {
    onFailure: (reason) => {
      const error = new BodyError({ reason })
      const description = error.message
      const refusal = new HttpServerError.RequestError({ request, reason: "Decode", description })
      const multipart = new Multipart.MultipartError({
        reason: reason === "too large" ? "BodyTooLarge" : "InternalError",
        cause: error
      })
      replaceBody(request, {
        text: refusal,
        arrayBuffer: refusal,
        stream: Stream.fail(refusal),
        multipart,
        multipartStream: Stream.fail(multipart)
      })
      return error
    },
    onSuccess: (bytes) => {
      replaceBody(request, new Buffered(request, bytes, undefined))
      Reflect.set(request, inHand, bytes)
      return bytes
    }
  })

/** Bodies of requests of the web platform, which stand for one connection however often they are handled. */
const readFromWeb = new WeakMap<Request, Effect.Effect<Uint8Array, BodyError>>()

const readOnce = (request: ServerRequest, maxBytes: number): Effect.Effect<Uint8Array, BodyError> => {
  const { source } = request
  const body = lengthOf(request) === undefined ? readChunked(request, maxBytes) : readWhole(request)
  if (!(source instanceof Request)) return body
  const cached = Effect.runSync(Effect.cached(body))
  readFromWeb.set(source, cached)
  return cached
}

/** Reads the whole body, or uses what was read of it before. */
export const read = (
  request: ServerRequest,
  limits: Limits
): Effect.Effect<Uint8Array, BodyError> =>
  Effect.suspend(() => {
    const { maxBytes, timeoutMillis = 30_000 } = limits
    const { source } = request
    if (source instanceof Request && source.body === null) return Effect.succeed(new Uint8Array())
    const bytes = bytesInHand(request)
    if (bytes !== undefined) {
      return bytes.length <= maxBytes ? Effect.succeed(bytes) : new BodyError({ reason: "too large" })
    }
    const length = lengthOf(request)
    // Checked first, because a body that is refused while it arrives costs the connection and with it our answer.
    if (length !== undefined && length > maxBytes) return new BodyError({ reason: "too large" })
    if (length === 0) return Effect.succeed(new Uint8Array())
    const earlier = source instanceof Request ? readFromWeb.get(source) : undefined
    if (earlier !== undefined) return earlier
    if (isConsumed(request)) return again(request)
    const stream = NodeBody.unreadStream(request)
    if (stream !== undefined) return readFromNode(request, stream, limits)
    return timeLimit(readOnce(request, maxBytes), timeoutMillis, () => new BodyError({ reason: "too slow" }))
  })

/** A body that has been read, in each of the forms in which a request gives it. */
class Buffered {
  readonly text: Effect.Effect<string>
  readonly [inHand]: Uint8Array

  constructor(
    private readonly request: ServerRequest,
    private readonly bytes: Uint8Array,
    private readonly set: ProxyHandler<ServerRequest>["set"]
  ) {
    this.text = Effect.sync(() => decoder.decode(bytes))
    this[inHand] = bytes
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

  /** Makes a request per reading, because a body of the web platform can be read only once. */
  private get web(): ServerRequest {
    return HttpServerRequest.fromWeb(
      new Request("http://body", {
        method: "POST",
        headers: { "content-type": this.request.headers["content-type"] ?? "application/octet-stream" },
        body: Uint8Array.from(this.bytes)
      })
    )
  }

  /** The request that the platform's was made of, unread. */
  get source(): unknown {
    const { source } = this.request
    if (!(source instanceof Request)) return Predicate.isObject(source) ? toIncoming(source, this.bytes) : source
    return source.body === null ? source : new Request(source.url, {
      method: source.method,
      headers: source.headers,
      body: Uint8Array.from(this.bytes),
      signal: source.signal
    })
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

  get modify(): ServerRequest["modify"] {
    return (options) => withBody(this.request.modify(options), this.bytes, this.set)
  }
}

const forms: ReadonlySet<PropertyKey> = new Set<keyof Buffered>([
  inHand,
  "text",
  "json",
  "arrayBuffer",
  "source",
  "urlParamsBody",
  "stream",
  "multipart",
  "multipartStream",
  "modify"
])

/** The same request with a body that has been read. `set` sees what is written onto it. */
export const withBody = (
  request: ServerRequest,
  bytes: Uint8Array,
  set?: ProxyHandler<ServerRequest>["set"]
): ServerRequest => {
  const buffered = new Buffered(request, bytes, set)
  // Everything else of the platform's request stays its own. `Object.create` would say the same, at forty times the cost.
  return new Proxy(request, {
    get: (_, property): unknown => Reflect.get(forms.has(property) ? buffered : request, property),
    ...(set === undefined ? {} : { set })
  })
}
