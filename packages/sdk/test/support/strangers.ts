import type { Effect, Scope } from "effect"
import { type Received, type Reply, serve, type Server } from "./server.js"

const page = (status: number, headers: Readonly<Record<string, string>> = {}): Reply => ({
  status,
  text: "<html><title>Sign in to WiFi</title></html>",
  headers: { "content-type": "text/html", ...headers }
})

const json = (status: number, json: unknown): Reply => ({ status, json })

/** Refusals that no API of ours has given: those of gateways, portals and handlers with other words. */
export const refusals: ReadonlyArray<readonly [string, Reply]> = [
  // No 421: `fetch` repeats such a request by itself.
  ...[400, 401, 402, 403, 404, 405, 409, 410, 411, 413, 414, 422, 423, 425, 426, 431, 451, 499]
    .map((status) => [`a page with ${status}`, page(status)] as const),
  ["an empty 404", { status: 404, text: "", headers: { "content-type": "text/plain", "content-length": "0" } }],
  ["a page with 200", page(200)],
  ["JSON with 200", json(200, { status: "ok" })],
  ["the envelope of another API with 200", json(200, { data: { status: "ok" }, meta: { request_id: "9f3a" } })],
  ["the envelope of another API with 400", json(400, { data: { fields: ["a"] }, meta: { request_id: "9f3a" } })],
  ["a conflict in other words", json(409, { error: "idempotency_key_in_use", detail: "still processing" })],
  [
    "an undocumented conflict in the envelope",
    json(409, { error: { code: "still_processing" }, meta: { request_id: "req_2" } })
  ],
  ["the envelope of another gateway", json(404, { error: { code: "ResourceNotFound", message: "No such route." } })],
  ["a redirect", page(302, { location: "https://portal.test/sign-in" })]
]

interface Row {
  readonly target_url: string
}

/** An API that keeps its answers by key, and what it did. `executions` holds the keys, `links` the targets. */
export interface Api {
  readonly executions: ReadonlyArray<string>
  readonly links: ReadonlyArray<string>
  readonly answer: (request: Received) => Reply
  /** Does the work and loses the answer. */
  readonly lose: (request: Received) => Reply
}

export const api = (): Api => {
  const kept = new Map<string, Reply>()
  const executions: Array<string> = []
  const links: Array<string> = []
  const linked = (index: number) => ({
    resource_id: `r_${links.length}_${index}`,
    qurl_link: `https://qurl.link/#at_${links.length}_${index}`,
    qurl_site: "https://s.test"
  })
  const execute = (key: string, { body, url }: Received): Reply => {
    executions.push(key)
    const input = JSON.parse(body) as Row & { readonly items?: ReadonlyArray<Row> }
    const rows = url.endsWith("/batch") ? input.items ?? [] : [input]
    links.push(...rows.map(({ target_url }) => target_url))
    const meta = { request_id: "req_1" }
    if (!url.endsWith("/batch")) return json(201, { data: { qurl_id: "q_1", ...linked(0) }, meta })
    const results = rows.map((_, index) => ({ index, success: true, ...linked(index) }))
    return json(201, { data: { succeeded: rows.length, failed: 0, results }, meta })
  }
  const answer = (request: Received): Reply => {
    const key = String(request.headers["idempotency-key"])
    const reply = kept.get(key) ?? execute(key, request)
    kept.set(key, reply)
    return reply
  }
  return {
    executions,
    links,
    answer,
    lose: (request) => {
      answer(request)
      return "reset"
    }
  }
}

/** A server that answers its requests by this script, and by the API after its end. */
export const behind = (
  made: Api,
  ...script: ReadonlyArray<Reply | ((request: Received) => Reply)>
): Effect.Effect<Server, never, Scope.Scope> => serve(...script, made.answer)
