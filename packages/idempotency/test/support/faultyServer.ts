import { HttpClient, HttpClientError, type HttpClientRequest, HttpClientResponse } from "@effect/platform"
import { Clock, Effect } from "effect"

/** Behavior of the network or the server for a request. `apply` says whether the handler runs. */
export type Fault =
  | { readonly kind: "ok" }
  | { readonly kind: "refused" }
  | { readonly kind: "reset"; readonly apply: boolean }
  | { readonly kind: "silent"; readonly apply: boolean }
  | { readonly kind: "cut"; readonly apply: true }
  | { readonly kind: "status"; readonly status: number; readonly apply: boolean; readonly retryAfter?: number }
  | { readonly kind: "in flight"; readonly retryAfter?: number }

interface Sent {
  readonly at: number
  readonly key: string | undefined
  readonly body: string
  readonly fault: Fault
}

const textOf = (request: HttpClientRequest.HttpClientRequest) =>
  request.body._tag === "Uint8Array" ? new TextDecoder().decode(request.body.body) : ""

const networkError = (request: HttpClientRequest.HttpClientRequest, code: string) =>
  new HttpClientError.RequestError({
    request,
    reason: "Transport",
    cause: new TypeError("fetch failed", { cause: Object.assign(new Error(code), { code }) })
  })

/** A body that breaks after its first bytes. */
const broken = () =>
  new ReadableStream({
    start: (controller) => {
      controller.enqueue(new TextEncoder().encode("{\"data\":"))
      controller.error(Object.assign(new TypeError("terminated"), { code: "UND_ERR_SOCKET" }))
    }
  })

/**
 * A server that keeps its promise about keys, behind a network that follows a script: one fault per request, then ok.
 * `latency` is in milliseconds of the test's clock.
 */
export const faultyServer = (script: ReadonlyArray<Fault>, latency = 0) => {
  const sent: Array<Sent> = []
  const stored = new Map<string, number>()
  let effects = 0

  const run = (key: string | undefined): number => {
    const known = key === undefined ? undefined : stored.get(key)
    if (known !== undefined) return known
    effects += 1
    if (key !== undefined) stored.set(key, effects)
    return effects
  }

  const client = HttpClient.make((request) =>
    Effect.gen(function*() {
      const key = request.headers["idempotency-key"]
      const fault = script[sent.length] ?? { kind: "ok" as const }
      sent.push({ at: yield* Clock.currentTimeMillis, key, body: textOf(request), fault })
      const respond = (status: number, body: unknown, headers: Record<string, string> = {}) =>
        HttpClientResponse.fromWeb(request, Response.json(body, { status, headers }))
      const hint = (seconds: number | undefined): Record<string, string> =>
        seconds === undefined ? {} : { "retry-after": String(seconds) }
      yield* Effect.sleep(latency)
      switch (fault.kind) {
        case "ok":
          return respond(201, { data: run(key) })
        case "refused":
          return yield* networkError(request, "ECONNREFUSED")
        case "reset":
          if (fault.apply) run(key)
          return yield* networkError(request, "ECONNRESET")
        case "silent":
          if (fault.apply) run(key)
          return yield* Effect.never
        case "cut":
          run(key)
          return HttpClientResponse.fromWeb(request, new Response(broken(), { status: 201 }))
        case "status":
          if (fault.apply) run(key)
          return respond(
            fault.status,
            { error: { code: "scripted" }, meta: { request_id: "req_1" } },
            hint(fault.retryAfter)
          )
        case "in flight":
          return respond(409, { error: { code: "idempotency_in_progress" } }, hint(fault.retryAfter))
      }
    })
  )
  return { client, sent, effects: () => effects }
}
