import canonicalize from "canonicalize"
import type { Policy } from "../Policy.js"
import { digest } from "./digest.js"

const latin1 = new TextDecoder("latin1")
const decoder = new TextDecoder("utf-8", { fatal: true })

/** Significant digits that a number keeps when it is parsed. */
const exactDigits = 15

const isExact = (number: string): boolean => {
  const digits = number.replace(/e.*$/i, "").replaceAll(/[-.]/g, "").replace(/^0+/, "")
  return digits.length <= exactDigits && Number.isFinite(Number(number))
    && (Number(number) !== 0 || /^0*$/.test(digits))
}

const membersOf = (value: unknown): number =>
  typeof value !== "object" || value === null
    ? 0
    : Object.values(value).reduce(
      (sum: number, each) => sum + membersOf(each),
      Array.isArray(value) ? 0 : Object.keys(value).length
    )

/** Parsing loses digits of long numbers, and all but the last of members with one name. */
const isLossless = (text: string, value: unknown): boolean => {
  let members = 0
  // Without escapes a string ends at the next quote, so that long strings need no backtracking, which has a limit.
  for (const [token, colon] of text.replaceAll(/\\./g, "").matchAll(/"[^"]*"(\s*:)?|-?\d[\d.eE+-]*/g)) {
    if (!token.startsWith("\"")) {
      if (!isExact(token)) return false
    } else if (colon !== undefined) members++
  }
  return members === membersOf(value)
}

/** Canonical form of a JSON body. A body that is not JSON, or that parsing would change, is compared byte for byte. */
const canonical = (body: Uint8Array): string | Uint8Array => {
  try {
    const text = decoder.decode(body)
    const value: unknown = JSON.parse(text)
    return isLossless(text, value) ? canonicalize(value) ?? body : body
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
