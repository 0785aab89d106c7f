import { HttpClient, HttpClientRequest, HttpClientResponse } from "@effect/platform"
import { assert, it } from "@effect/vitest"
import { type Decision, type Dialect, Idempotent, RetryPolicy } from "@qurl/idempotency"
import { Effect } from "effect"
import { atlasDialect, skadiDialect, surveyCoderDialect } from "../src/index.js"

const evidenceOf = (dialect: Dialect.Dialect, status: number, body: object) =>
  Effect.gen(function*() {
    const client = HttpClient.make((request) =>
      Effect.sync(() => HttpClientResponse.fromWeb(request, Response.json(body, { status })))
    )
    const { execute } = yield* Idempotent.make(client, { dialect })
    const call = execute(HttpClientRequest.post("https://api.test/v1/things"), {
      idempotencyKey: "deploy-v1",
      retry: RetryPolicy.none
    })
    return (yield* call).evidence
  })

const reused = { code: "VALIDATION_ERROR", message: "Idempotency-Key reused with different body" }
const id = { request_id: "req_1" }
const conflict = "https://api.test/problems/idempotency-conflict"

it.effect.each<[string, Decision.Evidence, ...Parameters<typeof evidenceOf>]>([
  ["Skadi: any JSON", "applied", skadiDialect, 201, { id: "s1" }],
  ["Skadi: a refusal in no documented form", "none", skadiDialect, 400, { code: "bad", ...id }],
  ["Skadi: in_flight as the error", "in flight", skadiDialect, 409, { error: "in_flight" }],
  ["Skadi: in_flight as a reason", "in flight", skadiDialect, 409, { error: { reason: "in_flight" } }],
  ["Skadi: in_flight in a list", "in flight", skadiDialect, 409, { errors: [{ code: "in_flight" }] }],
  ["Skadi: idempotency-conflict as a code", "mismatch", skadiDialect, 409, { code: "idempotency-conflict" }],
  ["Skadi: idempotency-conflict as a problem type", "mismatch", skadiDialect, 409, { type: conflict }],
  ["Skadi: its code with another status", "none", skadiDialect, 400, { code: "in_flight" }],
  ["SurveyCoder: code and request id", "refused", surveyCoderDialect, 404, { error: { code: "NOT_FOUND", ...id } }],
  ["SurveyCoder: an id at the top", "refused", surveyCoderDialect, 404, { error: { code: "NOT_FOUND" }, ...id }],
  ["SurveyCoder: a reused key, 400", "mismatch", surveyCoderDialect, 400, { error: reused }],
  ["SurveyCoder: a reused key, 422", "mismatch", surveyCoderDialect, 422, { error: reused }],
  ["SurveyCoder: its words with a 5xx", "none", surveyCoderDialect, 503, { error: reused }],
  ["Atlas: a conflict in no documented words", "none", atlasDialect, 422, { code: "idempotency_key_reused" }]
])("%s: %s", ([, evidence, ...answer]) =>
  Effect.gen(function*() {
    assert.strictEqual(yield* evidenceOf(...answer), evidence)
  }))
