import * as HttpBody from "@effect/platform/HttpBody"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { Response } from "../Store.js"

/** Not an answer to the request but to its moment, its sender or its form: the same key may ask again. */
const passing: ReadonlySet<number> = new Set([401, 403, 408, 413, 415, 425, 429])

/** Whether an answer is final. A 5xx never is. */
const isFinal = (status: number): boolean => status < 500 && !passing.has(status)

/** The answer with its body as bytes; one that is a stream is read to its end, before its first byte is sent. */
export const buffered = (
  response: HttpServerResponse.HttpServerResponse
): Effect.Effect<HttpServerResponse.HttpServerResponse> => {
  const { body } = response
  if (body._tag === "Empty" || body._tag === "Uint8Array") return Effect.succeed(response)
  return Effect.map(
    Effect.promise(async () => new Uint8Array(await HttpServerResponse.toWeb(response).arrayBuffer())),
    (bytes) => HttpServerResponse.setBody(response, HttpBody.uint8Array(bytes, body.contentType))
  )
}

/** What to keep of a buffered answer, if it is final: of its headers only those that were chosen. */
export const toRecord = (
  response: HttpServerResponse.HttpServerResponse,
  kept: ReadonlyArray<string>
): Option.Option<Response> => {
  if (!isFinal(response.status)) return Option.none()
  const headers: { [name: string]: string } = {}
  for (const name of kept) {
    const value = response.headers[name]
    if (value !== undefined) headers[name] = value
  }
  const body = response.body._tag === "Uint8Array" ? response.body.body : new Uint8Array()
  return Option.some({ status: response.status, headers, body })
}

/** A kept answer on the wire again, byte for byte. */
export const toResponse = ({ body, headers, status }: Response): HttpServerResponse.HttpServerResponse =>
  body.length === 0
    ? HttpServerResponse.empty({ status, headers })
    : HttpServerResponse.uint8Array(body, { status, headers, contentType: headers["content-type"] })
