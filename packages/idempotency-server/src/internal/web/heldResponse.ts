import type { OutgoingHttpHeader, ServerResponse } from "node:http"
import { Body, pairsOf, toBytes } from "./heldBody.js"
import * as Messages from "./messages.js"

const methods = ["destroy", "emit", "end", "flushHeaders", "write", "writeHead"] as const
const states = ["headersSent", "writableEnded"] as const

/** Methods that Node calls to begin an answer, also one that another middleware ends later. */
const beginning: ReadonlySet<string> = new Set(["flushHeaders", "writeHead"])

/** Time without a write after which a body counts as cut off, once its client has left. */
const idleMillis = 30_000

type Call = (name: typeof methods[number], args: ReadonlyArray<unknown>) => unknown

/**
 * Response of Node whose handler writes a `Response` instead. What is sent to the client goes through the same object, past
 * the methods that the handler sees.
 *
 * A handler that asks the response what it has done so far is answered as by Node. Its client may leave meanwhile; the
 * response closes for its handler when the body is over, so that a stream that is piped into it arrives whole.
 */
export class HeldResponse {
  private isSending = false
  private isAnswering = false
  private hasLeft = false
  private body: Body | undefined
  private isHeld = false
  private isDestroyed: boolean
  /** Status and headers of the handler's answer, and the length that it said. */
  private shown: Response | undefined
  private length: OutgoingHttpHeader | undefined
  private idle: NodeJS.Timeout | undefined
  private readonly leaving = new Set<() => void>()
  /** Another middleware may have put its own methods on the response; these come back if the handler fails. */
  private readonly own: ReadonlyArray<readonly [string, PropertyDescriptor | undefined]>

  /** @param standing headers that any answer has, whatever the handler does */
  constructor(
    private readonly response: ServerResponse,
    private readonly standing: ReadonlyArray<readonly [string, string | Array<string>]> = Messages.standingOf(
      response.getHeaders()
    )
  ) {
    this.isDestroyed = response.destroyed
    this.own = [...methods, ...states, "closed"].map((name) => [name, Object.getOwnPropertyDescriptor(response, name)])
    response.once("close", this.left)
  }

  /** Calls back when the client leaves. */
  onLeave(callback: () => void): void {
    this.leaving.add(callback)
  }

  private readonly left = (): void => {
    if (this.hasLeft) return
    this.hasLeft = true
    for (const callback of this.leaving) callback()
    this.watch()
  }

  /** Runs the handler. Resolves when status and headers are known; the rest of the body follows as it is written. */
  written(handler: () => unknown): Promise<Response> {
    return new Promise((resolve, reject) => {
      const fail = (error: unknown) => {
        if (this.body !== undefined) return this.body.end(error)
        this.restore()
        reject(error)
      }
      this.hold(resolve, fail)
      Promise.resolve().then(handler).then(undefined, fail)
    })
  }

  /** Sends an answer in place of everything that the handler has set. */
  async send(answer: Response): Promise<void> {
    const { response } = this
    const isOwn = this.isOwn(answer)
    // The handler still runs, and its status and headers are on this response.
    if (this.hasLeft && this.isHeld && !isOwn) return
    const body = await Messages.bodyToSend(answer)
    this.isAnswering = true
    try {
      this.setHead(answer, isOwn)
      if (body instanceof Uint8Array) return void this.past(() => response.end(body))
      if (isOwn && this.length !== undefined) response.setHeader("content-length", this.length)
      this.past(() => response.flushHeaders())
    } catch (error) {
      // The answer to this error is another middleware's to send.
      this.restore()
      throw error
    }
    const left = () => void body.destroy()
    if (this.hasLeft) left()
    this.onLeave(left)
    try {
      for await (const chunk of body) {
        const continues = this.past(() => response.write(chunk))
        if (!continues && !(this.isHeld ? this.isDestroyed : response.destroyed)) await this.drained()
      }
      this.past(() => response.end())
    } catch {
      // The record says how it ended. A client must not take the part that it has for the whole.
      this.past(() => response.destroy())
    }
  }

  /** Returns whether this is what the handler has written. */
  private isOwn({ headers, status }: Response): boolean {
    return this.shown !== undefined && this.shown.status === status
      && [...this.shown.headers].every(([name, value]) => name === "set-cookie" || headers.get(name) === value)
  }

  /** Replaces what the handler has set, unless this is its own answer. */
  private setHead(answer: Response, isOwn: boolean): void {
    const { response } = this
    for (const name of response.getHeaderNames()) response.removeHeader(name)
    if (!isOwn) {
      // HTTP/2 has none, and warns.
      if (response.req.httpVersionMajor < 2) response.statusMessage = ""
      for (const [name, value] of this.standing) response.setHeader(name, value)
    }
    response.statusCode = answer.status
    for (const [name, value] of Messages.headersOf(answer)) {
      response.setHeader(name, typeof value === "string" ? value : [...value])
    }
  }

  private drained(): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.response.off("drain", done)
        this.leaving.delete(done)
        resolve()
      }
      this.response.on("drain", done)
      this.onLeave(done)
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

  /** A source that was closed with its client's connection says nothing more. */
  private watch(): void {
    clearTimeout(this.idle)
    if (!this.hasLeft || this.body === undefined || this.body.isOver) return
    this.idle = setTimeout(() => this.body?.end(new Error("The handler did not finish its answer.")), idleMillis)
    this.idle.unref()
  }

  private restore(): void {
    for (const [name, descriptor] of this.own) {
      if (descriptor === undefined) Reflect.deleteProperty(this.response, name)
      else Object.defineProperty(this.response, name, descriptor)
    }
    const { isDestroyed: value, response } = this
    Object.defineProperty(response, "destroyed", { configurable: true, enumerable: true, writable: true, value })
    // Its listeners have not heard of it yet.
    if (this.hasLeft && this.isHeld && this.body?.isOver !== true) this.response.emit("close")
  }

  private hold(resolve: (response: Response) => void, fail: (error: unknown) => void): void {
    const { response } = this
    this.isHeld = true
    const originals = new Map(methods.map((name): [string, unknown] => [name, Reflect.get(response, name)]))
    const original: Call = (name, args) => {
      const method = originals.get(name)
      return typeof method === "function" ? Reflect.apply(method, response, [...args]) : undefined
    }
    const emit = (...args: ReadonlyArray<unknown>): unknown => original("emit", args)
    const begin = (): Body => {
      if (this.body !== undefined) return this.body
      const onOver = () => {
        this.watch()
        if (this.hasLeft) emit("close")
      }
      const body = new Body(() => emit("drain"), onOver)
      this.length = response.getHeader("content-length")
      try {
        this.shown = Messages.fromHeld(response, body.stream)
      } catch (error) {
        // A status or a header that no answer can have. Its handler may have no promise to reject any more.
        fail(error)
        throw error
      }
      this.body = body
      resolve(this.shown)
      this.watch()
      return body
    }
    const called = (...args: ReadonlyArray<unknown>): void => {
      const callback = args.find((arg) => typeof arg === "function")
      if (callback !== undefined) queueMicrotask(() => callback())
    }
    const held = {
      destroy: (error?: unknown) => {
        if (this.body?.isOver === true) return original("destroy", [error])
        fail(error ?? new Error("The handler destroyed its response."))
        return response
      },
      emit: (event: unknown, ...args: ReadonlyArray<unknown>) => {
        if (event !== "close" || this.body?.isOver === true) return emit(event, ...args)
        this.left()
        return true
      },
      flushHeaders: () => void begin(),
      writeHead: (status: number, reason?: unknown, headers?: unknown) => {
        if (this.body !== undefined) return response
        response.statusCode = status
        if (typeof reason === "string") response.statusMessage = reason
        const pairs = pairsOf(typeof reason === "string" ? headers : reason ?? headers)
        for (const [name] of pairs) response.removeHeader(name)
        for (const [name, value] of pairs) {
          if (value !== undefined && value !== null) response.appendHeader(name, Messages.headerOf(value))
        }
        return response
      },
      write: (chunk: unknown, encoding?: unknown, callback?: unknown) => {
        const bytes = toBytes(chunk, encoding)
        called(encoding, callback)
        const body = begin()
        this.watch()
        return body.add(bytes)
      },
      end: (chunk?: unknown, encoding?: unknown, callback?: unknown) => {
        const bytes = toBytes(chunk, encoding)
        const body = begin()
        body.add(bytes)
        body.end()
        called(chunk, encoding, callback)
        return response
      }
    }
    this.replace((name, args) => Reflect.apply(held[name], undefined, [...args]), original)
  }

  private replace(held: Call, original: Call): void {
    const { response } = this
    for (const name of methods) {
      Object.defineProperty(response, name, {
        configurable: true,
        writable: true,
        value: (...args: ReadonlyArray<unknown>): unknown =>
          this.isSending || (this.isAnswering && beginning.has(name))
            ? original(name, args)
            : held(name, args)
      })
    }
    this.keepOpen()
    // Once the answer is on its way, another middleware asks, which may have the head still to send.
    const seen = { headersSent: () => this.body !== undefined, writableEnded: () => this.body?.isOver === true }
    const prototype: unknown = Object.getPrototypeOf(response)
    for (const name of states) {
      Object.defineProperty(response, name, {
        configurable: true,
        get: () =>
          (!this.isAnswering && seen[name]())
          || (prototype instanceof Object && Reflect.get(prototype, name, response) === true)
      })
    }
  }

  /** Lets the response look open until the body is over: nothing that is sent through it is to stop with its client. */
  private keepOpen(): void {
    const { response } = this
    const prototype: unknown = Object.getPrototypeOf(response)
    const looksOpen = () => !this.isSending && this.body?.isOver !== true
    Object.defineProperty(response, "destroyed", {
      configurable: true,
      get: () => !looksOpen() && this.isDestroyed,
      set: (value: boolean) => {
        this.isDestroyed = value
      }
    })
    Object.defineProperty(response, "closed", {
      configurable: true,
      get: () => !looksOpen() && prototype instanceof Object && Reflect.get(prototype, "closed", response) === true
    })
  }
}
