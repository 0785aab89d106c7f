import * as HttpBody from "@effect/platform/HttpBody"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import type { Response } from "../../Store.js"

type HttpResponse = HttpServerResponse.HttpServerResponse

/** An answer on its way to the client, and its body if it can be kept. */
export interface Captured {
  readonly response: HttpResponse
  readonly body: Uint8Array | "too large" | "stream"
}

const empty = new Uint8Array()

const join = (chunks: ReadonlyArray<Uint8Array>, length: number): Uint8Array => {
  const bytes = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}

/** Reads a stream up to the cap. What is longer reaches the client all the same: what was read, and then the rest. */
const readUpTo = Effect.fnUntraced(function*(response: HttpResponse, limit: number) {
  const { contentType } = response.body
  const web = HttpServerResponse.toWeb(response).body
  if (web === null) return { response, body: empty }
  const reader = web.getReader()
  const chunks: Array<Uint8Array> = []
  let length = 0
  while (length <= limit) {
    const { done, value } = yield* Effect.promise(() => reader.read())
    if (done) break
    chunks.push(value)
    length += value.length
  }
  if (length <= limit) {
    const body = join(chunks, length)
    return { response: HttpServerResponse.setBody(response, HttpBody.uint8Array(body, contentType)), body }
  }
  const rest = Stream.repeatEffectOption(
    Effect.promise(() => reader.read()).pipe(
      Effect.filterOrFail(({ done }) => !done, () => Option.none()),
      Effect.map(({ value }) => value ?? empty)
    )
  )
  const body = HttpBody.stream(Stream.concat(Stream.fromIterable(chunks), rest), contentType)
  return { response: HttpServerResponse.setBody(response, body), body: "too large" as const }
})

/** The answer with its body in hand, if it has one that can be kept within `limit`. */
export const capture = (response: HttpResponse, limit: number): Effect.Effect<Captured> => {
  const { body } = response
  switch (body._tag) {
    case "Empty":
      return Effect.succeed({ response, body: empty })
    case "Uint8Array":
      return Effect.succeed({ response, body: body.body.length > limit ? "too large" : body.body })
    default:
      // Events have no end that could be waited for.
      return (body.contentType ?? response.headers["content-type"] ?? "").startsWith("text/event-stream")
        ? Effect.succeed({ response, body: "stream" })
        : readUpTo(response, limit)
  }
}

/** What to keep of an answer: of its headers only those that were chosen. */
export const toKept = ({ body, response }: Captured, kept: ReadonlyArray<string>): Response => {
  const headers: { [name: string]: string } = {}
  for (const name of kept) {
    const value = response.headers[name]
    if (value !== undefined) headers[name] = value
  }
  return { status: response.status, headers, body: typeof body === "string" ? empty : body }
}

/** A kept answer on the wire again, byte for byte. */
export const toResponse = ({ body, headers, status }: Response): HttpResponse =>
  body.length === 0
    ? HttpServerResponse.empty({ status, headers })
    : HttpServerResponse.uint8Array(body, { status, headers, contentType: headers["content-type"] })
