import type { HttpServerRequest } from "@effect/platform/HttpServerRequest"

/** The method, path and query of a request as its client sent them, whatever a router has cut off since. */
export interface Target {
  readonly method: string
  readonly path: string
  readonly query: string
}

/** On the web platform the original URL has an origin, on Node it has none. */
export const targetOf = ({ method, originalUrl }: HttpServerRequest): Target => {
  const url = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i.exec(originalUrl)
  const rest = url === null ? originalUrl : originalUrl.slice(url[0].length)
  const [withoutFragment = ""] = rest.split("#", 1)
  const at = withoutFragment.indexOf("?")
  return at === -1
    ? { method, path: withoutFragment || "/", query: "" }
    : { method, path: withoutFragment.slice(0, at) || "/", query: withoutFragment.slice(at) }
}
