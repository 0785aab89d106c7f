import type { IncomingMessage, ServerResponse } from "node:http"
import { PassThrough, pipeline, Readable } from "node:stream"
import { buffer } from "node:stream/consumers"
import type { ReadableStream as NodeStream } from "node:stream/web"

type Headers_ = { readonly [name: string]: number | string | ReadonlyArray<string> | undefined }

/** The body as it was sent, or as a parser has left it: what was parsed is compared as JSON. */
export const bodyOf = async (request: IncomingMessage, parsed: unknown): Promise<Uint8Array> => {
  if (parsed instanceof Uint8Array) return parsed
  if (typeof parsed === "string") return new TextEncoder().encode(parsed)
  if (parsed !== undefined && parsed !== null) return new TextEncoder().encode(JSON.stringify(parsed))
  return request.readableDidRead ? new Uint8Array() : buffer(request)
}

const append = (headers: Headers, from: Headers_): Headers => {
  for (const [name, value] of Object.entries(from)) {
    if (value === undefined) continue
    for (const each of typeof value === "object" ? value : [value]) headers.append(name, String(each))
  }
  return headers
}

/** The same request for the web platform. */
export const toRequest = (request: IncomingMessage, url: string, body: Uint8Array, signal?: AbortSignal): Request => {
  const { method = "GET" } = request
  const { "content-length": _, ...headers } = request.headers
  return new Request(new URL(url, "http://localhost"), {
    method,
    headers: append(new Headers(), headers),
    ...(signal === undefined ? {} : { signal }),
    ...(method === "GET" || method === "HEAD" ? {} : { body: Uint8Array.from(body) })
  })
}

const isBodiless = (status: number): boolean => status === 204 || status === 205 || status === 304

// Both casts are between the two declarations of one class, Node's and the browser's.
const toWeb = (readable: Readable): ReadableStream<Uint8Array> => Readable.toWeb(readable) as ReadableStream<Uint8Array>
const fromWeb = (stream: ReadableStream<Uint8Array>): Readable => Readable.fromWeb(stream as NodeStream)

const isStream = (payload: unknown): payload is ReadableStream<Uint8Array> | Readable =>
  payload instanceof ReadableStream || payload instanceof Readable

const toBody = (payload: unknown): BodyInit => {
  // Its chunks may be text.
  if (payload instanceof Readable) return toWeb(pipeline(payload, new PassThrough(), () => {}))
  if (payload instanceof ReadableStream || typeof payload === "string") return payload
  return payload instanceof Uint8Array ? Uint8Array.from(payload) : JSON.stringify(payload)
}

const typeOf = (payload: unknown): string => {
  if (isStream(payload)) return "application/octet-stream"
  return payload instanceof Uint8Array || typeof payload === "string"
    ? "text/plain; charset=utf-8"
    : "application/json; charset=utf-8"
}

/** A payload as a framework serializes it: bytes, text and streams as they are, everything else as JSON. */
export const toResponse = (payload: unknown, status: number, headers: Headers_): Response => {
  const all = append(new Headers(), headers)
  if (!all.has("content-type") && payload !== undefined) all.set("content-type", typeOf(payload))
  if (payload === undefined || isBodiless(status)) return new Response(null, { status, headers: all })
  return new Response(toBody(payload), { status, headers: all })
}

/** A response of Node with the body that its handler writes. */
export const fromHeld = (response: ServerResponse, body: ReadableStream<Uint8Array>): Response => {
  const { "content-length": _, ...headers } = response.getHeaders()
  const { statusCode: status } = response
  return new Response(isBodiless(status) ? null : body, { status, headers: append(new Headers(), headers) })
}

/** The headers of a response, each name once. */
export const headersOf = (response: Response): ReadonlyArray<readonly [string, string | ReadonlyArray<string>]> => {
  const cookies = response.headers.getSetCookie()
  const others = [...response.headers].filter(([name]) => name !== "set-cookie")
  return cookies.length === 0 ? others : [...others, ["set-cookie", cookies]]
}

/** The body of an answer: bytes if it is in hand, which its length tells. */
export const bodyToSend = async (response: Response): Promise<Uint8Array | Readable> =>
  response.body === null || response.headers.has("content-length")
    ? new Uint8Array(await response.arrayBuffer())
    : fromWeb(response.body)
