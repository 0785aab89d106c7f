import type { Duplex } from "node:stream"
import {
  brotliDecompress,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  gunzip,
  inflate,
  inflateRaw,
  type InputType
} from "node:zlib"

type Decompress = (
  bytes: InputType,
  options: { readonly maxOutputLength: number },
  done: (error: Error | null, result: Uint8Array) => void
) => void

/** A content coding. `head` is the beginning of the body. */
export interface Coding {
  readonly whole: (head: Uint8Array) => Decompress
  readonly streamed: (head: Uint8Array) => () => Duplex
}

/** True if "deflate" is in the zlib format, as the standard requires, and not raw, as some servers send it. */
const isZlib = ([first = 0, second]: Uint8Array): boolean =>
  (first & 0x0f) === 8 && (second === undefined || ((first << 8) | second) % 31 === 0)

const gzip: Coding = { whole: () => gunzip, streamed: () => createGunzip }

/** The codings of RFC 9110, section 8.4.1, and brotli. */
const codings: ReadonlyMap<string, Coding> = new Map([
  ["gzip", gzip],
  ["x-gzip", gzip],
  ["deflate", {
    whole: (head) => isZlib(head) ? inflate : inflateRaw,
    streamed: (head) => isZlib(head) ? createInflate : createInflateRaw
  }],
  ["br", { whole: () => brotliDecompress, streamed: () => createBrotliDecompress }]
])

export const acceptEncoding = "gzip, deflate, br"

/** More codings than any server applies. */
const most = 4

/**
 * The codings of a body in the order in which they are undone; none if one of them is unknown. Names are
 * case-insensitive and stand in the order in which they were applied.
 */
export const codingsOf = (header: string | undefined): ReadonlyArray<Coding> => {
  if (header === undefined) return []
  const names = header.split(",").map((name) => name.trim().toLowerCase()).filter((name) =>
    name !== "" && name !== "identity"
  )
  const known = names.flatMap((name) => codings.get(name) ?? [])
  return known.length === names.length && known.length <= most ? known.reverse() : []
}

/** Undoes the codings one after the other, each within the limit. */
export const decompress = (
  bytes: Uint8Array,
  [coding, ...others]: ReadonlyArray<Coding>,
  maxOutputLength: number,
  done: (result: Uint8Array | Error) => void
): void => {
  if (coding === undefined || bytes.length === 0) return done(bytes)
  coding.whole(bytes)(
    bytes,
    { maxOutputLength },
    (error, result) => error === null ? decompress(result, others, maxOutputLength, done) : done(error)
  )
}
