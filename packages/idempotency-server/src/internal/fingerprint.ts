import canonicalize from "canonicalize"
import type { Policy } from "../Policy.js"
import { digest } from "./digest.js"

const latin1 = new TextDecoder("latin1")
const decoder = new TextDecoder("utf-8", { fatal: true })

/** The JSON that a body means; what is none is compared byte for byte. */
const canonical = (body: Uint8Array): string | Uint8Array => {
  try {
    return canonicalize(JSON.parse(decoder.decode(body))) ?? body
  } catch {
    return body
  }
}

/** The body without the boundary that a client draws anew for every form. */
const withoutBoundary = (body: Uint8Array, contentType: string | undefined): Uint8Array | string => {
  const boundary = /^multipart\/[^;]+;.*\bboundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType ?? "")
  const text = boundary?.[1] ?? boundary?.[2]
  return text === undefined ? body : latin1.decode(body).replaceAll(`--${text}`, "--boundary")
}

const comparable = (body: Uint8Array, sameBody: Policy["sameBody"], contentType: string | undefined) =>
  sameBody === "json" ? canonical(body) : withoutBoundary(body, contentType)

/** Digest of everything that two requests must have in common to be the same. The way it was made is part of it. */
export const make = (
  sameness: ReadonlyArray<string>,
  body: Uint8Array,
  sameBody: Policy["sameBody"],
  contentType?: string
): string => {
  const made = digest(JSON.stringify([...sameness, digest(comparable(body, sameBody, contentType))]))
  return sameBody === "json" ? `json:${made}` : made
}

/** Recognises the fingerprints of this version. Another version's cannot be compared. */
export const isKnown = (fingerprint: string): boolean => /^(json:)?[0-9a-f]{64}$/.test(fingerprint)
