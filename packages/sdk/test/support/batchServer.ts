import { HttpClient, HttpClientError, HttpClientResponse } from "@effect/platform"
import { Effect, Layer } from "effect"

/** Outcome of a row of a request. */
export type Item = "created" | "creation_failed" | "resource_type_conflict" | "invalid"

/** Fate of a request. `lost` has its effect but no answer; `slow` is answered after a minute. */
export type Exchange = "answered" | "lost" | "slow" | "not sent" | 401 | 403 | 500

/** Asked for every request that is not a replay, and for every row of it. */
export interface Script {
  readonly exchange: (nth: number) => Exchange
  readonly item: (target: string, nth: number) => Item
}

export const calm: Script = { exchange: () => "answered", item: () => "created" }

export interface BatchServer {
  readonly layer: Layer.Layer<HttpClient.HttpClient>
  /** Every link that was created, by its target. */
  readonly created: ReadonlyArray<string>
  /** Every request that arrived: its key and its targets. */
  readonly requests: ReadonlyArray<{ readonly key: string; readonly targets: ReadonlyArray<string> }>
  script: Script
}

/**
 * The batch operation as its description has it, in memory: answers are kept by key, an invalid row fails the whole
 * request and its siblings are skipped.
 */
export const batchServer = (script: Script = calm): BatchServer => {
  const created: Array<string> = []
  const requests: Array<{ readonly key: string; readonly targets: ReadonlyArray<string> }> = []
  const kept = new Map<string, () => Response>()
  const asked = new Map<string, number>()
  let exchanges = 0
  const server = { created, requests, script, layer: Layer.empty as Layer.Layer<HttpClient.HttpClient> }

  const itemOf = (target: string): Item => {
    const nth = (asked.get(target) ?? 0) + 1
    asked.set(target, nth)
    return server.script.item(target, nth)
  }

  const handle = (targets: ReadonlyArray<string>): () => Response => {
    const items = targets.map(itemOf)
    const refused = items.includes("invalid")
    const results = items.map((item, index) => {
      if (refused) {
        const error = item === "invalid"
          ? { code: "creation_failed", message: "target_url is no good" }
          : { code: "skipped", message: "Another item of the batch is invalid." }
        return { index, success: false, error }
      }
      if (item !== "created") return { index, success: false, error: { code: item, message: item } }
      const target = targets[index] ?? ""
      created.push(target)
      return {
        index,
        success: true,
        resource_id: `r_${created.length}`,
        qurl_link: `https://qurl.link/#at_${created.length}`,
        qurl_site: `https://r${created.length}.qurl.site`
      }
    })
    const succeeded = results.filter(({ success }) => success).length
    const status = succeeded === results.length ? 201 : succeeded === 0 ? 400 : 207
    // Made anew for each answer: half of a cloned body cannot be let go of.
    return () => Response.json({ data: { succeeded, failed: results.length - succeeded, results } }, { status })
  }

  const client = HttpClient.make((request) =>
    Effect.suspend(() => {
      const transport = (code: string) =>
        new HttpClientError.RequestError({ request, reason: "Transport", cause: Object.assign(new Error(), { code }) })
      const key = request.headers["idempotency-key"] ?? ""
      const body = request.body._tag === "Uint8Array" ? new TextDecoder().decode(request.body.body) : ""
      const { items } = JSON.parse(body) as { readonly items: ReadonlyArray<{ readonly target_url: string }> }
      const targets = items.map(({ target_url }) => target_url)
      const exchange = server.script.exchange(exchanges++)
      if (exchange === "not sent") return transport("ECONNREFUSED")
      requests.push({ key, targets })
      if (typeof exchange === "number") {
        const refusal = Response.json({
          error: { code: "refused", title: "Refused" },
          meta: { request_id: "req_1" }
        }, { status: exchange })
        return Effect.succeed(HttpClientResponse.fromWeb(request, refusal))
      }
      const answer = kept.get(key) ?? handle(targets)
      kept.set(key, answer)
      if (exchange === "lost") return transport("ECONNRESET")
      const response = Effect.sync(() => HttpClientResponse.fromWeb(request, answer()))
      return exchange === "slow" ? Effect.delay(response, "1 minute") : response
    })
  )
  server.layer = Layer.succeed(HttpClient.HttpClient, client)
  return server
}
