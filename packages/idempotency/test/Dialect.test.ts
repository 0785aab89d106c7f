import { HttpClient, HttpClientRequest, HttpClientResponse } from "@effect/platform"
import { assert, it } from "@effect/vitest"
import { Effect, Logger, LogLevel } from "effect"
import { Dialect, Idempotent, RetryPolicy } from "../src/index.js"

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

it.effect("a marker with a message is known by status, code and message together", () =>
  Effect.gen(function*() {
    const refusal = (message: string) =>
      answering(() => Response.json({ error: { code: "VALIDATION_ERROR", message } }, { status: 422 }))
    const reused = yield* call(Dialect.surveyCoder, refusal("Idempotency-Key reused with different body"))
    const other = yield* call(Dialect.surveyCoder, refusal("question is missing"))
    assert.isTrue(Dialect.matches(Dialect.surveyCoder.mismatch, reused))
    assert.isFalse(Dialect.matches(Dialect.surveyCoder.mismatch, other))
    assert.strictEqual(other.message, "question is missing")
  }))

it.effect("a code or request id that is a URI counts by its last segment", () =>
  Effect.gen(function*() {
    const problem = { type: "https://api.test/problems/idempotency-conflict", instance: "/requests/req-7" }
    const answer = yield* call(Dialect.skadi, answering(() => Response.json(problem, { status: 409 })))
    assert.strictEqual(answer.code, "idempotency-conflict")
    assert.strictEqual(answer.report.requestId, "req-7")
    assert.strictEqual(answer.report.attempts, 1)
  }))

it.effect("a dialect that is never in flight takes no answer for it", () =>
  Effect.gen(function*() {
    const server = answering(() => Response.json({ error: { code: "SERVICE_UNAVAILABLE" } }, { status: 503 }))
    const answer = yield* call(Dialect.surveyCoder, server, { retry: RetryPolicy.none })
    assert.strictEqual(answer.report.outcome, "unknown")
  }))

it.effect("a dialect with names for requests sends one per attempt and logs it before the answer, with the whole key", () =>
  Effect.gen(function*() {
    const lines: Array<string> = []
    const logger = Logger.replace(Logger.defaultLogger, Logger.make(({ message }) => lines.push(String(message))))
    const server = answering(() => new Response(null, { status: 204 }))
    const twice = Effect.all([call(Dialect.atlas, server), call(Dialect.atlas, server)])
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
    const { execute } = yield* Idempotent.make(server.client, { dialect: Dialect.atlas })
    yield* execute(HttpClientRequest.post("https://api.test/v1/things", { headers: { "x-request-id": "abc123" } }))
    assert.strictEqual(server.requests[0]?.headers["x-request-id"], "abc123")
  }))
