import * as HttpBody from "@effect/platform/HttpBody"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"

type Response = HttpServerResponse.HttpServerResponse

/** A body in hand, or one that is produced while it is read. */
export type Body =
  | { readonly _tag: "Bytes"; readonly response: Response; readonly bytes: Uint8Array }
  | { readonly _tag: "Stream"; readonly response: Response; readonly stream: Stream.Stream<Uint8Array, unknown> }

const empty = new Uint8Array()
const encoder = new TextEncoder()

const ofWeb = (response: Response, web: globalThis.Response): Body => {
  const type = response.headers["content-type"] ?? web.headers.get("content-type") ?? undefined
  const typed = type === undefined ? response : HttpServerResponse.setHeader(response, "content-type", type)
  const { body } = web
  return body === null
    ? { _tag: "Bytes", response: HttpServerResponse.setBody(typed, HttpBody.empty), bytes: empty }
    : { _tag: "Stream", response: typed, stream: ofChunks(Stream.fromReadableStream(() => body, (error) => error)) }
}

/** The bytes of a stream of the web, whose types do not keep a program from producing text or anything else. */
export const ofChunks = (chunks: Stream.Stream<unknown, unknown>): Stream.Stream<Uint8Array, unknown> =>
  Stream.mapEffect(chunks, (chunk) => {
    if (chunk instanceof Uint8Array) return Effect.succeed(chunk)
    return typeof chunk === "string"
      ? Effect.succeed(encoder.encode(chunk))
      : Effect.fail(new TypeError(`a body has chunks of bytes or text, not of type ${typeof chunk}`))
  })

const ofRaw = (response: Response, raw: unknown): Body => {
  if (typeof raw === "string") return { _tag: "Bytes", response, bytes: encoder.encode(raw) }
  if (raw instanceof Uint8Array) return { _tag: "Bytes", response, bytes: raw }
  if (raw instanceof globalThis.Response) return ofWeb(response, raw)
  if (raw instanceof ReadableStream || raw instanceof Blob || raw instanceof URLSearchParams) {
    return ofWeb(response, new globalThis.Response(raw))
  }
  return isAsyncIterable(raw)
    ? { _tag: "Stream", response, stream: Stream.map(Stream.fromAsyncIterable(raw, (error) => error), toBytes) }
    : { _tag: "Bytes", response, bytes: empty }
}

const isAsyncIterable = (raw: unknown): raw is AsyncIterable<unknown> =>
  Predicate.hasProperty(raw, Symbol.asyncIterator) && typeof raw[Symbol.asyncIterator] === "function"

const toBytes = (chunk: unknown): Uint8Array => chunk instanceof Uint8Array ? chunk : encoder.encode(String(chunk))

/** The body of a response in one of two forms, with the type that its client needs to read it. */
export const of = (response: Response): Body => {
  const { body } = response
  switch (body._tag) {
    case "Empty":
      return { _tag: "Bytes", response, bytes: empty }
    case "Uint8Array":
      return { _tag: "Bytes", response, bytes: body.body }
    case "Stream":
      return { _tag: "Stream", response, stream: body.stream }
    case "FormData":
      return ofWeb(response, new globalThis.Response(body.formData))
    case "Raw":
      return ofRaw(response, body.body)
  }
}

const withBody = (response: Response, body: HttpBody.HttpBody): Response => {
  const type = response.headers["content-type"]
  const changed = HttpServerResponse.setBody(response, body)
  return type === undefined ? changed : HttpServerResponse.setHeader(changed, "content-type", type)
}

/** Type of a response's body. One that has none gets none: the platform would name it `application/octet-stream`. */
const typeOf = ({ body, headers }: Response): string => headers["content-type"] ?? body.contentType ?? ""

/** The response with its body in hand. */
export const withBytes = (response: Response, bytes: Uint8Array): Response =>
  withBody(response, HttpBody.uint8Array(bytes, typeOf(response)))

/** The response with another stream as its body. */
export const withStream = (response: Response, stream: Stream.Stream<Uint8Array, unknown>): Response =>
  withBody(
    response,
    HttpBody.stream(
      stream,
      typeOf(response),
      response.body._tag === "Stream" ? response.body.contentLength : undefined
    )
  )

/** Recognises streams of events, which have no end that could be waited for. */
export const isEvents = (response: Response): boolean => typeOf(response).startsWith("text/event-stream")

/** The beginning of a body, up to a limit. */
export class Kept {
  private chunks: Array<Uint8Array> = []
  private length = 0

  constructor(private readonly limit: number) {}

  get isTooLarge(): boolean {
    return this.length > this.limit
  }

  add(chunk: Uint8Array): void {
    this.length += chunk.length
    if (this.isTooLarge) this.chunks = []
    // A producer may use its buffer again.
    else this.chunks.push(chunk.slice())
  }

  get bytes(): Uint8Array {
    const bytes = new Uint8Array(this.length)
    let at = 0
    for (const chunk of this.chunks) {
      bytes.set(chunk, at)
      at += chunk.length
    }
    return bytes
  }
}

/** The whole of a stream, or all of it as another stream if it is longer than the limit. */
export type Collected =
  | { readonly _tag: "Whole"; readonly bytes: Uint8Array }
  | { readonly _tag: "TooLarge"; readonly stream: Stream.Stream<Uint8Array, unknown> }

/** Reads a stream in the calling fiber up to the limit. The rest of it lives as long as the surrounding scope. */
export const collect = (
  stream: Stream.Stream<Uint8Array, unknown>,
  limit: number
): Effect.Effect<Collected, unknown, Scope.Scope> =>
  Effect.flatMap(Stream.toPull(stream), (pull) => {
    const kept = new Kept(limit)
    const seen: Array<Uint8Array> = []
    const rest = Stream.suspend(() =>
      Stream.concat(Stream.fromChunk(Chunk.unsafeFromArray(seen)), Stream.repeatEffectChunkOption(pull))
    )
    const more: Effect.Effect<Collected, unknown> = Effect.matchEffect(pull, {
      onFailure: Option.match({
        onNone: () => Effect.succeed<Collected>({ _tag: "Whole", bytes: kept.bytes }),
        onSome: (error) => Effect.fail(error)
      }),
      onSuccess: (chunks) => {
        for (const chunk of chunks) {
          kept.add(chunk)
          seen.push(chunk)
        }
        return kept.isTooLarge ? Effect.succeed<Collected>({ _tag: "TooLarge", stream: rest }) : more
      }
    })
    return more
  })
