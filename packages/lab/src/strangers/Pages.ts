/**
 * Pages that a gateway sends in place of the server's answer.
 *
 * @since 0.1.0
 */
import type { Refusal } from "./Vocabulary.js"

/**
 * An answer of a gateway, a proxy or a sign-in portal.
 *
 * @since 0.1.0
 * @category models
 */
export interface Page extends Refusal {
  readonly name: string
}

const html = (status: number, title: string): Page => ({
  name: `${status} ${title} as HTML`,
  status,
  headers: { "content-type": "text/html" },
  body: `<html><head><title>${title}</title></head><body><h1>${title}</h1><hr>nginx</body></html>`
})

const json = (status: number, body: unknown): Page => ({
  name: `${status} ${JSON.stringify(body)}`,
  status,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body)
})

/** JSON that stops in the middle, under its own length. */
const half = (status: number): Page => ({
  name: `${status} with half an object`,
  status,
  headers: { "content-type": "application/json", "x-request-id": "9f3a" },
  body: "{\"status\":\"o"
})

const empty = (status: number): Page => ({ name: `${status} without a body`, status, headers: {}, body: "" })

/**
 * Pages as gateways send them. None of them has the envelope of the API.
 *
 * @since 0.1.0
 * @category constructors
 */
export const pages: readonly [Page, ...ReadonlyArray<Page>] = [
  html(404, "Not Found"),
  html(409, "Conflict"),
  html(413, "Request Entity Too Large"),
  html(502, "Bad Gateway"),
  html(200, "Sign in to WiFi"),
  json(202, { error: "queued" }),
  json(409, { code: "idempotency_key_in_use", message: "still processing" }),
  json(404, { message: "no Route matched with those values", request_id: "9f3a" }),
  html(202, "Accepted"),
  html(400, "Bad Request"),
  html(401, "Authorization Required"),
  html(402, "Payment Required"),
  html(403, "Forbidden"),
  html(405, "Not Allowed"),
  html(408, "Request Timeout"),
  html(421, "Misdirected Request"),
  html(429, "Too Many Requests"),
  html(451, "Unavailable For Legal Reasons"),
  html(503, "Service Unavailable"),
  html(504, "Gateway Timeout"),
  json(403, { message: "Forbidden" }),
  json(200, { data: { status: "ok" } }),
  json(202, { data: { status: "queued" }, meta: { request_id: "9f3a" } }),
  json(400, { data: { fields: ["target_url"] }, meta: { request_id: "9f3a" } }),
  json(200, { status: "ok" }),
  json(500, { message: "Internal server error" }),
  half(200),
  half(201),
  half(207),
  empty(200),
  empty(226),
  empty(423),
  empty(425),
  empty(431),
  empty(499)
]
