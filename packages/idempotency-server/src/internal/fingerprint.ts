import canonicalize from "canonicalize"
import type { Policy } from "../Policy.js"
import { digest } from "./digest.js"

const decoder = new TextDecoder("utf-8", { fatal: true })

/** The JSON that a body means; what is none is compared byte for byte. */
const canonical = (body: Uint8Array): string | Uint8Array => {
  try {
    return canonicalize(JSON.parse(decoder.decode(body))) ?? body
  } catch {
    return body
  }
}

/** What must be the same for two requests to be the same. How it was made is part of it. */
export const make = (sameness: ReadonlyArray<string>, body: Uint8Array, sameBody: Policy["sameBody"]): string =>
  sameBody === "json"
    ? `json:${digest(JSON.stringify([...sameness, digest(canonical(body))]))}`
    : digest(JSON.stringify([...sameness, digest(body)]))

/** Another version may have made it in another way: then nobody can say whether two requests are the same. */
export const isKnown = (fingerprint: string): boolean => /^(json:)?[0-9a-f]{64}$/.test(fingerprint)
