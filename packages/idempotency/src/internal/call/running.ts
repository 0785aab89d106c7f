import * as Headers from "@effect/platform/Headers"
import type { HttpBody } from "@effect/platform/HttpBody"
import type { HttpClientRequest } from "@effect/platform/HttpClientRequest"
import * as Effect from "effect/Effect"
import type * as Fiber from "effect/Fiber"
import * as Timer from "../../Support/Timer.js"
import type { Exchange, Limits, Received } from "../exchange/exchange.js"
import { classify } from "../exchange/networkErrors.js"

/** The body of a request, if it is bytes or a text. */
export const bytesOf = (body: HttpBody): Uint8Array | string | null => {
  if (body._tag === "Uint8Array") return body.body
  return body._tag === "Raw" && typeof body.body === "string" ? body.body : null
}

const headersOf = (fields: Readonly<Record<string, string>>): Headers.Headers =>
  Headers.isHeaders(fields) ? fields : Headers.fromInput(fields)

/**
 * An exchange that runs. Only its first end is reported. A client may take its functions apart, so that they are bound,
 * but not before they are asked for: a call in flight would hold all five.
 */
export class Running implements Exchange {
  readonly body: Uint8Array | string | null
  readonly maxBodyBytes: number
  private status: number | undefined
  private headers: Readonly<Record<string, string>> | undefined
  private hasEnded = false
  private abort: (() => void) | undefined
  private readonly stopTimer: () => void

  constructor(
    readonly fiber: Fiber.RuntimeFiber<unknown, unknown>,
    readonly request: HttpClientRequest,
    limits: Limits,
    private readonly done: (received: Effect.Effect<Received>) => void
  ) {
    this.body = bytesOf(request.body)
    this.maxBodyBytes = limits.maxBodyBytes
    this.stopTimer = Timer.start(fiber, limits.timeoutMillis, () => {
      this.abort?.()
      this.lost("timeout")
    })
  }

  /** Begins the exchange and returns the function that ends it early. */
  begin(begin: (exchange: Exchange) => () => void): () => void {
    const abort = begin(this)
    this.abort = abort
    return () => {
      this.hasEnded = true
      this.stopTimer()
      abort()
    }
  }

  get answered() {
    return (status: number, headers: Readonly<Record<string, string>>): void => {
      this.status = status
      this.headers = headers
    }
  }

  get whole() {
    return (fields: Readonly<Record<string, string>>, bytes: Uint8Array): void => {
      this.end(Effect.succeed({ _tag: "Whole", status: this.status ?? 0, headers: headersOf(fields), bytes }))
    }
  }

  get cut() {
    return (reason: "body cut" | "body too large"): void => this.lost(reason)
  }

  get failed() {
    return (cause: unknown, requests = 1): void => {
      const failure = classify(cause)
      if (failure.kind === "bug") return this.bug(cause)
      if (failure.kind !== "not sent" || requests !== 1) return this.lost("reset", failure.code)
      this.end(Effect.succeed({ _tag: "NotSent", code: failure.code, permanent: failure.permanent }))
    }
  }

  get bug() {
    return (cause: unknown): void => {
      this.end(Effect.die(cause instanceof Error ? cause : new Error("The HTTP client failed.")))
    }
  }

  private lost(reason: "timeout" | "reset" | "body cut" | "body too large", code?: string): void {
    const { headers, status } = this
    this.end(Effect.succeed({ _tag: "Lost", reason, code, status, headers: headers && headersOf(headers) }))
  }

  private end(received: Effect.Effect<Received>): void {
    if (this.hasEnded) return
    this.hasEnded = true
    this.stopTimer()
    this.done(received)
  }
}
