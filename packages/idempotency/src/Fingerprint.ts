/**
 * A digest of what a request says, so that two bodies can be compared without being kept.
 *
 * @since 0.1.0
 */
import type { HttpBody } from "@effect/platform/HttpBody"
import { sha256 } from "@noble/hashes/sha2.js"
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js"
import canonicalize from "canonicalize"
import * as Option from "effect/Option"

const decoder = new TextDecoder()

const digest = (bytes: Uint8Array): string => bytesToHex(sha256(bytes))

const canonical = (bytes: Uint8Array): Uint8Array => {
  try {
    return utf8ToBytes(canonicalize(JSON.parse(decoder.decode(bytes))) ?? "")
  } catch {
    return bytes
  }
}

/**
 * SHA-256, in hexadecimal, of a body: JSON in its canonical form (RFC 8785), anything else byte for byte. None for a
 * stream or a form, which cannot be read twice.
 *
 * Hashing is synchronous: `crypto.subtle` answers on a later turn, outside the reach of a virtual clock.
 *
 * @since 0.1.0
 * @category constructors
 */
export const fromBody = (body: HttpBody): Option.Option<string> => {
  switch (body._tag) {
    case "Empty":
      return Option.some(digest(new Uint8Array()))
    case "Uint8Array":
      return Option.some(digest(body.contentType.includes("json") ? canonical(body.body) : body.body))
    case "Raw":
      return typeof body.body === "string" ? Option.some(digest(canonical(utf8ToBytes(body.body)))) : Option.none()
    default:
      return Option.none()
  }
}
