import { HttpClient, HttpClientRequest, HttpClientResponse } from "@effect/platform"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Logger, LogLevel, TestClock } from "effect"
import { type Decision, type Dialect, Idempotent, RetryPolicy } from "../src/index.js"
import { enveloped, silent, unplaced, worded } from "./support/dialects.js"

/** A server that gives one answer to everything, and the requests it got. */
const answering = (answer: () => Response) => {
  const requests: Array<HttpClientRequest.HttpClientRequest> = []
  const client = HttpClient.make((request) =>
    Effect.sync(() => {
      requests.push(request)
      return HttpClientResponse.fromWeb(request, answer())
    })
  )
  return { client, requests }
}

const call = (
  dialect: Dialect.Dialect,
  server: ReturnType<typeof answering>,
  options: Idempotent.CallOptions = {}
) =>
  Effect.flatMap(
    Idempotent.make(server.client, { dialect }),
    ({ execute }) =>
      execute(HttpClientRequest.post("https://api.test/v1/things"), { idempotencyKey: "deploy-v1", ...options })
  )

const reused = "Idempotency-Key reused with different body"

it.effect("a marker without a status is recognised by code and message at any 4xx", () =>
  Effect.gen(function*() {
    const ask = (status: number, error: object, rest: object = {}) =>
      call(worded, answering(() => Response.json({ error, ...rest }, { status })), {
        retry: RetryPolicy.none
      })
    for (const status of [400, 409, 422]) {
      const answer = yield* ask(status, { code: "VALIDATION_ERROR", message: reused })
      assert.deepStrictEqual([answer.evidence, answer.report.outcome], ["mismatch", "rejected"])
    }
    assert.strictEqual((yield* ask(503, { code: "VALIDATION_ERROR", message: reused })).evidence, "none")
    const other = yield* ask(422, { code: "VALIDATION_ERROR", message: "question is missing", request_id: "r" })
    assert.deepInclude(other, { evidence: "refused", message: "question is missing" })
  }))

const conflicts = ["in_flight", "idempotency-conflict"] as const

it.effect.each(conflicts)(
  "the code of a marker counts wherever the body carries it, if no place is documented: %s",
  (code) =>
    Effect.gen(function*() {
      const bodies = [
        { type: code },
        { type: `https://api.test/problems/${code}`, title: "Conflict" },
        { code },
        { error: code },
        { error: { code } },
        { error: { type: "about:blank", reason: code } },
        { type: "about:blank", code },
        { errors: [{ code }] }
      ]
      for (const body of bodies) {
        const answer = yield* call(unplaced, answering(() => Response.json(body, { status: 409 })), {
          retry: RetryPolicy.none
        })
        assert.strictEqual(answer.evidence, code === "in_flight" ? "in flight" : "mismatch", JSON.stringify(body))
      }
      const elsewhere = yield* call(unplaced, answering(() => Response.json({ code }, { status: 400 })), {
        retry: RetryPolicy.none
      })
      assert.strictEqual(elsewhere.evidence, "none")
    })
)

describe("an answer is the API's own", () => {
  const json = (status: number, body: object, headers: Record<string, string> = {}) => () =>
    Response.json(body, { status, headers })
  const page = (status: number) => () =>
    new Response("<html>Sign in to WiFi</html>", { status, headers: { "content-type": "text/html" } })
  const id = { request_id: "req_1" }
  const replayed = { "idempotency-replayed": "true" }
  const rows: ReadonlyArray<[string, Dialect.Dialect, () => Response, Decision.Evidence]> = [
    ["data", enveloped, json(201, { data: {} }), "applied"],
    ["a page of a portal", enveloped, page(200), "none"],
    ["JSON without data", enveloped, json(200, { status: "ok" }), "none"],
    ["a 204 where data is documented", enveloped, () => new Response(null, { status: 204 }), "none"],
    ["code and request id", enveloped, json(400, { error: { code: "invalid" }, meta: id }), "refused"],
    ["a code alone", enveloped, json(400, { error: { code: "invalid" } }), "none"],
    ["the envelope of another gateway", enveloped, json(404, { error: { code: "ResourceNotFound" } }), "none"],
    ["a page with a 4xx", enveloped, page(404), "none"],
    ["no body", enveloped, () => new Response(null, { status: 413 }), "none"],
    ["a 401 in the envelope", enveloped, json(401, { error: { code: "invalid_token" }, meta: id }), "turned away"],
    ["a 401 of a proxy", enveloped, page(401), "none"],
    ["a 429 of a proxy", enveloped, page(429), "none"],
    ["a documented conflict", enveloped, json(409, { error: { code: "name_in_use" }, meta: id }), "refused"],
    ["another conflict", enveloped, json(409, { error: { code: "still_processing" }, meta: id }), "none"],
    ["423", enveloped, json(423, { error: { code: "locked" }, meta: id }), "none"],
    ["425", enveloped, json(425, { error: { code: "too_early" }, meta: id }), "none"],
    ["another conflict that is replayed", enveloped, json(409, { error: { code: "taken" } }, replayed), "refused"],
    ["a replayed page", enveloped, () => new Response("x", { status: 404, headers: replayed }), "refused"],
    ["a payload under the status of a refusal", enveloped, json(400, { data: { succeeded: 0 } }), "none"],
    ["a refusal whose status became 200", enveloped, json(200, { error: { code: "invalid" }, meta: id }), "none"],
    ["the same, replayed", enveloped, json(200, { error: { code: "invalid" }, meta: id }, replayed), "none"],
    ["a replayed success", enveloped, json(201, { data: {} }, replayed), "applied"],
    ["500 in the envelope", enveloped, json(500, { error: { code: "internal_error" }, meta: id }), "none"],
    ["a replayed 500", enveloped, json(500, { error: { code: "internal_error" } }, replayed), "none"],
    ["any JSON", unplaced, json(201, { id: "s1" }), "applied"],
    ["a refusal in no documented form", unplaced, json(400, { code: "bad", ...id }), "none"],
    ["code and request id", worded, json(404, { error: { code: "NOT_FOUND", ...id } }), "refused"],
    ["an id at the top", worded, json(404, { error: { code: "NOT_FOUND" }, ...id }), "refused"],
    ["a conflict in no documented words", silent, json(422, { code: "idempotency_key_reused" }), "none"]
  ]
  for (const [name, dialect, answer, shown] of rows) {
    it.effect(`${dialect.name}: ${name}: ${shown}`, () =>
      Effect.gen(function*() {
        const { evidence } = yield* call(dialect, answering(answer), { retry: RetryPolicy.none })
        assert.strictEqual(evidence, shown)
      }))
  }
})

it.effect.each(
  [
    ["{", "application/json"],
    ["{\"data\":{\"id\":\"a", "application/json; charset=utf-8"],
    ["{\"data\":\"\\\"}", "application/json"],
    ["[{\"id\":1},", "application/problem+json"],
    ["", "application/json"]
  ] as const
)(
  "JSON that stops in the middle is a lost answer, and repeated under its key: %s as %s",
  ([text, type]) =>
    Effect.gen(function*() {
      let answers = 0
      const server = answering(() =>
        answers++ === 0
          ? new Response(text, { status: 201, headers: { "content-type": type } })
          : Response.json({ data: 1 }, { status: 201 })
      )
      const fiber = yield* Effect.fork(call(enveloped, server))
      yield* TestClock.adjust("1 minute")
      const { report } = yield* Fiber.join(fiber)
      assert.deepInclude(report, { outcome: "applied", attempts: 2 })
      assert.deepStrictEqual(server.requests.map(({ headers }) => headers["idempotency-key"]), [
        "deploy-v1",
        "deploy-v1"
      ])
    })
)

it.effect("what is whole and not JSON is not a lost answer", () =>
  Effect.gen(function*() {
    for (const text of ["<html>{", "{}}", "oops", "{'a'}"]) {
      const type = text.startsWith("<") ? "text/html" : "application/json"
      const server = answering(() => new Response(text, { status: 200, headers: { "content-type": type } }))
      const { report } = yield* call(enveloped, server)
      assert.deepInclude(report, { outcome: "unknown", attempts: 1 })
    }
  }))

it.effect("a code or request id that is a URI counts by its last segment", () =>
  Effect.gen(function*() {
    const problem = { type: "https://api.test/problems/idempotency-conflict", instance: "/requests/req-7" }
    const answer = yield* call(unplaced, answering(() => Response.json(problem, { status: 409 })))
    assert.strictEqual(answer.code, "idempotency-conflict")
    assert.strictEqual(answer.report.requestId, "req-7")
    assert.strictEqual(answer.report.attempts, 1)
  }))

it.effect("a dialect that is never in flight takes no answer for it", () =>
  Effect.gen(function*() {
    const server = answering(() => Response.json({ error: { code: "SERVICE_UNAVAILABLE" } }, { status: 503 }))
    const answer = yield* call(worded, server, { retry: RetryPolicy.none })
    assert.strictEqual(answer.report.outcome, "unknown")
  }))

it.effect("a dialect with names for requests sends one per attempt and logs it before the answer, with the whole key", () =>
  Effect.gen(function*() {
    const lines: Array<string> = []
    const logger = Logger.replace(Logger.defaultLogger, Logger.make(({ message }) => lines.push(String(message))))
    const server = answering(() => new Response(null, { status: 204 }))
    const twice = Effect.all([call(silent, server), call(silent, server)])
    yield* Effect.provide(twice, logger).pipe(Logger.withMinimumLogLevel(LogLevel.Debug))
    const [first, second] = server.requests.map(({ headers }) => headers["x-request-id"])
    assert.notStrictEqual(first, second)
    assert.match(first ?? "", /^[0-9a-f-]{36}$/)
    assert.deepStrictEqual(lines.slice(0, 2), [
      `Request: POST /v1/things request_id=${first} idempotency_key=deploy-v1`,
      `POST /v1/things request_id=${first} idempotency_key=deploy-v1 attempt=1 result=204`
    ])
  }))

it.effect("a request that has a name already keeps it", () =>
  Effect.gen(function*() {
    const server = answering(() => new Response(null, { status: 204 }))
    const { execute } = yield* Idempotent.make(server.client, { dialect: silent })
    yield* execute(HttpClientRequest.post("https://api.test/v1/things", { headers: { "x-request-id": "abc123" } }))
    assert.strictEqual(server.requests[0]?.headers["x-request-id"], "abc123")
  }))
