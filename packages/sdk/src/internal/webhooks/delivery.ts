import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"

// Callers in JavaScript pass whatever an environment variable or a framework gave them, so nothing here trusts a type.

/** Reads what may have getters that throw, or a proxy that was revoked. The thrown error may hold anything. */
const attempt = Option.liftThrowable(<A>(read: () => A): A => read())

const isSecret = (secret: string): boolean => {
  const text = secret.trim()
  // What a template string makes of a variable that is not set.
  return text !== "" && text !== "undefined" && text !== "null"
}

const secretOf = (secret: unknown): Option.Option<string> =>
  Redacted.isRedacted(secret)
    ? Option.liftThrowable((): unknown => Redacted.value(secret))().pipe(
      Option.filter((value) => typeof value === "string"),
      Option.filter(isSecret)
    )
    : Option.none()

/** Reads the secrets, or none unless all of them can sign: an empty one would let anyone forge an event. */
export const secretsOf = (secrets: unknown): Option.Option<ReadonlyArray<string>> => {
  const known = Option.flatten(attempt(() => {
    const all: ReadonlyArray<unknown> = Array.isArray(secrets) ? secrets : [secrets]
    // A loop over indices: `map` and `every` skip the holes of a sparse array.
    return Option.all(Array.from(all, secretOf))
  }))
  return Option.filter(known, ({ length }) => length > 0)
}

const encoder = new TextEncoder()

const kindOf = (body: unknown): string => {
  if (body === undefined || body === null) return `${body}`
  if (typeof body !== "object") return `a ${typeof body}`
  if ("then" in body) return "a promise, which has to be awaited"
  return "getReader" in body || "pipe" in body ? "a stream, which has to be read" : "a parsed object"
}

const isArrayBuffer = (body: object): body is ArrayBuffer =>
  /^\[object (?:Shared)?ArrayBuffer\]$/.test(Object.prototype.toString.call(body))

const bytesIn = (body: unknown): Either.Either<Uint8Array, string> => {
  if (typeof body === "string") return Either.right(encoder.encode(body))
  if (typeof body === "object" && body !== null) {
    if (ArrayBuffer.isView(body)) return Either.right(new Uint8Array(body.buffer, body.byteOffset, body.byteLength))
    if (isArrayBuffer(body)) return Either.right(new Uint8Array(body))
  }
  return Either.left(kindOf(body))
}

/** Reads the bytes of a raw body, those of another realm included, or names what stands in its place. */
export const bytesOf = (delivery: { readonly body: unknown }): Either.Either<Uint8Array, string> =>
  Option.getOrElse(attempt(() => bytesIn(delivery.body)), () => Either.left("an object that cannot be read"))

/** Says what to pass in place of a body that is not raw. */
export const notRaw = (body: string | undefined): string =>
  `the body is ${body ?? "not raw"}: pass the raw body, as bytes or text, before it is parsed `
  + "(express.raw(), `await request.text()`). The signature covers its bytes"

const textOf = (value: unknown): string | undefined =>
  typeof value === "string" ? value : Array.isArray(value) ? value.join(", ") : undefined

const inEntries = (entries: Iterable<unknown>, name: string): string | undefined => {
  for (const entry of entries) {
    if (Array.isArray(entry) && typeof entry[0] === "string" && entry[0].toLowerCase() === name) return textOf(entry[1])
  }
  return undefined
}

const headerIn = (headers: unknown, name: string): string | undefined => {
  if (headers === null || headers === undefined) return undefined
  if (Predicate.isIterable(headers)) return inEntries(headers, name)
  return Predicate.hasProperty(headers, "get") && typeof headers.get === "function"
    ? textOf(headers.get(name))
    : inEntries(Object.entries(headers), name)
}

/**
 * Reads a header of `Headers` of any realm, a `Map`, a plain object, or anything with a method `get`. None means that the
 * headers cannot be read.
 */
export const headerOf = (
  delivery: { readonly headers: unknown },
  name: string
): Option.Option<string | undefined> => attempt(() => headerIn(delivery.headers, name))
