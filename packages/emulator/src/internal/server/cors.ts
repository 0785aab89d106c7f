import type { HttpServerRequest } from "@effect/platform/HttpServerRequest"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import { qurlDialect } from "@qurl/contract/QurlDialect"

/** Headers that a page of another origin may read: those that announce retries and replays. */
const exposed = [
  "date",
  "retry-after",
  qurlDialect.replayedHeader,
  "ratelimit-limit",
  "ratelimit-remaining",
  "ratelimit-reset",
  "x-request-id"
].join(", ")

/** Any page may call the API: its credentials are not cookies, and these open nothing but an emulator. */
export const headers = { "access-control-allow-origin": "*", "access-control-expose-headers": exposed }

/** The answer to a browser that asks before it sends; it is not a request to the API, and meets no faults. */
export const preflight = (request: HttpServerRequest): HttpServerResponse.HttpServerResponse | undefined =>
  request.method === "OPTIONS" && request.headers["access-control-request-method"] !== undefined
    ? HttpServerResponse.empty({
      headers: {
        "access-control-allow-origin": "*",
        "access-control-allow-methods": "GET, POST, PUT, PATCH, DELETE",
        "access-control-allow-headers": request.headers["access-control-request-headers"] ?? "",
        "access-control-max-age": "600",
        vary: "access-control-request-headers"
      }
    })
    : undefined
