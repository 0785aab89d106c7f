import type { OutgoingHttpHeaders, ServerResponse } from "node:http"
import * as Messages from "./messages.js"

const sending = ["end", "flushHeaders", "write", "writeHead"] as const

/** Bytes that a handler has written and no one has read, from which on it is asked to wait. */
const highWaterMark = 64 * 1024

const toBytes = (chunk: unknown, encoding: unknown): Uint8Array | undefined =>
  chunk instanceof Uint8Array
    ? Uint8Array.from(chunk)
    : typeof chunk === "string"
    ? Buffer.from(chunk, typeof encoding === "string" && Buffer.isEncoding(encoding) ? encoding : "utf8")
    : undefined

/** Body that is read while its handler writes it. */
class Body {
  private controller: ReadableStreamDefaultController<Uint8Array> | undefined
  private isOver = false
  readonly stream: ReadableStream<Uint8Array>

  constructor(onDrain: () => void) {
    this.stream = new ReadableStream<Uint8Array>({
      start: (controller) => void (this.controller = controller),
      pull: onDrain,
      cancel: () => {
        this.isOver = true
        onDrain()
      }
    }, { highWaterMark, size: ({ length }) => length })
  }

  /** Returns whether the handler may continue at once. */
  add(bytes: Uint8Array | undefined): boolean {
    if (this.isOver) return true
    if (bytes !== undefined && bytes.length > 0) this.controller?.enqueue(bytes)
    return (this.controller?.desiredSize ?? 1) > 0
  }

  end(error?: unknown): void {
    if (this.isOver) return
    this.isOver = true
    if (error === undefined) this.controller?.close()
    else this.controller?.error(error)
  }
}

/**
 * Response of Node whose handler writes a `Response` instead. What is sent to the client goes through the same object, past
 * the methods that the handler sees.
 */
export class HeldResponse {
  private isSending = false
  private body: Body | undefined
  /** Another middleware may have put its own methods on the response; these come back if the handler fails. */
  private readonly own: ReadonlyArray<readonly [typeof sending[number], PropertyDescriptor | undefined]>

  constructor(private readonly response: ServerResponse) {
    this.own = sending.map((name) => [name, Object.getOwnPropertyDescriptor(response, name)])
  }

  /** Runs the handler. Resolves when status and headers are known; the rest of the body follows as it is written. */
  written(handler: () => unknown): Promise<Response> {
    return new Promise((resolve, reject) => {
      this.hold(resolve)
      Promise.resolve().then(handler).then(undefined, (error: unknown) => {
        if (this.body !== undefined) return this.body.end(error)
        this.restore()
        reject(error)
      })
    })
  }

  /** Sends an answer in place of everything that the handler has set. */
  async send(answer: Response): Promise<void> {
    const { response } = this
    for (const name of response.getHeaderNames()) if (answer.headers.has(name)) response.removeHeader(name)
    response.statusCode = answer.status
    for (const [name, value] of Messages.headersOf(answer)) {
      response.setHeader(name, typeof value === "string" ? value : [...value])
    }
    const body = await Messages.bodyToSend(answer)
    if (body instanceof Uint8Array) {
      this.past(() => response.end(body))
      return
    }
    const left = () => void body.destroy()
    response.once("close", left)
    try {
      this.past(() => response.flushHeaders())
      for await (const chunk of body) {
        const continues = this.past(() => response.write(chunk))
        if (!continues && !response.destroyed) await this.drained()
      }
      this.past(() => response.end())
    } catch {
      // The record says how it ended. A client must not take the part that it has for the whole.
      response.destroy()
    } finally {
      response.off("close", left)
    }
  }

  private drained(): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.response.off("drain", done).off("close", done)
        resolve()
      }
      this.response.on("drain", done).on("close", done)
    })
  }

  /** Runs what is meant for the client. The methods of a response call each other. */
  private past<A>(send: () => A): A {
    this.isSending = true
    try {
      return send()
    } finally {
      this.isSending = false
    }
  }

  private restore(): void {
    for (const [name, descriptor] of this.own) {
      if (descriptor === undefined) Reflect.deleteProperty(this.response, name)
      else Object.defineProperty(this.response, name, descriptor)
    }
  }

  private hold(resolve: (response: Response) => void): void {
    const { response } = this
    const begin = (): Body => {
      if (this.body !== undefined) return this.body
      this.body = new Body(() => response.emit("drain"))
      resolve(Messages.fromHeld(response, this.body.stream))
      return this.body
    }
    const called = (...args: ReadonlyArray<unknown>): void => {
      const callback = args.find((arg) => typeof arg === "function")
      if (callback !== undefined) queueMicrotask(() => callback())
    }
    const held = {
      flushHeaders: () => void begin(),
      writeHead: (status: number, reason?: string | OutgoingHttpHeaders, headers?: OutgoingHttpHeaders) => {
        response.statusCode = status
        const given = typeof reason === "object" ? reason : headers ?? {}
        for (const [name, value] of Object.entries(given)) if (value !== undefined) response.setHeader(name, value)
        return response
      },
      write: (chunk: unknown, encoding?: unknown, callback?: unknown) => {
        called(encoding, callback)
        return begin().add(toBytes(chunk, encoding))
      },
      end: (chunk?: unknown, encoding?: unknown, callback?: unknown) => {
        const body = begin()
        body.add(toBytes(chunk, encoding))
        body.end()
        called(chunk, encoding, callback)
        return response
      }
    }
    for (const name of sending) {
      const original: unknown = Reflect.get(response, name)
      Object.defineProperty(response, name, {
        configurable: true,
        writable: true,
        value: (...args: ReadonlyArray<unknown>): unknown =>
          typeof original === "function" && this.isSending
            ? Reflect.apply(original, response, [...args])
            : Reflect.apply(held[name], undefined, [...args])
      })
    }
  }
}
