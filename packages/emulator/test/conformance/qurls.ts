import { assert, describe, it } from "@effect/vitest"
import { Effect, TestClock } from "effect"
import { Emulator, TestKey } from "../../src/index.js"
import type { Api } from "./api.js"
import { idOf, tokenOf } from "./reading.js"

const target_url = "https://example.com/report"

export const qurls = ({ expect, send }: Api) =>
  describe("qURLs", () => {
    it.scoped("are created, read, changed, used, revoked, and gone", () =>
      Effect.gen(function*() {
        const body = {
          target_url,
          expires_in: "2h",
          one_time_use: false,
          max_sessions: 3,
          session_duration: "30m",
          label: "for Ada",
          access_policy: { ip_allowlist: ["127.0.0.0/8"], geo_denylist: ["XX"], ai_agent_policy: { block_all: true } }
        }
        const made = yield* expect(201, "create", { body, key: "one" })
        assert.deepInclude(made, { label: "for Ada", type: "url", expires_at: "1970-01-01T02:00:00.000Z" })
        const again = yield* send("create", { body, key: "one" })
        assert.strictEqual(again.headers.get("idempotency-replayed"), "true")
        assert.deepStrictEqual(again.json.data, made)

        const id = made.resource_id
        const read = yield* expect(200, "get", { path: { id } })
        assert.deepInclude(read, { resource_id: id, target_url, status: "active", qurl_count: 1 })
        assert.lengthOf(read.qurls, 1)
        assert.deepInclude(read.qurls[0], {
          qurl_id: made.qurl_id,
          label: body.label,
          status: "active",
          one_time_use: false,
          max_sessions: 3,
          session_duration: 1800,
          access_policy: body.access_policy,
          use_count: 0,
          expires_at: made.expires_at
        })
        assert.deepStrictEqual(yield* expect(200, "get", { path: { id: made.qurl_id } }), read)
        assert.notInclude(JSON.stringify(read), tokenOf(made.qurl_link))

        const changes = { description: "Q3", tags: ["Blue", "blue ", "q3"], extend_by: "1h" }
        const changed = yield* expect(200, "update", { path: { id }, body: changes })
        assert.deepInclude(changed, {
          description: "Q3",
          tags: ["blue", "q3"],
          expires_at: "1970-01-01T03:00:00.000Z"
        })
        assert.deepStrictEqual(yield* expect(200, "get", { path: { id } }), changed)
        const cleared = yield* expect(200, "update", { path: { id }, body: { description: "", tags: [] } })
        assert.notProperty(cleared, "description")
        assert.deepStrictEqual(cleared.tags, [])

        const minted = yield* expect(201, "mintLink", { path: { id }, body: { one_time_use: true } })
        assert.strictEqual((yield* expect(200, "get", { path: { id } })).qurl_count, 2)

        const access_token = tokenOf(made.qurl_link)
        const opened = yield* expect(200, "resolve", { body: { access_token } })
        assert.deepInclude(opened, { target_url, resource_id: id })
        assert.deepInclude(opened.access_grant, { expires_in: 1800, granted_at: "1970-01-01T00:00:00.000Z" })
        const once = { access_token: tokenOf(minted.qurl_link) }
        yield* expect(200, "resolve", { body: once })
        assert.strictEqual((yield* expect(410, "resolve", { body: once })).code, "token_consumed")
        const used = yield* expect(200, "get", { path: { id } })
        assert.sameDeepMembers(
          used.qurls.map(({ status, use_count }: { status: string; use_count: number }) => [status, use_count]),
          [["active", 1], ["consumed", 1]]
        )
        assert.strictEqual((yield* expect(200, "getQuota")).usage.total_accesses, 2)

        yield* expect(204, "delete", { path: { id } })
        const refused = yield* send("resolve", { body: { access_token } })
        assert.deepStrictEqual([refused.status, refused.json.error.code], [410, "revoked"])
        assert.notInclude(refused.text, access_token)
        assert.strictEqual((yield* expect(200, "get", { path: { id } })).status, "revoked")
        assert.deepStrictEqual(yield* expect(200, "list"), [])
        assert.lengthOf(yield* expect(200, "list", { query: { status: "active,revoked" } }), 1)
        assert.strictEqual((yield* expect(200, "getQuota")).usage.active_qurls, 0)
        yield* expect(404, "delete", { path: { id } })
        assert.strictEqual((yield* expect(400, "update", { path: { id }, body: { tags: [] } })).code, "revoked")
        assert.strictEqual((yield* expect(400, "mintLink", { path: { id }, body: {} })).code, "revoked")
      }).pipe(Effect.provide(Emulator.layerServer())))

    it.scoped("end with their time, and a forgotten resource is unknown", () =>
      Effect.gen(function*() {
        const made = yield* expect(201, "create", { body: { target_url, expires_in: "90s" } })
        yield* TestClock.adjust("90 seconds")
        const body = { access_token: tokenOf(made.qurl_link) }
        assert.strictEqual((yield* expect(410, "resolve", { body })).code, "token_expired")
        assert.strictEqual((yield* expect(200, "get", { path: { id: made.resource_id } })).status, "expired")
        yield* expect(204, "delete", { path: { id: made.resource_id } })
        yield* expect(404, "delete", { path: { id: made.resource_id } })
        yield* expect(404, "resolve", { body })
      }).pipe(Effect.provide(Emulator.layerServer({ forgetRevoked: true }))))

    it.scoped("come in batches: all, some, and none of them", () =>
      Effect.gen(function*() {
        const item = (name: string, more = {}) => ({ target_url: `https://example.com/${name}`, ...more })
        const batch = (...items: ReadonlyArray<unknown>) => send("batchCreate", { body: { items } })
        const all = yield* batch(item("a"), item("b"))
        assert.deepInclude(all.json.data, { succeeded: 2, failed: 0 })
        const some = yield* batch(item("c"), item("a", { type: "transit" }))
        assert.deepStrictEqual([some.status, some.json.data.succeeded, some.json.data.failed], [207, 1, 1])
        assert.strictEqual(some.json.data.results[1].error.code, "resource_type_conflict")
        const none = yield* batch(item("d"), item("e", { expires_in: "1s" }))
        assert.deepStrictEqual([none.status, none.json.data.succeeded, none.json.data.failed], [400, 0, 2])
        const refused = yield* batch()
        assert.deepStrictEqual([refused.status, refused.json.error.code], [400, "validation_error"])
        assert.lengthOf(yield* expect(200, "list"), 3)
        for (const { qurl_link, resource_id } of all.json.data.results) {
          const opened = yield* expect(200, "resolve", { body: { access_token: tokenOf(qurl_link) } })
          assert.strictEqual(opened.resource_id, resource_id)
        }
      }).pipe(Effect.provide(Emulator.layerServer())))

    it.scoped("are listed in pages, found by their words, and sorted", () =>
      Effect.gen(function*() {
        const ids: Array<string> = []
        for (const name of ["a", "b", "c"]) {
          yield* TestClock.adjust("1 second")
          ids.push((yield* expect(201, "create", { body: { target_url: `https://example.com/${name}` } })).resource_id)
        }
        const seen: Array<string> = []
        const query = { limit: 2, sort: "created_at:asc" }
        const first = yield* send("list", { query })
        const last = yield* send("list", { query: { ...query, cursor: first.json.meta.next_cursor } })
        for (const { json } of [first, last]) seen.push(...json.data.map(idOf))
        assert.deepStrictEqual(seen, ids)
        assert.deepInclude(first.json.meta, { page_size: 2, has_more: true })
        assert.deepInclude(last.json.meta, { page_size: 1, has_more: false })
        const found = yield* expect(200, "list", {
          query: { q: "/B", created_after: "1970-01-01T00:00:00Z", expires_before: "1970-01-03T00:00:00Z" }
        })
        assert.deepStrictEqual(found.map(idOf), [ids[1]])
        assert.strictEqual((yield* expect(400, "list", { query: { status: "gone" } })).code, "invalid_filter")
        const elsewhere = { cursor: String(first.json.meta.next_cursor), sort: "expires_at:asc" }
        assert.strictEqual((yield* expect(400, "list", { query: elsewhere })).code, "invalid_request")
      }).pipe(Effect.provide(Emulator.layerServer())))

    it.scoped("clash and are refused in the words of the description", () =>
      Effect.gen(function*() {
        const create = (body: object, credential: string = TestKey.full) => send("create", { body, credential })
        const codeOf = (status: number, body: object, credential?: string) =>
          Effect.map(create(body, credential), (answer) => {
            assert.strictEqual(answer.status, status, answer.text)
            return answer.json.error.code
          })
        yield* create({ target_url, session_duration: "10m" })
        assert.strictEqual(yield* codeOf(409, { type: "transit", target_url }), "resource_type_conflict")
        assert.strictEqual(yield* codeOf(400, { target_url: "https://127.0.0.1/" }), "invalid_target_url")
        assert.strictEqual(yield* codeOf(400, { target_url, expires_in: "1s" }), "invalid_duration")
        assert.strictEqual(yield* codeOf(400, { target_url, session_duration: "1h" }), "invalid_session_duration")
        for (let n = 0; n < 50; n++) yield* create({ target_url: `${target_url}${n}` }, TestKey.free)
        assert.strictEqual(yield* codeOf(403, { target_url }, TestKey.free), "quota_exceeded")
        const { resource_id } = (yield* create({ target_url, access_policy: { ip_denylist: ["127.0.0.1"] } })).json.data
        const { qurl_link } = yield* expect(201, "mintLink", {
          path: { id: resource_id },
          body: { access_policy: { ip_denylist: ["127.0.0.1"] } }
        })
        const denied = yield* expect(403, "resolve", { body: { access_token: tokenOf(qurl_link) } })
        assert.strictEqual(denied.code, "access_denied")
        yield* expect(400, "delete", { path: { id: "q_00000000000" } })
      }).pipe(Effect.provide(Emulator.layerServer())))
  })
