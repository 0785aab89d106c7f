import { assert, it } from "@effect/vitest"
import { Deferred, Effect, Fiber, TestClock } from "effect"
import type { Fault } from "../src/servers/LocalServer.js"
import { losesNothing } from "./support/lostAnswers.js"
import { connect, post, serve } from "./support/surveyCoder.js"
import { done, finish, until } from "./support/time.js"
import { scripted } from "./support/wire.js"

const request = { question: "Why?", responses: ["Price", "Taste", "Habit"] }
const body = JSON.stringify(request)

/** Every write of the API. */
const writes = (surveyCoder: Effect.Effect.Success<ReturnType<typeof connect>>) => [
  (key?: string) => surveyCoder.code(request, { idempotencyKey: key }),
  (key?: string) => surveyCoder.createCodebook({ name: "c" }, { idempotencyKey: key }),
  (key?: string) => surveyCoder.createProject({ name: "p" }, { idempotencyKey: key }),
  (key?: string) => surveyCoder.createQuestion({ text: "q" }, { idempotencyKey: key }),
  (key?: string) => surveyCoder.createWebhook({ url: "https://example.com" }, { idempotencyKey: key })
]

it.scoped("V1 writes send a key, reads and deletes send none", () =>
  Effect.gen(function*() {
    const server = yield* serve()
    const surveyCoder = yield* connect(server.url)
    for (const write of writes(surveyCoder)) yield* done(write())
    const [, , project] = yield* server.applied
    const id = project?.subject ?? ""
    assert.deepStrictEqual((yield* done(surveyCoder.get("projects", id))).data, { id })
    yield* done(surveyCoder.delete("projects", id))
    const arrivals = yield* server.arrivals
    assert.deepStrictEqual(arrivals.map(({ method, path }) => `${method} ${path}`), [
      "POST /v1/code",
      "POST /v1/codebooks",
      "POST /v1/projects",
      "POST /v1/questions",
      "POST /v1/webhooks",
      `GET /v1/projects/${id}`,
      `DELETE /v1/projects/${id}`
    ])
    const keys = arrivals.map(({ headers }) => headers["idempotency-key"])
    for (const key of keys.slice(0, 5)) assert.match(key ?? "", /^[0-9a-f-]{14}4[0-9a-f-]{21}$/)
    assert.strictEqual(new Set(keys.slice(0, 5)).size, 5)
    assert.deepStrictEqual(keys.slice(5), [undefined, undefined])
  }))

it.scoped("V1 a delete whose answer was lost has succeeded when nothing is found; a first one that finds nothing fails", () =>
  Effect.gen(function*() {
    const server = yield* serve()
    const surveyCoder = yield* connect(server.url)
    yield* done(surveyCoder.createProject({}))
    const [project] = yield* server.applied
    yield* server.fail({ kind: "lost answer" })
    assert.strictEqual((yield* done(surveyCoder.delete("projects", project?.subject ?? ""))).meta.attempts, 2)
    const error = yield* Effect.flip(surveyCoder.delete("projects", project?.subject ?? ""))
    assert.deepInclude(error, { _tag: "RefusedError", status: 404, code: "NOT_FOUND" })
  }))

it.scoped("V1 the writes on a codebook send a key each, and repeat under it", () =>
  Effect.gen(function*() {
    const server = yield* serve()
    const surveyCoder = yield* connect(server.url)
    yield* done(surveyCoder.createCodebook({ name: "Reasons" }))
    const [codebook] = yield* server.applied
    const id = codebook?.subject ?? ""
    yield* server.fail({ kind: "lost answer" })
    assert.deepInclude((yield* done(surveyCoder.updateCodebook(id, { name: "Why" }))).data, { id, name: "Why" })
    yield* server.fail({ kind: "lost answer" })
    yield* done(surveyCoder.addCodes(id, [{ label: "Price" }]))
    assert.deepStrictEqual((yield* server.applied).map(({ operation }) => operation), [
      "createCodebook",
      "updateCodebook",
      "addCodes"
    ])
    const [, ...writes] = yield* server.arrivals
    assert.deepStrictEqual(writes.map(({ method, path }) => `${method} ${path}`), [
      `PATCH /v1/codebooks/${id}`,
      `PATCH /v1/codebooks/${id}`,
      `POST /v1/codebooks/${id}/codes`,
      `POST /v1/codebooks/${id}/codes`
    ])
    assert.strictEqual(new Set(writes.map(({ headers }) => headers["idempotency-key"])).size, 2)
    const missing = yield* Effect.flip(surveyCoder.addCodes("none", [{ label: "Price" }]))
    assert.deepInclude(missing, { _tag: "RefusedError", status: 404 })
  }))

it.scoped("D9 a delete succeeds on no answer of a stranger", () =>
  Effect.gen(function*() {
    const html = (status: number) => ({
      status,
      headers: { "content-type": "text/html" },
      body: "<html>Sign in</html>"
    })
    const json = (status: number, body: object) => ({
      status,
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body)
    })
    const strangers = [
      html(200),
      html(202),
      html(404),
      json(200, { error: "portal" }),
      json(202, { success: true }),
      json(404, { message: "no Route matched" })
    ]
    for (const stranger of strangers) {
      const surveyCoder = yield* connect((yield* scripted([stranger])).url)
      const error = yield* Effect.flip(surveyCoder.delete("projects", "p_1"))
      assert.include(["RefusedError", "UnreadableAnswerError"], error._tag)
    }
  }))

it.scoped("D8 JSON that is not the contract's is known to be the API's own only if it is marked as a replay", () =>
  Effect.gen(function*() {
    const outcome = (headers: object) =>
      Effect.gen(function*() {
        const page = { status: 200, headers: { "content-type": "application/json", ...headers }, body: "[]" }
        const surveyCoder = yield* connect((yield* scripted([page])).url)
        const error = yield* Effect.flip(surveyCoder.code(request))
        assert(error._tag === "UnreadableAnswerError")
        return error.report.outcome
      })
    assert.strictEqual(yield* outcome({}), "unknown")
    assert.strictEqual(yield* outcome({ "x-idempotent-replay": "true" }), "applied but unreadable")
  }))

it.scoped("V2 a retried coding call never charges credits twice", () =>
  Effect.gen(function*() {
    const server = yield* serve()
    const surveyCoder = yield* connect(server.url)
    const faults: ReadonlyArray<Fault> = [
      { kind: "lost answer" },
      { kind: "status", when: "after", status: 502 },
      { kind: "status", when: "inside", status: 503 },
      { kind: "lost request" }
    ]
    for (const [index, fault] of faults.entries()) {
      yield* server.fail(fault)
      const { data, meta } = yield* done(surveyCoder.code(request))
      assert.deepInclude(data, { credits_charged: 3 })
      assert.strictEqual(meta.attempts, 2)
      assert.strictEqual(yield* server.cost("sc_1"), 3 * (index + 1), fault.kind)
    }
  }))

it.scoped("V2 two calls at once under one key charge once, and the second gets the first one's answer", () =>
  Effect.gen(function*() {
    const started = yield* Deferred.make<void>()
    const released = yield* Deferred.make<void>()
    const server = yield* serve({
      beforeExecution: Effect.zipRight(Deferred.succeed(started, undefined), Deferred.await(released))
    })
    const [one, other] = [yield* connect(server.url), yield* connect(server.url)]
    const first = yield* Effect.fork(one.code(request, { idempotencyKey: "k" }))
    yield* Deferred.await(started)
    const second = yield* Effect.fork(other.code(request, { idempotencyKey: "k" }))
    // The server's 10 s of patience are the only wait there is.
    yield* until(Effect.map(TestClock.sleeps(), (sleeps) => [...sleeps].includes(10_000)))
    yield* Deferred.succeed(released, undefined)
    const [answer, again] = [yield* Fiber.join(first), yield* Fiber.join(second)]
    assert.deepStrictEqual([again.data, again.meta.requestId], [answer.data, answer.meta.requestId])
    assert.deepStrictEqual([again.meta.replayed, again.meta.attempts], ["yes", 1])
    assert.strictEqual(yield* server.cost("sc_1"), 3)
  }))

it.scoped("V3 S37 for 24 h a replay has the same status, body and request id", () =>
  Effect.gen(function*() {
    const server = yield* serve()
    const job = JSON.stringify({ question: "Why?", responses: Array<string>(50).fill("Price") })
    const first = [
      yield* post(`${server.url}/v1/code`, { key: "now", body }),
      yield* post(`${server.url}/v1/code`, { key: "job", body: job }),
      yield* post(`${server.url}/v1/code`, { key: "wrong", body: "{}" }),
      yield* post(`${server.url}/v1/projects`, { key: "project", body: "{}" })
    ]
    assert.deepStrictEqual(first.map(({ replay, status }) => [status, replay]), [
      [200, null],
      [202, null],
      [422, null],
      [201, null]
    ])
    yield* TestClock.adjust("23 hours")
    const again = [
      yield* post(`${server.url}/v1/code`, { key: "now", body }),
      yield* post(`${server.url}/v1/code`, { key: "job", body: job }),
      yield* post(`${server.url}/v1/code`, { key: "wrong", body: "{}" }),
      yield* post(`${server.url}/v1/projects`, { key: "project", body: "{}" })
    ]
    assert.deepStrictEqual(again, first.map((answer) => ({ ...answer, replay: "true" })))
    assert.strictEqual(yield* server.cost("sc_1"), 53)
  }))

it.scoped("V3 S37 a failure of the server is not kept: the same key runs again", () =>
  Effect.gen(function*() {
    const server = yield* serve()
    yield* server.fail({ kind: "status", when: "inside", status: 500 })
    assert.strictEqual((yield* post(`${server.url}/v1/code`, { key: "k", body })).status, 500)
    assert.strictEqual(yield* server.cost("sc_1"), 0)
    const again = yield* post(`${server.url}/v1/code`, { key: "k", body })
    assert.deepInclude(again, { status: 200, replay: null })
    assert.strictEqual(yield* server.cost("sc_1"), 3)
  }))

it.scoped("V4 S37 two API keys use the same idempotency key without conflict", () =>
  Effect.gen(function*() {
    const server = yield* serve()
    const [one, other] = [yield* connect(server.url, "sc_1"), yield* connect(server.url, "sc_2")]
    const first = yield* done(one.code(request, { idempotencyKey: "k" }))
    const second = yield* done(other.code({ ...request, responses: ["Price"] }, { idempotencyKey: "k" }))
    assert.deepInclude(first.data, { credits_charged: 3 })
    assert.deepInclude(second.data, { credits_charged: 1 })
    assert.deepStrictEqual([yield* server.cost("sc_1"), yield* server.cost("sc_2")], [3, 1])
  }))

it.scoped("V5 another body, or another route, under a used key is a VALIDATION_ERROR with exactly that message", () =>
  Effect.gen(function*() {
    const server = yield* serve()
    yield* post(`${server.url}/v1/code`, { key: "k", body })
    for (const [path, other] of [["/v1/code", "{}"], ["/v1/projects", body]]) {
      const refused = yield* post(`${server.url}${path}`, { key: "k", body: other ?? "" })
      const { error, success } = JSON.parse(refused.text)
      assert.deepStrictEqual([refused.status, success], [422, false])
      assert.deepStrictEqual(error, {
        code: "VALIDATION_ERROR",
        message: "Idempotency-Key reused with different body",
        request_id: refused.requestId,
        doc_url: "https://docs.surveycoder.io/errors/VALIDATION_ERROR"
      })
    }
    const surveyCoder = yield* connect(server.url)
    const reused = yield* Effect.flip(surveyCoder.createProject({}, { idempotencyKey: "k" }))
    if (reused._tag !== "KeyConflictError") return assert.fail(reused._tag)
    assert.deepInclude(reused.report, { attempts: 1, outcome: "rejected" })
    // The same status and code with another message is the caller's wrong input, and no conflict of keys.
    const wrong = yield* post(`${server.url}/v1/code`, { key: "other", body: "{}" })
    assert.strictEqual(JSON.parse(wrong.text).error.code, "VALIDATION_ERROR")
    const misspelt = yield* Effect.flip(surveyCoder.code({ question: "Why?", responses: "Price" as never }))
    assert.deepInclude(misspelt, { _tag: "RefusedError", status: 422, code: "VALIDATION_ERROR" })
    assert.strictEqual((yield* server.applied).length, 1)
  }))

it.scoped("V6 after 24 h the same key makes a new request", () =>
  Effect.gen(function*() {
    const server = yield* serve()
    const first = yield* post(`${server.url}/v1/code`, { key: "k", body })
    yield* TestClock.adjust("25 hours")
    const later = yield* post(`${server.url}/v1/code`, { key: "k", body })
    assert.deepInclude(later, { status: 200, replay: null })
    assert.notStrictEqual(later.requestId, first.requestId)
    assert.strictEqual(yield* server.cost("sc_1"), 6)
  }))

it.scoped("V7 three attempts, 1 s and 2 s apart, after 429, 502, 503, 504 and network errors", () =>
  Effect.gen(function*() {
    const server = yield* serve()
    const faults: ReadonlyArray<Fault> = [
      ...[429, 502, 503, 504].map((status): Fault => ({ kind: "status", when: "before", status })),
      { kind: "lost request" },
      { kind: "lost answer" }
    ]
    for (const fault of faults) {
      const surveyCoder = yield* connect(server.url)
      const before = (yield* server.arrivals).length
      yield* server.fail(fault, fault, fault)
      const { result: error, waits } = yield* finish(Effect.flip(surveyCoder.code(request)))
      assert.deepStrictEqual(waits, [1000, 2000])
      const arrivals = (yield* server.arrivals).slice(before)
      assert.strictEqual(arrivals.length, 3)
      assert.strictEqual(new Set(arrivals.map(({ headers }) => headers["idempotency-key"])).size, 1)
      if (error._tag !== "RefusedError" && error._tag !== "TransportError") return assert.fail(error._tag)
      assert.deepInclude(error.report, { attempts: 3, endedBy: "attempts" })
      yield* server.fail(fault, fault)
      assert.strictEqual((yield* done(surveyCoder.code(request))).meta.attempts, 3)
    }
  }))

it.scoped("V7 Retry-After is waited for, and no other 4xx is repeated", () =>
  Effect.gen(function*() {
    const server = yield* serve()
    const surveyCoder = yield* connect(server.url)
    yield* server.fail({ kind: "status", when: "before", status: 429, retryAfterSeconds: 7 })
    const { result, waits } = yield* finish(surveyCoder.code(request))
    assert.deepStrictEqual([waits, result.meta.attempts], [[7000], 2])
    for (const status of [400, 401, 403, 404, 409, 422, 500]) {
      const before = (yield* server.arrivals).length
      yield* server.fail({ kind: "status", when: "before", status })
      const { result: error, waits } = yield* finish(Effect.flip(surveyCoder.code(request)))
      assert.deepInclude(error, { _tag: "RefusedError", status })
      assert.deepStrictEqual([waits, (yield* server.arrivals).length], [[], before + 1])
    }
  }))

it.scoped("V8 the key can be given per call", () =>
  Effect.gen(function*() {
    const server = yield* serve()
    const surveyCoder = yield* connect(server.url)
    for (const [index, write] of writes(surveyCoder).entries()) yield* done(write(`mine-${index}`))
    const keys = (yield* server.arrivals).map(({ headers }) => headers["idempotency-key"])
    assert.deepStrictEqual(keys, ["mine-0", "mine-1", "mine-2", "mine-3", "mine-4"])
    const replayed = yield* done(surveyCoder.code(request, { idempotencyKey: "mine-0" }))
    assert.strictEqual(replayed.meta.replayed, "yes")
    assert.strictEqual((yield* server.applied).length, 5)
  }))

it.scoped("an answer that is lost after the commit has one effect, on every write", () =>
  Effect.gen(function*() {
    const server = yield* serve()
    const surveyCoder = yield* connect(server.url)
    yield* losesNothing(server, writes(surveyCoder))
  }))
