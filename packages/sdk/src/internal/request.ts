import * as HttpBody from "@effect/platform/HttpBody"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import * as InvalidFields from "@qurl/contract/InvalidFields"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import type * as ParseResult from "effect/ParseResult"
import { isReadonlyRecord } from "effect/Predicate"
import type { Compiled } from "./compiled.js"
import { segment } from "./id.js"
import { onQuery } from "./input.js"

/** What a caller gives to one call, as it came. */
export interface Input {
  readonly id?: unknown
  /** What else stands in the path, by the names it has there. */
  readonly ids?: Readonly<Record<string, unknown>>
  /** Prefixes that this operation does not take at the beginning of `id`. */
  readonly refusedIds?: ReadonlyArray<string>
  readonly query?: unknown
  readonly payload?: unknown
}

type Checked = Either.Either<unknown, Readonly<Record<string, string>>>

const none: Checked = Either.right(undefined)

const checked = (
  check: Option.Option<(input: unknown) => Either.Either<unknown, ParseResult.ParseError>>,
  input: () => unknown
): Checked =>
  Option.match(check, {
    onNone: () => none,
    onSome: (check) => Either.mapLeft(check(input()), ({ issue }) => InvalidFields.fromIssue(issue))
  })

/** The path with its ids in it, or what is wrong with them. */
const pathOf = (path: string, { id, ids, refusedIds }: Input): Either.Either<string, Record<string, string>> => {
  const wrong: Record<string, string> = {}
  const filled = path.replace(/:([a-z_]+)/g, (_, name: string) => {
    const part = name === "id" ? segment(id, refusedIds) : segment(ids?.[name])
    if (Either.isLeft(part)) wrong[name] = part.left
    return Either.getOrElse(part, () => "")
  })
  return Object.keys(wrong).length === 0 ? Either.right(filled) : Either.left(wrong)
}

/** The request of a call, or everything that is wrong with its input, by field. */
export const make = <Success>(
  { operation: { method, path }, payload, query }: Compiled<Success>,
  input: Input,
  base: { readonly url: string; readonly headers: Readonly<Record<string, string>> }
): Either.Either<HttpClientRequest.HttpClientRequest, Readonly<Record<string, string>>> => {
  const filled = pathOf(path, input)
  const body = checked(payload, () => input.payload ?? {})
  const parameters = checked(query, () => onQuery(input.query))
  if (Either.isLeft(filled) || Either.isLeft(body) || Either.isLeft(parameters)) {
    const found = [filled, body, parameters].flatMap((part) => Either.isLeft(part) ? Object.entries(part.left) : [])
    return Either.left(Object.fromEntries(found))
  }
  const url = new URL(base.url + filled.right)
  if (isReadonlyRecord(parameters.right)) {
    for (const [name, value] of Object.entries(parameters.right)) url.searchParams.set(name, String(value))
  }
  return Either.right(
    HttpClientRequest.make(method)(url.href, {
      headers: base.headers,
      ...(body.right === undefined ? {} : { body: HttpBody.text(JSON.stringify(body.right), "application/json") })
    })
  )
}
