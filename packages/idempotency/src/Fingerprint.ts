/**
 * A digest of what a request says, so that two bodies can be compared without being kept.
 *
 * @since 0.1.0
 */
import type { HttpBody } from "@effect/platform/HttpBody"
import canonicalize from "canonicalize"
import * as Option from "effect/Option"
import * as Sha256 from "./Support/Sha256.js"

const decoder = new TextDecoder()

/** Names that an object lists out of the order in which they were added, or that it does not list at all. */
const isUnordered = /^(?:\d|__proto__$)/

class Unordered extends Error {}

/**
 * Orders the names of a record as RFC 8785 asks for. Most records of a body have the names of the one before, and `sort`
 * allocates a kilobyte for five of them.
 */
const orderer = () => {
  let names: ReadonlyArray<string> = []
  let ordered: ReadonlyArray<string> = []
  return (value: object): ReadonlyArray<string> => {
    const own = Object.keys(value)
    if (own.length === names.length && own.every((name, place) => name === names[place])) return ordered
    if (own.some((name) => isUnordered.test(name))) throw new Unordered()
    names = own
    ordered = [...own].sort()
    return ordered
  }
}

/** A copy of parsed JSON with sorted names. A record of them is written by `JSON.stringify` as RFC 8785 asks for. */
const sorted = (value: unknown, namesOf: (value: object) => ReadonlyArray<string>): unknown => {
  if (typeof value !== "object" || value === null) return value
  if (Array.isArray(value)) return value.map((item) => sorted(item, namesOf))
  const copy: Record<string, unknown> = {}
  for (const name of namesOf(value)) copy[name] = sorted(Reflect.get(value, name), namesOf)
  return copy
}

const canonicalOf = (json: unknown): string => {
  try {
    return JSON.stringify(sorted(json, orderer()))
  } catch {
    return canonicalize(json) ?? ""
  }
}

/** The canonical form of JSON, or anything else as it is. */
const canonical = (body: Uint8Array | string): Uint8Array | string => {
  try {
    return canonicalOf(JSON.parse(typeof body === "string" ? body : decoder.decode(body)))
  } catch {
    return body
  }
}

/**
 * SHA-256, in hexadecimal, of a body: JSON in its canonical form (RFC 8785), anything else byte for byte. None for a
 * stream or a form, which cannot be read twice.
 *
 * @since 0.1.0
 * @category constructors
 */
export const fromBody = (body: HttpBody): Option.Option<string> => {
  switch (body._tag) {
    case "Empty":
      return Option.some(Sha256.hex(""))
    case "Uint8Array":
      return Option.some(Sha256.hex(body.contentType.includes("json") ? canonical(body.body) : body.body))
    case "Raw":
      return typeof body.body === "string" ? Option.some(Sha256.hex(canonical(body.body))) : Option.none()
    default:
      return Option.none()
  }
}
