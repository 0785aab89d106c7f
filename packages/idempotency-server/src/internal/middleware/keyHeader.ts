import type { HttpServerRequest } from "@effect/platform/HttpServerRequest"
import type { Dialect } from "@qurl/idempotency/Dialect"
import * as Either from "effect/Either"
import * as Predicate from "effect/Predicate"

/** String of RFC 8941, without parameters. */
const string = /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"$/

/** Counts the header's lines in the request. Only servers of Node show them; others join the values with commas. */
const countOf = ({ source }: HttpServerRequest, header: string): number =>
  Predicate.hasProperty(source, "rawHeaders") && Array.isArray(source.rawHeaders)
    ? source.rawHeaders.filter((name, index) => index % 2 === 0 && String(name).toLowerCase() === header).length
    : 1

/**
 * Parses the header of a key: a string of RFC 8941, which is the same key as its text without quotes, or that text if the
 * dialect has no syntax of its own. Left is a problem that continues the name of the header.
 */
export const parse = (
  value: string,
  syntax: Dialect["keySyntax"],
  count = 1
): Either.Either<string, string> => {
  if (count > 1) return Either.left("stands in the request more than once: send one")
  const [, inner] = string.exec(value) ?? []
  if (inner !== undefined) return Either.right(inner.replaceAll(/\\(.)/g, "$1"))
  // A server may have joined two headers with a comma.
  return syntax === "string" || value.startsWith("\"") || /,\s/.test(value)
    ? Either.left("is not one quoted string (RFC 8941): put the key in double quotes, without parameters or a list")
    : Either.right(value)
}

/** The key of a request, or what is wrong with its header. */
export const read = (
  request: HttpServerRequest,
  value: string,
  { header, keySyntax }: Dialect
): Either.Either<string, string> => parse(value, keySyntax, countOf(request, header))
