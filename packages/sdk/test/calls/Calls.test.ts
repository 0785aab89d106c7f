import { assert, describe, it } from "@effect/vitest"
import { shorten } from "@qurl/idempotency/IdempotencyKey"
import { Qurl, withExtras } from "@qurl/sdk"
import { Chunk, Duration, Effect, Redacted, Stream } from "effect"
import { against, apiKey, created, problem, serve } from "../support/server.js"

const target_url = "https://example.com"
const resource = { resource_id: "r_1", qurls: [{ qurl_id: "q_1", status: "consumed" }] }

describe("requests", () => {
  it.live("carry the credential, and a key on writes only", () =>
    Effect.scoped(Effect.gen(function*() {
      const server = yield* serve(created(), { status: 200, json: { data: { plan: "free" } } })
      yield* against(server, Effect.zipRight(Qurl.create({ target_url }), Qurl.getQuota()))
      const [write, read] = server.received
      assert.strictEqual(write?.headers.authorization, `Bearer ${apiKey}`)
      assert.match(String(write?.headers["user-agent"]), /^qurl-effect\/\d/)
      assert.strictEqual(write?.headers["content-type"], "application/json")
      assert.match(String(write?.headers["idempotency-key"]), /^[0-9a-f-]{14}7/)
      assert.notProperty(read?.headers, "idempotency-key")
      assert.notProperty(read?.headers, "content-type")
      assert.notProperty(write?.headers, "traceparent")
      assert.notProperty(write?.headers, "b3")
    })))

  it.live("leave out null and undefined, write durations, and unwrap secrets", () =>
    Effect.scoped(Effect.gen(function*() {
      const server = yield* serve(created(), { status: 200, json: { data: {} } })
      yield* against(
        server,
        Qurl.create({
          target_url,
          label: null,
          custom_domain: undefined,
          expires_in: Duration.hours(24),
          session_duration: Duration.seconds(90),
          max_sessions: 0
        })
      )
      yield* against(server, Qurl.resolve({ access_token: Redacted.make("at_1") }))
      assert.deepStrictEqual(JSON.parse(server.received[0]!.body), {
        target_url,
        expires_in: "24h",
        session_duration: "90s",
        max_sessions: 0
      })
      assert.deepStrictEqual(JSON.parse(server.received[1]!.body), { access_token: "at_1" })
    })))

  it.live("mint with an empty object rather than with nothing", () =>
    Effect.scoped(Effect.gen(function*() {
      const server = yield* serve(created())
      yield* against(server, Qurl.mintLink("r_1"))
      assert.strictEqual(server.received[0]?.body, "{}")
      assert.strictEqual(server.received[0]?.url, "/v1/qurls/r_1/mint_link")
    })))

  it.live("encode ids as one path segment and queries as strings", () =>
    Effect.scoped(Effect.gen(function*() {
      const server = yield* serve({ status: 200, json: { data: resource } }, { status: 200, json: {} })
      yield* against(server, Qurl.get("a/b?c#d é"))
      yield* against(server, Qurl.list({ limit: 5, status: "active,revoked", q: "", cursor: null }))
      assert.deepStrictEqual(server.received.map(({ method, url }) => `${method} ${url}`), [
        "GET /v1/qurls/a%2Fb%3Fc%23d%20%C3%A9",
        "GET /v1/qurls?limit=5&status=active%2Crevoked"
      ])
    })))

  it.live("keep the path prefix of the base URL", () =>
    Effect.scoped(Effect.gen(function*() {
      const server = yield* serve({ status: 200, json: { data: {} } })
      yield* against({ ...server, url: `${server.url}/proxy/qurl///` }, Qurl.getQuota())
      assert.strictEqual(server.received[0]?.url, "/proxy/qurl/v1/quota")
    })))

  it.live("extend through update", () =>
    Effect.scoped(Effect.gen(function*() {
      const server = yield* serve({ status: 200, json: { data: resource } })
      const extended = yield* against(server, Qurl.extend("r_1", { extend_by: Duration.minutes(90) }))
      assert.deepInclude(server.received[0], { method: "PATCH", url: "/v1/qurls/r_1", body: "{\"extend_by\":\"90m\"}" })
      assert.strictEqual(extended.resource_id, "r_1")
      assert.strictEqual(extended.meta.idempotencyKey, server.received[0]?.headers["idempotency-key"])
    })))
})

describe("results", () => {
  it.live("tell how a write came about", () =>
    Effect.scoped(Effect.gen(function*() {
      const server = yield* serve(created(), { ...created(), headers: { "idempotency-replayed": "true" } })
      const first = yield* against(server, Qurl.create({ target_url }, { idempotencyKey: "job-42" }))
      const again = yield* against(server, Qurl.create({ target_url }, { idempotencyKey: "job-42" }))
      assert.strictEqual(first.qurl_link, "https://qurl.link/#at_planted")
      assert.deepStrictEqual(first.meta, {
        requestId: "req_1",
        replayed: "no",
        idempotencyKey: "job-42",
        attempts: 1
      })
      assert.strictEqual(again.meta.replayed, "yes")
    })))

  it.live("keep fields and values that are not known yet", () =>
    Effect.scoped(Effect.gen(function*() {
      const server = yield* serve({
        status: 200,
        json: { data: { ...resource, status: "frozen", type: "portal", surprise: true }, meta: { request_id: "req_2" } }
      })
      const found = yield* against(server, Qurl.get("r_1"))
      assert.deepStrictEqual<object>(found, {
        resource_id: "r_1",
        status: "frozen",
        type: "portal",
        access_tokens: [{ qurl_id: "q_1", status: "consumed" }],
        surprise: true,
        meta: { requestId: "req_2" }
      })
      const extra: unknown = withExtras(found).surprise
      assert.isTrue(extra)
    })))

  it.live("of a delete are empty", () =>
    Effect.scoped(Effect.gen(function*() {
      const server = yield* serve({ status: 204 })
      const deleted = yield* against(server, Qurl.delete("r_1"))
      assert.deepInclude(deleted.meta, { idempotencyKey: undefined, attempts: 1 })
      assert.notProperty(server.received[0]?.headers, "idempotency-key")
    })))
})

describe("batchCreate", () => {
  const entry = (index: number) => ({ index, success: true, resource_id: "r", qurl_link: "l", qurl_site: "s" })
  const failure = (index: number) => ({ index, success: false, error: { code: "creation_failed", message: "no" } })
  const batch = (results: ReadonlyArray<{ readonly success: boolean }>, counts: object = {}) => {
    const succeeded = results.filter(({ success }) => success).length
    return {
      data: { succeeded, failed: results.length - succeeded, results, ...counts },
      meta: { request_id: "req_3" }
    }
  }
  const three = [{ target_url }, { target_url }, { target_url }]

  it.live("yields a result for 201, 207 and 400, in the order of the items", () =>
    Effect.scoped(Effect.gen(function*() {
      const server = yield* serve(
        { status: 201, json: batch([entry(2), entry(0), entry(1)]) },
        { status: 207, json: batch([failure(1), entry(0), entry(2)]) },
        { status: 400, json: batch([failure(1), failure(0), failure(2)]) }
      )
      const all = yield* against(server, Effect.all([1, 2, 3].map(() => Qurl.batchCreate(three))))
      assert.deepStrictEqual(all.map(({ failed }) => failed), [0, 1, 3])
      assert.isTrue(all.every(({ results }) => results.every(({ index }, at) => index === at)))
      assert.deepInclude(all[2]?.meta, { requestId: "req_3", attempts: 1 })
    })))

  it.live("fails on a 400 that carries an error", () =>
    Effect.scoped(Effect.gen(function*() {
      const server = yield* serve(problem(400, { code: "validation_error", invalid_fields: { items: "too many" } }))
      const error = yield* Effect.flip(against(server, Qurl.batchCreate(three)))
      assert(error._tag === "ValidationError")
      assert.deepInclude(error, { source: "server", code: "validation_error", invalidFields: { items: "too many" } })
    })))

  it.live("refuses a 400 that is neither", () =>
    Effect.scoped(Effect.gen(function*() {
      const server = yield* serve({ status: 400, text: "<html>" }, { status: 400, json: {} }, { status: 400, json: [] })
      for (const reason of ["not json", "contract", "contract"]) {
        const error = yield* Effect.flip(against(server, Qurl.batchCreate(three)))
        assert(error._tag === "UnexpectedResponseError")
        assert.strictEqual(error.reason, reason)
      }
    })))

  it.live("refuses a result that contradicts itself or the input, without losing the key", () =>
    Effect.scoped(Effect.gen(function*() {
      const wrong = [
        batch([entry(0), entry(1)]),
        batch([entry(0), entry(1), entry(1)]),
        batch([entry(0), entry(1), entry(3)]),
        batch([entry(0), entry(1), entry(2)], { failed: 1 }),
        batch([entry(0), entry(1), failure(2)], { succeeded: 3, failed: 0 }),
        batch([entry(0), entry(1), { ...entry(2), qurl_link: "" }]),
        batch([entry(0), entry(1), entry(2)], { succeeded: -3 })
      ]
      const server = yield* serve(...wrong.map((json) => ({ status: 201, json })))
      for (const index of wrong.keys()) {
        const error = yield* Effect.flip(against(server, Qurl.batchCreate(three)))
        assert(error._tag === "UnexpectedResponseError", `case ${index}`)
        assert.deepInclude(error, { outcome: "applied but unreadable", status: 201, requestId: "req_3" })
        assert.include(error.message, shorten(String(error.idempotencyKey)))
      }
    })))
})

describe("listAll", () => {
  const page = (ids: ReadonlyArray<string>, meta: object) => ({
    status: 200,
    json: { data: ids.map((resource_id) => ({ resource_id })), meta }
  })
  const ids = (query = {}) =>
    Stream.runCollect(Qurl.listAll(query)).pipe(
      Effect.map((found) => Chunk.toReadonlyArray(found).map(({ resource_id }) => resource_id))
    )

  it.live("follows cursors through short and empty pages, with the same filters", () =>
    Effect.scoped(Effect.gen(function*() {
      const server = yield* serve(
        page(["a", "b"], { has_more: true, next_cursor: "c1" }),
        page([], { has_more: true, next_cursor: "c2" }),
        page(["c"], { next_cursor: "c3" }),
        page(["d"], { has_more: false, next_cursor: "c4" })
      )
      assert.deepStrictEqual(yield* against(server, ids({ limit: 2 })), ["a", "b", "c", "d"])
      assert.deepStrictEqual(server.received.map(({ url }) => url), [
        "/v1/qurls?limit=2",
        "/v1/qurls?limit=2&cursor=c1",
        "/v1/qurls?limit=2&cursor=c2",
        "/v1/qurls?limit=2&cursor=c3"
      ])
    })))

  it.live("ends on 204 and without data", () =>
    Effect.scoped(Effect.gen(function*() {
      const server = yield* serve({ status: 204 }, {
        status: 200,
        json: {}
      })
      assert.deepStrictEqual(yield* against(server, ids()), [])
      assert.deepStrictEqual(yield* against(server, ids()), [])
    })))

  it.live("fails after its items if more follow and no cursor leads to them", () =>
    Effect.scoped(Effect.gen(function*() {
      const server = yield* serve(
        page(["a"], { has_more: true, next_cursor: "c1" }),
        page(["b"], { has_more: true }),
        page(["c"], { has_more: true, next_cursor: "" }),
        page(["d"], { has_more: false })
      )
      const seen: Array<string> = []
      const all = Stream.runForEach(Qurl.listAll(), (one) => Effect.sync(() => seen.push(one.resource_id)))
      for (const requests of [2, 1]) {
        const error = yield* against(server, Effect.flip(all))
        assert(error._tag === "UnexpectedResponseError")
        assert.deepStrictEqual(error.fields, ["meta.next_cursor"])
        assert.strictEqual(error.attempts, requests)
        assert.include(error.message, "there are more items, and no cursor leads to them")
      }
      yield* against(server, all)
      assert.deepStrictEqual(seen, ["a", "b", "c", "d"])
    })))

  it.live("refuses a cursor that comes back, after its items", () =>
    Effect.scoped(Effect.gen(function*() {
      const server = yield* serve(
        page(["a"], { has_more: true, next_cursor: "c1" }),
        page(["b"], { has_more: true, next_cursor: "c1" })
      )
      const seen: Array<string> = []
      const error = yield* against(
        server,
        Effect.flip(Stream.runForEach(Qurl.listAll(), (one) => Effect.sync(() => seen.push(one.resource_id))))
      )
      assert(error._tag === "UnexpectedResponseError")
      assert.deepStrictEqual(error.fields, ["meta.next_cursor"])
      assert.deepStrictEqual(seen, ["a", "b"])
      assert.strictEqual(server.received.length, 2)
    })))

  it.live("asks for a page only when it is wanted", () =>
    Effect.scoped(Effect.gen(function*() {
      const server = yield* serve(page(["a", "b"], { has_more: true, next_cursor: "c1" }))
      yield* against(server, Stream.runCollect(Stream.take(Qurl.listAll(), 2)))
      assert.strictEqual(server.received.length, 1)
    })))
})
