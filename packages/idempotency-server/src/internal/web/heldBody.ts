/** Bytes that a handler has written and no one has read, from which on it is asked to wait. */
const highWaterMark = 64 * 1024

/** The bytes of a chunk, or undefined if there is none. */
export const toBytes = (chunk: unknown, encoding: unknown): Uint8Array | undefined => {
  if (chunk === undefined || chunk === null || typeof chunk === "function") return undefined
  if (chunk instanceof Uint8Array) return Uint8Array.from(chunk)
  if (typeof chunk === "string") {
    return Buffer.from(chunk, typeof encoding === "string" && Buffer.isEncoding(encoding) ? encoding : "utf8")
  }
  const error = new TypeError(`The body of an answer is text, a Buffer or a Uint8Array, not a ${typeof chunk}.`)
  throw Object.assign(error, { code: "ERR_INVALID_ARG_TYPE" })
}

/** The headers of `writeHead`: an object, or an array of pairs or of names and values in turn. */
export const pairsOf = (headers: unknown): ReadonlyArray<readonly [string, unknown]> => {
  if (!Array.isArray(headers)) return typeof headers === "object" && headers !== null ? Object.entries(headers) : []
  const flat: ReadonlyArray<unknown> = headers.every((each) => Array.isArray(each)) ? headers.flat() : headers
  return flat.flatMap((name, index) => index % 2 === 0 ? [[String(name), flat[index + 1]] as const] : [])
}

/** Body that is read while its handler writes it. */
export class Body {
  private controller: ReadableStreamDefaultController<Uint8Array> | undefined
  isOver = false
  readonly stream: ReadableStream<Uint8Array>

  constructor(private readonly onDrain: () => void, private readonly onOver: () => void) {
    this.stream = new ReadableStream<Uint8Array>({
      start: (controller) => void (this.controller = controller),
      pull: onDrain,
      cancel: () => {
        this.finish()
        this.onDrain()
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
    if (error === undefined) this.controller?.close()
    else this.controller?.error(error)
    this.finish()
  }

  private finish(): void {
    this.isOver = true
    this.onOver()
  }
}
