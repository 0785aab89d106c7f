/**
 * Exchanges over a dispatcher of undici.
 *
 * @since 0.1.0
 */
import type * as Undici from "@effect/platform-node/Undici"
import * as Headers from "@effect/platform/Headers"
import * as Transport from "@qurl/idempotency/Transport"
import * as Either from "effect/Either"
import { acceptEncoding, codingsOf, decompress } from "./internal/call/codings.js"

const isTooLarge = (error: Error) => "code" in error && error.code === "ERR_BUFFER_TOO_LARGE"

/** Handler of undici for one exchange. */
class Reading implements Undici.Dispatcher.DispatchHandler {
  private readonly chunks: Array<Uint8Array> = []
  private size = 0
  private headers: Headers.Headers | undefined
  private controller: Undici.Dispatcher.DispatchController | undefined
  private isOver = false

  constructor(private readonly exchange: Transport.Exchange) {}

  abort(): void {
    this.isOver = true
    this.controller?.abort(new Error("The exchange was given up."))
  }

  onRequestStart(controller: Undici.Dispatcher.DispatchController): void {
    this.controller = controller
    if (this.isOver) this.abort()
  }

  onResponseStart(_: unknown, status: number, headers: Headers.Input): void {
    // Of an interim answer nothing is kept: another one follows.
    if (status < 200) return
    this.headers = Headers.fromInput(headers)
    this.exchange.answered(status, this.headers)
    if (Number(this.headers["content-length"]) > this.exchange.maxBodyBytes) this.refuse()
  }

  onResponseData(_: unknown, chunk: Uint8Array): void {
    this.size += chunk.byteLength
    this.chunks.push(chunk)
    if (this.size > this.exchange.maxBodyBytes) this.refuse()
  }

  onResponseEnd(): void {
    const { chunks, exchange, headers = Headers.empty, size } = this
    const [first] = chunks
    const bytes = chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks, size)
    const codings = size === 0 ? [] : codingsOf(headers["content-encoding"])
    if (codings.length === 0) return exchange.whole(headers, bytes)
    decompress(bytes, codings, exchange.maxBodyBytes, (result) =>
      result instanceof Error
        ? exchange.cut(isTooLarge(result) ? "body too large" : "body cut")
        : exchange.whole(Headers.remove(headers, ["content-encoding", "content-length"]), result))
  }

  onResponseError(_: unknown, error: Error): void {
    if (this.isOver) return
    if (this.headers === undefined) this.exchange.failed(error)
    else this.exchange.cut("body cut")
  }

  private refuse(): void {
    this.exchange.cut("body too large")
    this.abort()
  }
}

/**
 * A transport on undici, without the streams and promises of its `request`, which an answer that is read whole does not
 * need. Compressed answers are decompressed.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (dispatcher: Pick<Undici.Dispatcher, "dispatch">): Transport.Transport =>
  Transport.make((exchange) => {
    const { body, request } = exchange
    const target = Transport.targetOf(request)
    if (Either.isLeft(target) || target.right.origin === Transport.relative) {
      exchange.bug(new TypeError("The URL of the request is not absolute."))
      return () => {}
    }
    const { origin, pathname, search } = target.right
    const reading = new Reading(exchange)
    dispatcher.dispatch({
      method: request.method,
      origin,
      path: pathname + search,
      headers: { ...request.headers, "accept-encoding": acceptEncoding },
      body,
      // The exchange has a time of its own.
      headersTimeout: 0,
      bodyTimeout: 0
    }, reading)
    return () => reading.abort()
  })
