import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http"
import { buffer } from "node:stream/consumers"

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
export const toRequest = (request: IncomingMessage, url: string, body: Uint8Array): Request => {
  const { method = "GET" } = request
  const { "content-length": _, ...headers } = request.headers
  return new Request(new URL(url, "http://localhost"), {
    method,
    headers: append(new Headers(), headers),
    ...(method === "GET" || method === "HEAD" ? {} : { body: Uint8Array.from(body) })
  })
}

const isBodiless = (status: number): boolean => status === 204 || status === 205 || status === 304

/** A payload as a framework serializes it: bytes and text as they are, everything else as JSON. */
export const toResponse = (payload: unknown, status: number, headers: Headers_): Response => {
  const all = append(new Headers(), headers)
  const isRaw = payload instanceof Uint8Array || typeof payload === "string"
  if (!all.has("content-type") && payload !== undefined) {
    all.set("content-type", isRaw ? "text/plain; charset=utf-8" : "application/json; charset=utf-8")
  }
  if (payload === undefined || isBodiless(status)) return new Response(null, { status, headers: all })
  return new Response(
    payload instanceof Uint8Array
      ? Uint8Array.from(payload)
      : typeof payload === "string"
      ? payload
      : JSON.stringify(payload),
    { status, headers: all }
  )
}

/** The headers of a response, each name once. */
export const headersOf = (response: Response): ReadonlyArray<readonly [string, string | ReadonlyArray<string>]> => {
  const cookies = response.headers.getSetCookie()
  const others = [...response.headers].filter(([name]) => name !== "set-cookie")
  return cookies.length === 0 ? others : [...others, ["set-cookie", cookies]]
}

const sending = ["end", "flushHeaders", "write", "writeHead"] as const

/** Everything that a handler writes to its response, which sends nothing meanwhile. */
export const written = async (response: ServerResponse, handler: () => unknown): Promise<Response> => {
  const chunks: Array<Buffer> = []
  // Another middleware may have put its own methods on the response; these come back in the end.
  const own = sending.map((name) => [name, Object.getOwnPropertyDescriptor(response, name)] as const)
  const add = (chunk: unknown, encoding: unknown): void => {
    if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk))
    if (typeof chunk === "string") {
      chunks.push(Buffer.from(chunk, typeof encoding === "string" && Buffer.isEncoding(encoding) ? encoding : "utf8"))
    }
  }
  const called = (...args: ReadonlyArray<unknown>): void => {
    const callback = args.find((arg) => typeof arg === "function")
    if (callback !== undefined) queueMicrotask(() => callback())
  }
  const restore = () => {
    for (const [name, descriptor] of own) {
      if (descriptor === undefined) Reflect.deleteProperty(response, name)
      else Object.defineProperty(response, name, descriptor)
    }
  }
  try {
    await new Promise<void>((resolve, reject) => {
      Object.assign(response, {
        flushHeaders: () => {},
        writeHead: (status: number, reason?: string | OutgoingHttpHeaders, headers?: OutgoingHttpHeaders) => {
          response.statusCode = status
          const given = typeof reason === "object" ? reason : headers ?? {}
          for (const [name, value] of Object.entries(given)) if (value !== undefined) response.setHeader(name, value)
          return response
        },
        write: (chunk: unknown, encoding?: unknown, callback?: unknown) => {
          add(chunk, encoding)
          called(encoding, callback)
          return true
        },
        end: (chunk?: unknown, encoding?: unknown, callback?: unknown) => {
          add(chunk, encoding)
          called(chunk, encoding, callback)
          resolve()
          return response
        }
      })
      Promise.resolve().then(handler).then(undefined, reject)
    })
  } finally {
    restore()
  }
  const { "content-length": _, ...headers } = response.getHeaders()
  const body = isBodiless(response.statusCode) ? null : Uint8Array.from(Buffer.concat(chunks))
  return new Response(body, { status: response.statusCode, headers: append(new Headers(), headers) })
}

/** Sends an answer in place of everything that its handler has set. */
export const send = async (response: ServerResponse, answer: Response): Promise<void> => {
  for (const name of response.getHeaderNames()) if (answer.headers.has(name)) response.removeHeader(name)
  response.statusCode = answer.status
  for (const [name, value] of headersOf(answer)) {
    response.setHeader(name, typeof value === "string" ? value : [...value])
  }
  response.end(Buffer.from(await answer.arrayBuffer()))
}
