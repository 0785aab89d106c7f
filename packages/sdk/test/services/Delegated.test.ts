import { HttpClient, HttpClientResponse } from "@effect/platform"
import { assert, describe, it } from "@effect/vitest"
import { Emulator, Fault } from "@qurl/emulator"
import { Delegated, Resources, withExtras } from "@qurl/sdk"
import { Clock, Effect, Fiber, Redacted, TestClock } from "effect"
import { inspect } from "node:util"
import { inventory, requests } from "../support/emulator.js"
import { asking, effects, running, servicesFor } from "../support/resources.js"
import { type Reply, serve } from "../support/server.js"
import { first } from "../support/services.js"

const key = "invitations-of-2026-11-30-0123456789"

const capability = Effect.map(
  Resources.create({ type: "url", target_url: "https://example.com/plans" }),
  ({ crid }) => `mc_${crid}`
)

const batch = Effect.flatMap(
  capability,
  (mint_capability) =>
    Delegated.createBatch({ mint_capability, grants: [{ label: "Ada", expires_in: "24h" }, { label: "Bob" }] }, key)
)

it.live("a batch is submitted once, polled until it has ended, and its links are read and revoked", () =>
  Effect.gen(function*() {
    const made = yield* batch
    assert.deepInclude(made, { status: "queued", item_count: 2 })
    assert.deepInclude(made.meta, { attempts: 2, replayed: "yes", idempotencyKey: key })
    assert.notProperty(yield* Delegated.getBatch(made.batch_id), "results")
    const { results = [], status } = yield* Delegated.waitForBatch(made.batch_id)
    assert.strictEqual(status, "succeeded")
    const ids = results.map(({ qurl }) => qurl?.qurl_id ?? "")
    assert.strictEqual((yield* inventory).tokens.length, 2)
    assert.deepInclude(yield* Delegated.get(ids[0] ?? ""), { status: "active", label: "Ada" })
    yield* Delegated.revoke(ids[0] ?? "")
    yield* Delegated.revoke(ids[0] ?? "")
    assert.strictEqual((yield* Delegated.get(ids[0] ?? "")).status, "revoked")
    assert.deepStrictEqual(yield* effects, [
      "resource.created",
      "token.created",
      "token.created",
      "delegated_batch.created",
      "token.revoked"
    ])
  }).pipe(running(first("createDelegatedQurlBatch", Fault.destroyAfterCommit))))

describe("whatever happens to the answer, a batch is submitted once", () => {
  for (
    const fault of [
      Fault.destroyBeforeHandler,
      Fault.destroyAfterCommit,
      Fault.destroyAfterHeaders,
      Fault.destroyMidBody,
      Fault.rateLimit({ retryAfter: { seconds: 0 } }),
      Fault.status(503, { when: "before" }),
      Fault.status(503, { when: "after" }),
      Fault.inFlight
    ]
  ) {
    const when = "when" in fault ? ` ${fault.when} its handler` : ""
    it.live(`${fault.kind}${when}`, () =>
      Effect.gen(function*() {
        yield* batch
        assert.deepInclude((yield* effects).filter((kind) => kind !== "resource.created"), "delegated_batch.created")
        assert.strictEqual((yield* inventory).tokens.length, 2)
        assert.strictEqual((yield* inventory).delegated_batches.length, 1)
      }).pipe(running(first("createDelegatedQurlBatch", fault))))
  }
})

it.live("a batch whose outcome is unknown is found by the same key and input, by another client as well", () =>
  Effect.gen(function*() {
    const { url } = yield* Emulator
    const mint_capability = yield* capability
    const input = { mint_capability, grants: [{ label: "Ada" }] }
    const lost = yield* Effect.flip(Delegated.createBatch(input, key))
    assert.deepInclude(lost, { _tag: "ServerError", outcome: "unknown", idempotencyKey: key })
    assert.notInclude(inspect(lost, { depth: 9 }), mint_capability)
    const found = yield* Delegated.createBatch(input, key).pipe(Effect.provide(servicesFor(url)))
    assert.strictEqual(found.meta.replayed, "yes")
    assert.deepStrictEqual((yield* inventory).delegated_batches.map(({ id }) => id), [found.batch_id])
  }).pipe(running({ fault: Fault.status(500, { when: "after" }), operation: "createDelegatedQurlBatch", nth: 1 })))

it.live("a key that is missing, short or has a space, and input that is wrong, are refused before anything is sent", () =>
  Effect.gen(function*() {
    const input = { mint_capability: "mc_x", grants: [{}] }
    for (const wrong of ["short", `${key} with spaces`, JSON.parse("null")]) {
      const error = yield* Effect.flip(Delegated.createBatch(input, wrong))
      assert.deepInclude(error, { _tag: "ValidationError", outcome: "not sent" })
    }
    const long = { mint_capability: "", grants: [{ label: "é".repeat(251) }] }
    const error = yield* Effect.flip(Delegated.createBatch(long, key))
    assert(error._tag === "ValidationError")
    assert.sameMembers(Object.keys(error.invalidFields), ["mint_capability", "grants[0].label"])
    assert.deepStrictEqual(yield* requests, [])
  }).pipe(running()))

it.live("states and codes that are new are kept, and so are fields", () =>
  Effect.gen(function*() {
    const failed = { index: 0, status: "failed", error: { code: "new_code", message: "m", hint: "h" } }
    const data = { batch_id: "dqb_1", status: "cancelled", item_count: 1, results: [failed], region: "eu" }
    const server = yield* serve({ status: 200, json: { data, meta: { request_id: "r" } } })
    const found = yield* asking(server, Delegated.waitForBatch("dqb_1"))
    assert.deepInclude(withExtras(found), { status: "cancelled", region: "eu", results: [failed] })
  }).pipe(Effect.scoped))

describe("reading a batch under a condition", () => {
  const queued = { batch_id: "dqb_1", status: "queued", item_count: 1 }
  const answer = (status: number, data: object, headers: Readonly<Record<string, string>> = {}): Reply => ({
    status,
    json: { data, meta: { request_id: "r" } },
    headers: { "content-type": "application/json", ...headers }
  })
  const unchanged = (headers: Readonly<Record<string, string>> = {}): Reply => ({ status: 304, headers })
  const tag = "\"dqb-1\""

  it.live("yields the batch, or that it is in the state whose tag was given", () =>
    Effect.gen(function*() {
      const { batch_id, meta } = yield* batch
      const first = yield* Delegated.getBatchIfChanged(batch_id, meta.etag)
      assert.isTrue(first.unchanged)
      assert.strictEqual(first.meta.etag, meta.etag)
      assert.isAbove(first.meta.retryAt ?? 0, 0)
      const ended = yield* Delegated.waitForBatch(batch_id)
      assert.notProperty(ended, "unchanged")
      const changed = yield* Delegated.getBatchIfChanged(batch_id, meta.etag)
      assert(!changed.unchanged)
      assert.deepStrictEqual([changed.status, changed.results], ["succeeded", ended.results])
      assert.notStrictEqual(changed.meta.etag, meta.etag)
      assert.isUndefined(changed.meta.retryAt)
      assert.isTrue((yield* Delegated.getBatchIfChanged(batch_id, changed.meta.etag)).unchanged)
      assert.isFalse((yield* Delegated.getBatchIfChanged(batch_id, undefined)).unchanged)
      assert.strictEqual((yield* Delegated.getBatch(batch_id)).meta.etag, changed.meta.etag)
    }).pipe(running()))

  it.live("survives lost answers and 429, as other reads do", () =>
    Effect.gen(function*() {
      const { batch_id, meta } = yield* batch
      assert.isTrue((yield* Delegated.getBatchIfChanged(batch_id, meta.etag)).unchanged)
    }).pipe(running(
      { fault: Fault.destroyAfterHeaders, operation: "getDelegatedQurlBatch", nth: 1 },
      { fault: Fault.rateLimit({ retryAfter: { seconds: 0 } }), operation: "getDelegatedQurlBatch", nth: 2 }
    )))

  it.live("takes a 304 for an answer only under a condition, and about the same tag", () =>
    Effect.gen(function*() {
      const unasked = yield* serve(unchanged({ etag: tag }))
      const error = yield* asking(unasked, Effect.flip(Delegated.getBatch("dqb_1")))
      assert.deepInclude(error, { _tag: "UnexpectedResponseError", reason: "status", status: 304, attempts: 1 })
      assert.notProperty(unasked.received[0]?.headers, "if-none-match")
      yield* asking(unasked, Effect.flip(Delegated.getBatchIfChanged("dqb_1", undefined)))
      const other = yield* serve(unchanged({ etag: "\"dqb-2\"" }))
      const wrong = yield* asking(other, Effect.flip(Delegated.getBatchIfChanged("dqb_1", tag)))
      assert.deepInclude(wrong, { _tag: "UnexpectedResponseError", reason: "contract", status: 304 })
      for (const headers of [{}, { etag: tag }, { etag: `W/${tag}` }]) {
        const server = yield* serve(unchanged(headers))
        assert.isTrue((yield* asking(server, Delegated.getBatchIfChanged("dqb_1", tag))).unchanged)
        assert.strictEqual(server.received[0]?.headers["if-none-match"], tag)
      }
    }).pipe(Effect.scoped))

  it.live("refuses what is not an entity tag before anything is sent, and drops one that could not be sent back", () =>
    Effect.gen(function*() {
      const server = yield* serve(answer(202, queued, { etag: "dqb-1" }))
      for (const wrong of ["dqb-1", "\"a b\"", "\"a\"\r\nx: y", "*", JSON.parse("null"), JSON.parse("7")]) {
        const error = yield* asking(server, Effect.flip(Delegated.getBatchIfChanged("dqb_1", wrong)))
        assert(error._tag === "ValidationError")
        assert.deepStrictEqual([error.outcome, Object.keys(error.invalidFields)], ["not sent", ["etag"]])
      }
      assert.lengthOf(server.received, 0)
      assert.isUndefined((yield* asking(server, Delegated.getBatch("dqb_1"))).meta.etag)
    }).pipe(Effect.scoped))

  it.effect("is what waiting for a batch does after its first read, in the server's rhythm", () =>
    Effect.gen(function*() {
      const body = (data: object) => ({ data: { ...queued, ...data }, meta: { request_id: "r" } })
      const replies = [
        Response.json(body({}), { status: 202, headers: { etag: tag, "retry-after": "7" } }),
        new Response(null, { status: 304, headers: { "retry-after": "5" } }),
        new Response(null, { status: 304 }),
        Response.json(body({ status: "running" }), { status: 202, headers: { etag: "\"dqb-2\"" } }),
        Response.json(body({ status: "succeeded" }), { status: 200, headers: { "retry-after": "9" } })
      ]
      const asked: Array<readonly [seconds: number, condition: string | undefined]> = []
      const client = HttpClient.make((request) =>
        Effect.flatMap(Clock.currentTimeMillis, (now) => {
          const reply = replies[asked.length] ?? new Response(null, { status: 500 })
          asked.push([now / 1000, request.headers["if-none-match"]])
          return Effect.succeed(HttpClientResponse.fromWeb(request, reply))
        })
      )
      const waiting = yield* Delegated.waitForBatch("dqb_1").pipe(
        Effect.provide(Delegated.layer({ apiKey: Redacted.make("lv_test_1"), baseUrl: "https://api.example.com" })),
        Effect.provideService(HttpClient.HttpClient, client),
        Effect.fork
      )
      yield* TestClock.adjust("20 seconds")
      assert.strictEqual((yield* Fiber.join(waiting)).status, "succeeded")
      assert.deepStrictEqual(asked, [[0, undefined], [7, tag], [12, tag], [13, tag], [14, "\"dqb-2\""]])
    }))
})
