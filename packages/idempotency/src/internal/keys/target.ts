import type * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import * as Either from "effect/Either"
import type { WrongOption } from "../../Support/OptionCheck.js"

/** Host, path and query of a request. */
export interface Target {
  readonly origin: string
  readonly pathname: string
  readonly search: string
}

export const relative = "http://relative"

const parse = (url: string): Either.Either<URL, WrongOption> =>
  Either.try({
    // A relative URL is given its host by the client underneath, where it cannot be seen.
    try: () => new URL(url, relative),
    catch: () => ({ option: "url", problem: "is not a URL: give one such as https://api.example.com/v1/orders" })
  })

/** The URLs parsed last: a program calls the same few paths again and again. */
const parsed = new Map<string, Target>()
const most = 64

const remember = (url: string, { origin, pathname, search }: URL): Target => {
  const target = { origin, pathname, search }
  if (parsed.size >= most) parsed.clear()
  parsed.set(url, target)
  return target
}

/** The target of a request; a URL is parsed once. */
export const targetOf = (
  { url, urlParams }: HttpClientRequest.HttpClientRequest
): Either.Either<Target, WrongOption> => {
  const known = urlParams.length === 0 ? parsed.get(url) : undefined
  if (known !== undefined) return Either.right(known)
  return Either.map(parse(url), (target) => {
    if (urlParams.length === 0) return remember(url, target)
    for (const [name, value] of urlParams) target.searchParams.append(name, value)
    return target
  })
}
