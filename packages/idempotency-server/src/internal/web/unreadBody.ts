import type { IncomingMessage, ServerResponse } from "node:http"
import type { Http2ServerRequest } from "node:http2"
import { drainMillis } from "../nodeBody.js"

/** Requests whose answer has been sent. */
const answered = new WeakSet<IncomingMessage>()

const isHttp2 = (request: IncomingMessage | Http2ServerRequest): request is Http2ServerRequest =>
  request.httpVersionMajor >= 2

/** Returns whether a body is announced. HTTP/2 tells it by its frames. */
const hasBody = (request: IncomingMessage): boolean => {
  // Proof: the compatible interface of `node:http2` hands its own class to handlers of `node:http`.
  const message = request as IncomingMessage | Http2ServerRequest
  if (isHttp2(message)) return !message.stream.endAfterHeaders
  const { headers } = message
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0
}

/** Returns whether everything of the body has arrived. `complete` of HTTP/2 is also true for a body that was cut off. */
const hasArrived = (request: IncomingMessage): boolean => {
  // Proof: as in `hasBody`.
  const message = request as IncomingMessage | Http2ServerRequest
  return isHttp2(message) ? message.stream.readableEnded && !message.stream.aborted : message.complete
}

/** Returns whether the request has a body that no parser has read. One that is empty counts as read once it has ended. */
export const isUnread = (request: IncomingMessage): boolean =>
  !request.readableDidRead && !request.readableEnded && hasBody(request)

/** Drops a body that was not read once its answer is sent: its connection would hold it until the next request. */
export const letGo = (request: IncomingMessage, response: ServerResponse): void => {
  response.once("close", () => {
    answered.add(request)
    if (!request.readableEnded) request.resume()
  })
}

/** Drops what is left of a body that is refused. Its client can read the refusal before its connection is closed. */
const drop = (request: IncomingMessage): void => {
  request.resume()
  const closing = setTimeout(() => request.destroy(), drainMillis).unref()
  request.once("end", () => clearTimeout(closing)).once("close", () => clearTimeout(closing))
}

/** Reads a body as far as it is asked for. A body that was read to its end stays in its stream, for the handler. */
class Reader implements UnderlyingDefaultSource<Uint8Array> {
  private readonly chunks: Array<Uint8Array> = []
  private stop = () => {}

  constructor(private readonly request: IncomingMessage) {}

  pull(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    const { request } = this
    // What has arrived is read at once: a stream that is empty by now emits nothing but its end.
    if (this.take(controller)) return Promise.resolve()
    return new Promise((resolve, reject) => {
      const take = () => {
        if (!this.take(controller)) return
        this.stop()
        resolve()
      }
      const fail = (error: Error) => {
        this.stop()
        reject(error)
      }
      const cutOff = () => fail(new Error("The body of the request was cut off."))
      this.stop = () => void request.off("readable", take).off("error", fail).off("close", cutOff)
      if (request.destroyed) cutOff()
      else request.on("readable", take).once("error", fail).once("close", cutOff)
    })
  }

  cancel(): void {
    this.stop()
    drop(this.request)
  }

  /** Returns whether anything was there, if only the end. */
  private take(controller: ReadableStreamDefaultController<Uint8Array>): boolean {
    const { chunks, request } = this
    const before = chunks.length
    for (let chunk: unknown = request.read(); chunk !== null; chunk = request.read()) {
      const bytes = chunk instanceof Uint8Array ? chunk : Buffer.from(typeof chunk === "string" ? chunk : "")
      chunks.push(bytes)
      controller.enqueue(Uint8Array.from(bytes))
    }
    if (!hasArrived(request)) return chunks.length > before
    this.finish(controller)
    return true
  }

  private finish(controller: ReadableStreamDefaultController<Uint8Array>): void {
    const { chunks, request } = this
    const body = Buffer.concat(chunks)
    // Its end has not been emitted yet, so that the stream still takes back what was read.
    if (body.length > 0) request.unshift(body)
    if (answered.has(request)) queueMicrotask(() => request.resume())
    controller.close()
  }
}

/** The body of a request that no parser has read. */
export const make = (request: IncomingMessage): ReadableStream<Uint8Array> =>
  new ReadableStream(new Reader(request), { highWaterMark: 0 })
