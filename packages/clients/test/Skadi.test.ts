import { assert, it } from "@effect/vitest"
import { IdempotencyKey, RetryPolicy } from "@qurl/idempotency"
import { Deferred, Effect, Fiber, TestClock } from "effect"
import { createHmac } from "node:crypto"
import { resources } from "../src/internal/skadiEndpoints.js"
import { start } from "./support/child.js"
import { losesNothing } from "./support/lostAnswers.js"
import { apiKey, connect, post, secret, serve } from "./support/skadi.js"
import { done, until } from "./support/time.js"

const paths = ["/create-submission", "/process-transaction", ...resources.map((resource) => `/${resource}/q-1/bind`)]

/** Every write of the API. */
const writes = (skadi: Effect.Effect.Success<ReturnType<typeof connect>>) => [
  (key?: string) => skadi.createSubmission({ insured: "ACME" }, { idempotencyKey: key }),
  (key?: string) => skadi.processTransaction({ type: "payment" }, { idempotencyKey: key }),
  ...resources.map((resource) => (key?: string) => skadi.bind(resource, "q-1", {}, { idempotencyKey: key }))
]

it.scoped("K1 submissions, transactions and the seven binds send a key: a UUIDv4 each, or the caller's", () =>
  Effect.gen(function*() {
    const server = yield* serve()
    const skadi = yield* connect(server.url)
    for (const write of writes(skadi)) yield* done(write())
    for (const write of writes(skadi)) yield* done(write("draft-1"))
    const arrivals = yield* server.arrivals
    assert.deepStrictEqual(arrivals.map(({ path }) => path), [...paths, ...paths])
    const keys = arrivals.map(({ headers }) => headers["idempotency-key"] ?? "")
    const random = keys.slice(0, 9)
    for (const key of random) assert.match(key, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    assert.strictEqual(new Set(random).size, 9)
    assert.deepStrictEqual(keys.slice(9), Array<string>(9).fill("draft-1"))
    assert.strictEqual((yield* server.applied).length, 18)
  }))

it.scoped("K2 within 24 h the original status and body come back byte for byte, and nothing runs again", () =>
  Effect.gen(function*() {
    const server = yield* serve()
    for (const path of paths) {
      const first = yield* post(server.url + path, { key: "k", body: "{\"a\": 1}" })
      const again = yield* post(server.url + path, { key: "k", body: "{\"a\": 1}" })
      assert.deepStrictEqual(again, first)
    }
    const refused = yield* post(`${server.url}/unknown/q-1/bind`, { key: "k", body: "{}" })
    assert.strictEqual(refused.status, 404)
    assert.deepStrictEqual(yield* post(`${server.url}/unknown/q-1/bind`, { key: "k", body: "{}" }), refused)
    yield* TestClock.adjust("23 hours")
    const skadi = yield* connect(server.url)
    const write = () => done(skadi.createSubmission({ insured: "ACME" }, { idempotencyKey: "later" }))
    const first = yield* write()
    yield* TestClock.adjust("23 hours")
    const again = yield* write()
    assert.deepStrictEqual([again.data, again.meta.status], [first.data, 201])
    assert.strictEqual(again.meta.replayed, "yes")
    assert.strictEqual((yield* server.applied).length, paths.length + 1)
  }))

it.scoped("K3 another body under a used key is a conflict that is never repeated", () =>
  Effect.gen(function*() {
    const server = yield* serve()
    const [one, other] = [yield* connect(server.url), yield* connect(server.url)]
    yield* done(one.createSubmission({ insured: "ACME" }, { idempotencyKey: "k" }))
    const error = yield* Effect.flip(done(other.createSubmission({ insured: "Other" }, { idempotencyKey: "k" })))
    if (error._tag !== "KeyConflictError") return assert.fail(error._tag)
    assert.deepInclude(error, { status: 409, code: "idempotency-conflict" })
    assert.deepInclude(error.report, { attempts: 1, outcome: "rejected", endedBy: "not retryable" })
    assert.strictEqual((yield* server.arrivals).length, 2)
    const guarded = yield* Effect.flip(one.createSubmission({ insured: "Other" }, { idempotencyKey: "k" }))
    assert.deepInclude(guarded, { _tag: "KeyError", reason: "reused" })
    assert.strictEqual((yield* server.arrivals).length, 2)
    assert.strictEqual((yield* server.applied).length, 1)
  }))

it.scoped("K4 a second call during the first gets 'in flight', backs off and gets the first one's answer", () =>
  Effect.gen(function*() {
    const started = yield* Deferred.make<void>()
    const released = yield* Deferred.make<void>()
    const server = yield* serve({
      beforeExecution: Effect.zipRight(Deferred.succeed(started, undefined), Deferred.await(released))
    })
    const [one, other] = [yield* connect(server.url), yield* connect(server.url)]
    const first = yield* Effect.fork(one.createSubmission({ insured: "ACME" }, { idempotencyKey: "k" }))
    yield* Deferred.await(started)
    // More polls than there are attempts.
    const second = yield* Effect.fork(done(other.createSubmission({ insured: "ACME" }, { idempotencyKey: "k" })))
    yield* until(Effect.map(server.arrivals, (arrivals) => arrivals.length >= 7))
    yield* Deferred.succeed(released, undefined)
    const answer = yield* Fiber.join(second)
    assert.deepStrictEqual(answer.data, (yield* Fiber.join(first)).data)
    assert.isAtLeast(answer.meta.attempts, 7)
    assert.strictEqual((yield* server.applied).length, 1)
  }))

it.scoped("K5 a key that is unused for more than 24 h executes afresh", () =>
  Effect.gen(function*() {
    for (const sliding of [false, true]) {
      const server = yield* serve({ sliding })
      const skadi = yield* connect(server.url)
      const write = Effect.map(
        done(skadi.createSubmission({ insured: "ACME" }, { idempotencyKey: "k" })),
        ({ meta }) => meta.replayed
      )
      yield* write
      yield* TestClock.adjust("23 hours")
      assert.strictEqual(yield* write, "yes")
      // 24 h after the first use, one hour after the last: which of them counts is the option.
      yield* TestClock.adjust("1 hour")
      assert.strictEqual(yield* write, sliding ? "yes" : "unknown")
      assert.strictEqual((yield* server.applied).length, sliding ? 1 : 2)
      yield* TestClock.adjust("24 hours")
      assert.notStrictEqual(yield* write, "yes")
      assert.strictEqual((yield* server.applied).length, sliding ? 2 : 3)
    }
  }))

it.scoped("K6 a key has at most 255 characters", () =>
  Effect.gen(function*() {
    const server = yield* serve()
    const skadi = yield* connect(server.url)
    const write = (length: number) => skadi.createSubmission({}, { idempotencyKey: "k".repeat(length) })
    yield* done(write(255))
    assert.deepInclude(yield* Effect.flip(write(256)), { _tag: "KeyError", reason: "invalid" })
    assert.strictEqual((yield* server.arrivals).length, 1)
    const refused = yield* post(`${server.url}/create-submission`, { key: "k".repeat(256), body: "{}" })
    assert.strictEqual(refused.status, 400)
    assert.strictEqual((yield* server.applied).length, 1)
  }))

it.scopedLive("K7 a key from a business identifier is the same in another process, and the retry collapses", () =>
  Effect.gen(function*() {
    const server = yield* serve()
    const environment = {
      SKADI_API_KEY: apiKey,
      SKADI_SIGNING_SECRET: secret,
      SKADI_API_URL: server.url,
      DRAFT_ID: "draft-4711"
    }
    yield* server.fail({ kind: "silence" })
    const first = yield* start("submit.mjs", environment)
    yield* until(Effect.map(server.applied, (applied) => applied.length === 1))
    yield* first.kill
    assert.strictEqual((yield* first.ended).signal, "SIGKILL")
    const second = yield* Effect.flatMap(start("submit.mjs", environment), ({ ended }) => ended)
    assert.strictEqual(second.code, 0, second.output)
    const { data, meta } = JSON.parse(second.output)
    assert.strictEqual(meta.replayed, "yes")
    assert.strictEqual(meta.idempotencyKey, IdempotencyKey.fromParts("submission", "draft-4711"))
    assert.deepStrictEqual((yield* server.applied).map(({ subject }) => subject), [data.id])
  }))

it.scoped("K8 S36 a replay costs nothing of the rate limit, the original and a conflict cost one", () =>
  Effect.gen(function*() {
    const server = yield* serve({ rateLimit: 2 })
    const url = `${server.url}/create-submission`
    const statusOf = (key: string, body = "{}") => Effect.map(post(url, { key, body }), ({ status }) => status)
    assert.strictEqual(yield* statusOf("a"), 201)
    assert.strictEqual(yield* server.charged(apiKey), 1)
    for (let replay = 0; replay < 5; replay++) assert.strictEqual(yield* statusOf("a"), 201)
    assert.strictEqual(yield* server.charged(apiKey), 1)
    assert.strictEqual(yield* statusOf("a", "{\"b\":1}"), 409)
    assert.strictEqual(yield* server.charged(apiKey), 2)
    assert.strictEqual(yield* statusOf("b"), 429)
    assert.strictEqual(yield* statusOf("a"), 201)
    const skadi = yield* connect(server.url, { apiKey: "sk_2", secret: "secret-2" })
    yield* done(skadi.createSubmission({}))
    assert.deepStrictEqual([yield* server.charged(apiKey), yield* server.charged("sk_2")], [2, 1])
  }))

it.scoped("K9 S36 every attempt is signed anew, under one key", () =>
  Effect.gen(function*() {
    const server = yield* serve()
    const skadi = yield* connect(server.url)
    yield* server.fail({ kind: "lost answer" }, { kind: "lost answer" }, { kind: "lost answer" })
    const { meta } = yield* done(skadi.createSubmission({ insured: "ACMÉ" }))
    assert.strictEqual(meta.attempts, 4)
    const arrivals = yield* server.arrivals
    assert.deepStrictEqual(
      new Set(arrivals.map(({ headers }) => headers["idempotency-key"])),
      new Set([meta.idempotencyKey])
    )
    for (const { headers } of arrivals) {
      const expected = createHmac("sha256", secret).update(`${headers["x-timestamp"]}.{"insured":"ACMÉ"}`).digest("hex")
      assert.strictEqual(headers["x-signature"], `sha256=${expected}`)
    }
    // Waits of 0.5, 1 and 2 s and more: at least the first, third and fourth fall into seconds of their own.
    assert.isAtLeast(new Set(arrivals.map(({ headers }) => headers["x-timestamp"])).size, 3)
    assert.strictEqual((yield* server.applied).length, 1)
  }))

it.scoped("K9 an old timestamp or another secret is refused, even if an answer is stored", () =>
  Effect.gen(function*() {
    const server = yield* serve()
    const url = `${server.url}/create-submission`
    assert.strictEqual((yield* post(url, { key: "k", body: "{}" })).status, 201)
    yield* TestClock.adjust("6 minutes")
    assert.strictEqual((yield* post(url, { key: "k", body: "{}" })).status, 401)
    assert.strictEqual((yield* post(url, { key: "k", body: "{}", timestamp: "360" })).status, 201)
    const stranger = yield* connect(server.url, { secret: "guessed" })
    const error = yield* Effect.flip(done(stranger.createSubmission({}, { idempotencyKey: "k" })))
    assert.deepInclude(error, { _tag: "RefusedError", status: 401, code: "unauthorized" })
  }))

it.scoped("an answer that is lost after the commit has one effect, on every write", () =>
  Effect.gen(function*() {
    const server = yield* serve()
    const skadi = yield* connect(server.url)
    yield* losesNothing(server, writes(skadi))
  }))

it.scoped("without retries a lost answer is an error that carries the key", () =>
  Effect.gen(function*() {
    const server = yield* serve()
    const skadi = yield* connect(server.url)
    yield* server.fail({ kind: "lost answer" })
    const error = yield* Effect.flip(skadi.createSubmission({}, { idempotencyKey: "k", retry: RetryPolicy.none }))
    if (error._tag !== "TransportError") return assert.fail(error._tag)
    assert.deepInclude(error.report, { outcome: "unknown", idempotencyKey: "k" })
  }))
