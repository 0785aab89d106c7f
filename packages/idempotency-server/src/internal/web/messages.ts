import { createHash } from "node:crypto"
import { createReadStream } from "node:fs"
import type { IncomingMessage, ServerResponse } from "node:http"
import { Readable } from "node:stream"
import type { ReadableStream as NodeStream } from "node:stream/web"

type Headers_ = { readonly [name: string]: number | string | ReadonlyArray<string> | undefined }

/** Reads a body and leaves it in its stream, for a handler that reads it too. */
const peek = (request: IncomingMessage): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    const chunks: Array<Uint8Array> = []
    const stop = () => void request.off("readable", take).off("error", fail).off("close", cutOff)
    const fail = (error: Error) => {
      stop()
      reject(error)
    }
    const cutOff = () => fail(new Error("The body of the request was cut off."))
    const take = () => {
      for (let chunk: unknown = request.read(); chunk !== null; chunk = request.read()) {
        if (chunk instanceof Uint8Array) chunks.push(chunk)
        else if (typeof chunk === "string") chunks.push(Buffer.from(chunk))
      }
      if (!request.complete) return
      const body = Buffer.concat(chunks)
      // Its end has not been emitted yet, so that the stream still takes back what was read.
      if (body.length > 0) request.unshift(body)
      stop()
      resolve(body)
    }
    if (request.destroyed) cutOff()
    else request.on("readable", take).once("error", fail).once("close", cutOff)
  })

/** Drops a body that was not read once its answer is sent: its connection would hold it until the next request. */
export const letGo = (request: IncomingMessage, response: ServerResponse): void => {
  response.once("close", () => {
    if (!request.readableEnded) request.resume()
  })
}

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0

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
): Promise<Uint8Array> => {
  if (rawBody instanceof Uint8Array) return rawBody
  if (typeof rawBody === "string") return new TextEncoder().encode(rawBody)
  if (!request.readableDidRead && hasBody(request)) return peek(request)
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
