import * as Headers from "@effect/platform/Headers"
import * as HttpBody from "@effect/platform/HttpBody"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import type { ApiOperation } from "@qurl/contract/ApiOperation"
import * as InvalidFields from "@qurl/contract/InvalidFields"
import * as Either from "effect/Either"
import { identity } from "effect/Function"
import * as Option from "effect/Option"
import type * as ParseResult from "effect/ParseResult"
import { isReadonlyRecord } from "effect/Predicate"
import { unreadable } from "../checks/unreadable.js"
import { onQuery } from "../checks/wireInput.js"
import { segment } from "../id.js"
import type { Compiled } from "./compiled.js"

/** Input of a call, unchecked. */
export interface Input {
  readonly id?: unknown
  /** Further parts of the path, by name. */
  readonly ids?: Readonly<Record<string, unknown>> | undefined
  /** Prefixes that this operation does not take at the beginning of `id`. */
  readonly refusedIds?: ReadonlyArray<string>
  readonly query?: unknown
  readonly payload?: unknown
  /** The payload as JSON, if it has been checked already. */
  readonly json?: string
}

type Checked = Either.Either<unknown, Readonly<Record<string, string>>>

const none: Checked = Either.right(undefined)

const checked = (
  check: Option.Option<(input: unknown) => Either.Either<unknown, ParseResult.ParseError>>,
  given: unknown,
  wire: (given: unknown) => unknown = identity
): Checked => {
  if (Option.isNone(check)) return none
  try {
    const found = check.value(wire(given))
    return Either.isRight(found) ? Either.right(found.right) : Either.left(InvalidFields.fromIssue(found.left.issue))
  } catch (error) {
    const fields = unreadable(given)
    if (fields === undefined) throw error
    return Either.left(fields)
  }
}

/** The path with its ids in it, or what is wrong with them. */
const pathOf = (path: string, { id, ids, refusedIds }: Input): Either.Either<string, Record<string, string>> => {
  if (!path.includes(":")) return Either.right(path)
  const wrong: Record<string, string> = {}
  const filled = path.replace(/:([a-z_]+)/g, (_, name: string) => {
    const part = name === "id" ? segment(id, refusedIds) : segment(ids?.[name])
    if (Either.isLeft(part)) wrong[name] = part.left
    return Either.getOrElse(part, () => "")
  })
  return Object.keys(wrong).length === 0 ? Either.right(filled) : Either.left(wrong)
}

/** Base URL and headers of all requests. Requests to paths without ids are made once. */
export interface Base {
  readonly url: string
  readonly headers: Headers.Headers
  readonly requests: Map<string, HttpClientRequest.HttpClientRequest>
}

export const base = (url: string, headers: Headers.Input): Base => ({
  url,
  headers: Headers.fromInput(headers),
  requests: new Map()
})

const bare = (
  { headers, url }: Base,
  method: ApiOperation["method"],
  path: string,
  parameters: Readonly<Record<string, unknown>>
): HttpClientRequest.HttpClientRequest => {
  const target = new URL(url + path)
  for (const [name, value] of Object.entries(parameters)) target.searchParams.set(name, String(value))
  return HttpClientRequest.make(method)(target.href, { headers })
}

/** A request without its body. */
const requestTo = (
  base: Base,
  { method, path }: Pick<ApiOperation, "method" | "path">,
  filled: string,
  parameters: unknown
): HttpClientRequest.HttpClientRequest => {
  if (filled !== path || isReadonlyRecord(parameters)) {
    return bare(base, method, filled, isReadonlyRecord(parameters) ? parameters : {})
  }
  const name = `${method} ${path}`
  const known = base.requests.get(name)
  if (known !== undefined) return known
  const request = bare(base, method, path, {})
  base.requests.set(name, request)
  return request
}

/** The request of a call, or everything that is wrong with its input, by field. */
export const make = <Success>(
  { operation, payload, query }: Compiled<Success>,
  input: Input,
  base: Base
): Either.Either<HttpClientRequest.HttpClientRequest, Readonly<Record<string, string>>> => {
  const filled = pathOf(operation.path, input)
  const body = input.json === undefined ? checked(payload, input.payload ?? {}) : none
  const parameters = checked(query, input.query, onQuery)
  if (Either.isLeft(filled) || Either.isLeft(body) || Either.isLeft(parameters)) {
    const found = [filled, body, parameters].flatMap((part) => Either.isLeft(part) ? Object.entries(part.left) : [])
    return Either.left(Object.fromEntries(found))
  }
  const request = requestTo(base, operation, filled.right, parameters.right)
  const json = input.json ?? (body.right === undefined ? undefined : JSON.stringify(body.right))
  return Either.right(
    json === undefined ? request : HttpClientRequest.setBody(request, HttpBody.text(json, "application/json"))
  )
}
