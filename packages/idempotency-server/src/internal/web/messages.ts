import { createHash } from "node:crypto"
import { createReadStream } from "node:fs"
import type { IncomingMessage, ServerResponse } from "node:http"
import { Readable } from "node:stream"
import type { ReadableStream as NodeStream } from "node:stream/web"
import * as UnreadBody from "./unreadBody.js"

type Headers_ = { readonly [name: string]: number | string | ReadonlyArray<string> | undefined }

/** Names that a parser of uploads makes up, so that they differ in a retry of the same request. */
const madeUp = new Set([
  "destination",
  "filename",
  "filepath",
  "newFilename",
  "path",
  "stream",
  "tempFilePath",
  "mtime"
])

const toDigest = async (bytes: Uint8Array | Readable): Promise<string> => {
  const hash = createHash("sha256")
  if (bytes instanceof Uint8Array) hash.update(bytes)
  else for await (const chunk of bytes) hash.update(chunk)
  return hash.digest("hex")
}

/** Uploaded files, with the digest of the content of each. */
const filesOf = async (files: unknown): Promise<unknown> => {
  if (Array.isArray(files)) return Promise.all(files.map(filesOf))
  if (typeof files !== "object" || files === null) return files
  const described: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(files)) {
    if (value instanceof Uint8Array) described[name] = await toDigest(value)
    else if (!madeUp.has(name) && typeof value !== "function") described[name] = await filesOf(value)
  }
  const { filepath, path, tempFilePath }: Readonly<Record<string, unknown>> = { ...files }
  const file = [path, filepath, tempFilePath].find((path) => typeof path === "string" && path !== "")
  return typeof file === "string" ? { ...described, content: await toDigest(createReadStream(file)) } : described
}

const toJson = (parsed: unknown): Uint8Array => {
  try {
    return new TextEncoder().encode(JSON.stringify(parsed))
  } catch (error) {
    throw new TypeError(
      "The parsed body of the request is not JSON, so that it cannot be compared with that of a retry: set its bytes as "
        + "`request.rawBody`, or parse it in the handler.",
      { cause: error }
    )
  }
}

/** Parts of a request that parsers of bodies set. */
export interface Parsed {
  readonly rawBody?: unknown
  readonly body?: unknown
  readonly file?: unknown
  readonly files?: unknown
}

/**
 * The body as it was sent, or as a parser has left it: what was parsed is compared as JSON. A body that no parser has read
 * stays readable for the handler.
 */
export const bodyOf = async (
  request: IncomingMessage,
  { body, file, files, rawBody }: Parsed
): Promise<Uint8Array | ReadableStream<Uint8Array>> => {
  if (rawBody instanceof Uint8Array) return rawBody
  if (typeof rawBody === "string") return new TextEncoder().encode(rawBody)
  if (UnreadBody.isUnread(request)) return UnreadBody.make(request)
  const uploaded = [file, files].filter((part) => typeof part === "object" && part !== null)
  if (uploaded.length > 0) return toJson([body, await filesOf(uploaded)])
  if (body instanceof Uint8Array) return body
  if (typeof body === "string") return new TextEncoder().encode(body)
  return body === undefined || body === null ? new Uint8Array() : toJson(body)
}

/** A header as Node sends it. */
export const headerOf = (value: unknown): string | Array<string> =>
  Array.isArray(value) ? value.map(String) : String(value)

const append = (headers: Headers, from: Headers_): Headers => {
  for (const [name, value] of Object.entries(from)) {
    if (value === undefined) continue
    for (const each of typeof value === "object" ? value : [value]) headers.append(name, String(each))
  }
  return headers
}

/** The URL of a target in any of its forms. A path that begins with two slashes names no host. */
const urlOf = (target: string): URL =>
  target.startsWith("/") ? new URL(`http://localhost${target}`) : new URL(target, "http://localhost")

/** The same request for the web platform. What a parser has left of its body has another length than was sent. */
export const toRequest = (
  request: IncomingMessage,
  target: string,
  body: Uint8Array | ReadableStream<Uint8Array>,
  signal?: AbortSignal
): Request => {
  const { method = "GET" } = request
  const { "content-length": length, ...fields } = request.headers
  const isUnread = !(body instanceof Uint8Array)
  // HTTP/2 has the method and the target among its fields.
  const named = Object.entries(fields).filter(([name]) => !name.startsWith(":"))
  const init = {
    method,
    headers: append(
      new Headers(isUnread && length !== undefined ? { "content-length": length } : {}),
      Object.fromEntries(named)
    ),
    ...(signal === undefined ? {} : { signal }),
    // A stream is sent while the answer is received, in the words of `fetch`.
    ...(method === "GET" || method === "HEAD"
      ? {}
      : isUnread
      ? { body, duplex: "half" }
      : { body: Uint8Array.from(body) })
  }
  return new Request(urlOf(target), init)
}

const isBodiless = (status: number): boolean => status === 204 || status === 205 || status === 304

const fromWeb = (stream: ReadableStream<Uint8Array>): Readable =>
  // Proof: these are two declarations of one class, Node's and the browser's.
  Readable.fromWeb(stream as NodeStream)

/** A response of Node with the body that its handler writes. */
export const fromHeld = (response: ServerResponse, body: ReadableStream<Uint8Array>): Response => {
  // The framing of the answer is decided when it is sent.
  const { "content-length": _, "transfer-encoding": __, trailer: ___, ...headers } = response.getHeaders()
  const { statusCode: status } = response
  return new Response(isBodiless(status) ? null : body, { status, headers: append(new Headers(), headers) })
}

const describesBody = (name: string): boolean =>
  name.startsWith("content-") || ["accept-ranges", "digest", "etag", "last-modified", "repr-digest"].includes(name)

/** An answer with the further headers of another response, except for those that describe the other's body. */
export const withHeadersOf = (answer: Response, body: Uint8Array<ArrayBuffer>, other: Response): Response => {
  const headers = new Headers(answer.headers)
  headers.delete("set-cookie")
  for (const [name, value] of other.headers) {
    if (name === "set-cookie") headers.append(name, value)
    else if (!headers.has(name) && !describesBody(name)) headers.set(name, value)
  }
  const { status } = answer
  return new Response(isBodiless(status) ? null : body, { status, headers })
}

/** The headers that are set, as a list. */
export const standingOf = (headers: Headers_): ReadonlyArray<readonly [string, string | Array<string>]> =>
  Object.entries(headers).flatMap(([name, value]) => value === undefined ? [] : [[name, headerOf(value)] as const])

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
