import { HttpClient, HttpClientRequest, HttpClientResponse } from "@effect/platform"
import { assert, describe, it } from "@effect/vitest"
import { type Decision, Idempotent, RetryPolicy, type Rules } from "@qurl/idempotency"
import { Effect } from "effect"
import { rulesOf } from "../src/ApiOperation.js"
import * as Qurls from "../src/groups/Qurls.js"
import { qurlDialect } from "../src/index.js"

const evidenceOf = (status: number, body: object, headers: Record<string, string> = {}, operation?: Rules) =>
  Effect.gen(function*() {
    const client = HttpClient.make((request) =>
      Effect.sync(() => HttpClientResponse.fromWeb(request, Response.json(body, { status, headers })))
    )
    const { execute } = yield* Idempotent.make(client, { dialect: qurlDialect })
    const request = HttpClientRequest.post("https://api.test/v1/qurls")
    const call = execute(request, { retry: RetryPolicy.none, operation })
    return (yield* call).evidence
  })

describe("the qURL API's own answer is recognised, and no other", () => {
  const meta = { request_id: "req_1" }
  const replayed = { "idempotency-replayed": "true" }
  const rows: ReadonlyArray<[name: string, Decision.Evidence, ...Parameters<typeof evidenceOf>]> = [
    ["data", "applied", 201, { data: {} }],
    ["JSON without data", "none", 200, { status: "ok" }],
    ["code and request id", "refused", 400, { error: { code: "invalid" }, meta }],
    ["a code alone", "none", 400, { error: { code: "invalid" } }],
    ["the envelope of another gateway", "none", 404, { error: { code: "ResourceNotFound" } }],
    ["a documented conflict", "refused", 409, { error: { code: "slug_in_use" }, meta }],
    ["another conflict", "none", 409, { error: { code: "still_processing" }, meta }],
    ["another conflict, replayed", "refused", 409, { error: { code: "taken" } }, replayed],
    ["data under the status of a refusal", "none", 400, { data: { fields: [] }, meta }],
    ["a reused key", "mismatch", 422, { error: { code: "idempotency_key_reused" }, meta }]
  ]
  it.effect.each(rows)("%s: %s", ([, evidence, ...answer]) =>
    Effect.gen(function*() {
      assert.strictEqual(yield* evidenceOf(...answer), evidence)
    }))

  it.effect("a batch that failed as a whole, and no other operation, is refused by its data", () =>
    Effect.gen(function*() {
      const entry = { index: 0, success: false, error: { code: "invalid" } }
      const none = { data: { succeeded: 0, failed: 1, results: [entry] } }
      assert.strictEqual(yield* evidenceOf(400, none, {}, rulesOf(Qurls.batchCreate)), "refused")
      assert.strictEqual(yield* evidenceOf(400, none, {}, rulesOf(Qurls.create)), "none")
      for (const data of [{}, [], "x", { succeeded: 1, results: [entry] }, { succeeded: 0, results: [] }]) {
        assert.strictEqual(yield* evidenceOf(400, { data }, {}, rulesOf(Qurls.batchCreate)), "none")
      }
    }))
})
