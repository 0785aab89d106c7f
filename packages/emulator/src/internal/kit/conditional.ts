import type * as HttpApp from "@effect/platform/HttpApp"
import * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as Effect from "effect/Effect"
import { createHash } from "node:crypto"
import { Current } from "./current.js"

/** The reads that the description lets depend on what the caller has already. */
const reads: ReadonlySet<string | null> = new Set(["list", "get", "getQuota"])

/** A tag of what is said, apart from the id of the request, which is in every body and another one each time. */
const tagOf = (body: Uint8Array, requestId: string): string => {
  const said = new TextDecoder().decode(body).replaceAll(requestId, "")
  return `"${createHash("sha256").update(said).digest("hex").slice(0, 32)}"`
}

/** True if a list of tags, weak or not, names this one. */
export const names = (tags: string | undefined, tag: string): boolean =>
  (tags ?? "").split(",").some((one) => ["*", tag].includes(one.trim().replace(/^W\//, "")))

/** Reads have a tag. A caller that sends it again is answered that nothing changed. */
export const conditional = <E, R>(app: HttpApp.Default<E, R>): HttpApp.Default<E, R> =>
  Effect.gen(function*() {
    const response = yield* app
    const { operation, requestId } = yield* Current
    if (!reads.has(operation) || response.status !== 200 || response.body._tag !== "Uint8Array") return response
    const tag = tagOf(response.body.body, requestId)
    const request = yield* HttpServerRequest.HttpServerRequest
    const headers = { etag: `W/${tag}` }
    return names(request.headers["if-none-match"], tag)
      ? HttpServerResponse.empty({ status: 304, headers })
      : HttpServerResponse.setHeaders(response, headers)
  })
