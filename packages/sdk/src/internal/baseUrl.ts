import * as Either from "effect/Either"

/** The parsed host decides, not a prefix of the text; `0.0.0.0` reaches other interfaces and is not among them. */
const loopback = new Set(["localhost", "127.0.0.1", "[::1]"])

/** Checks whether a URL stays on this machine. */
export const isLoopback = (url: string): boolean => loopback.has(new URL(url).hostname)

/** The base URL without slashes at its end, or what is wrong with it. User info is never repeated. */
export const baseUrlOf = (text: unknown): Either.Either<string, string> => {
  if (typeof text !== "string" || !URL.canParse(text)) {
    return Either.left("is not a URL: give one such as https://api.layerv.ai")
  }
  const url = new URL(text)
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    return Either.left("is neither an https nor an http URL: give one such as https://api.layerv.ai")
  }
  if (url.protocol === "http:" && !loopback.has(url.hostname)) {
    return Either.left("would send the API key in the clear: use https (http is for localhost, 127.0.0.1 and [::1])")
  }
  if (url.username !== "" || url.password !== "") {
    return Either.left("carries a user name or password: give the key as QURL_API_KEY instead")
  }
  if (url.search !== "" || url.hash !== "" || /[?#]/.test(text)) {
    return Either.left("carries a query or fragment: give the address alone")
  }
  return Either.right(`${url.origin}${url.pathname.replace(/\/+$/, "")}`)
}
