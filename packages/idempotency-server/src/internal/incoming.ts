import { Readable } from "node:stream"

const copied = [
  "complete",
  "headers",
  "headersDistinct",
  "httpVersion",
  "httpVersionMajor",
  "httpVersionMinor",
  "method",
  "rawHeaders",
  "rawTrailers",
  "socket",
  "trailers",
  "url"
]

/** A message like Node's `IncomingMessage` with a body that has been read, for handlers that read it as a stream. */
export const toIncoming = (source: object, bytes: Uint8Array): object => {
  const message = Readable.from(bytes.length === 0 ? [] : [bytes], { objectMode: false })
  for (const name of copied) {
    Object.defineProperty(message, name, { get: () => Reflect.get(source, name), enumerable: true, configurable: true })
  }
  return message
}
