import * as Either from "effect/Either"

/** Reason why a text is not a CRID, in the order in which they are looked for. */
export type Problem = "charset" | "checksum" | "length" | "non-canonical" | "version"

export interface Parsed {
  readonly version: number
  /** First 24 or 32 bytes of the hash of the resource's public key. */
  readonly digest: Uint8Array
}

const alphabet = "abcdefghijklmnopqrstuvwxyz234567"

/** Bytes of a base32 text, or undefined if bits beyond the last byte are set. */
const bytesOf = (text: string): Uint8Array | undefined => {
  const bytes = new Uint8Array(Math.floor((text.length * 5) / 8))
  let bits = 0
  let held = 0
  let at = 0
  for (const character of text) {
    held = ((held << 5) | alphabet.indexOf(character)) & 0xfff
    bits += 5
    if (bits >= 8) {
      bits -= 8
      bytes[at++] = (held >> bits) & 0xff
    }
  }
  return (held & ((1 << bits) - 1)) === 0 ? bytes : undefined
}

/** CRC-32C (Castagnoli), bit by bit: a CRID has 33 bytes at most. */
const crc32c = (bytes: Uint8Array): number => {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1
  }
  return (crc ^ 0xffffffff) >>> 0
}

/** Parses a CRID. An unknown version passes: the server decides about it. */
export const parse = (text: string): Either.Either<Parsed, Problem> => {
  if (text.length !== 47 && text.length !== 60) return Either.left("length")
  if (!/^[a-z2-7]+$/.test(text)) return Either.left("charset")
  const bytes = bytesOf(text)
  if (bytes === undefined) return Either.left("non-canonical")
  const payload = bytes.subarray(0, -4)
  const version = payload[0] ?? 0
  if (version === 0) return Either.left("version")
  const checksum = new DataView(bytes.buffer, payload.length).getUint32(0)
  return checksum === crc32c(payload) ? Either.right({ version, digest: payload.slice(1) }) : Either.left("checksum")
}

/** A text with the length and the alphabet of a CRID, which other ids do not have. */
export const looksLike = (id: string): boolean => /^(?:[a-z2-7]{47}|[a-z2-7]{60})$/.test(id)
