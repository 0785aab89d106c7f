import { assert, it } from "@effect/vitest"
import { Effect, TestClock } from "effect"
import { batch, create, onSocket, send, targets } from "../support/support.js"

const pages = (query: string) =>
  Effect.gen(function*() {
    const urls: Array<string> = []
    let cursor: string | undefined
    do {
      const path = `/v1/qurls?${query}${cursor === undefined ? "" : `&cursor=${encodeURIComponent(cursor)}`}`
      const { data, meta } = (yield* send("GET", path)).json
      assert.strictEqual(meta.page_size, data.length)
      assert.strictEqual(meta.has_more, meta.next_cursor !== undefined)
      urls.push(...data.map((_: { target_url: string }) => _.target_url))
      cursor = meta.next_cursor
    } while (cursor !== undefined)
    return urls
  })

it.scoped("pages list every item once and in order, even if timestamps are equal", () =>
  Effect.gen(function*() {
    yield* batch(targets(25))
    yield* TestClock.adjust("1 hour")
    yield* create({ body: { target_url: "https://x.test/late", expires_in: "1h" } })
    const all = yield* pages("limit=7")
    assert.strictEqual(all.length, 26)
    assert.strictEqual(new Set(all).size, 26)
    assert.strictEqual(all[0], "https://x.test/late")
    assert.deepStrictEqual(yield* pages("limit=4&sort=created_at:asc"), [...all].reverse())
    assert.strictEqual((yield* pages("limit=100&sort=expires_at:asc"))[0], "https://x.test/late")
    const { data } = (yield* send("GET", "/v1/qurls")).json
    assert.strictEqual(data.length, 20)
    assert.notProperty(data[0], "qurls")
    assert.strictEqual(data[0].qurl_count, 1)
  }).pipe(Effect.provide(onSocket())))

it.scoped("filters combine, and a text is searched as it stands", () =>
  Effect.gen(function*() {
    const { resource_id } = (yield* create({ body: { target_url: "https://x.test/100%25_off" } })).json.data
    yield* send("PATCH", `/v1/qurls/${resource_id}`, { body: { description: "Quarterly REPORT" } })
    yield* TestClock.adjust("1 hour")
    const { resource_id: revoked } = (yield* create({ body: { target_url: "https://x.test/b" } })).json.data
    yield* send("DELETE", `/v1/qurls/${revoked}`)
    const cases: ReadonlyArray<readonly [string, number]> = [
      ["limit=10", 1],
      ["q=report", 1],
      ["q=%25_", 0],
      ["q=100%2525_off", 1],
      ["q=report&created_after=1970-01-01T00:30:00Z", 0],
      ["created_before=1970-01-01T00:30:00Z", 1],
      ["expires_after=1970-01-01T00:30:00Z&expires_before=1970-01-01T00:40:00Z", 0],
      ["status=revoked", 1],
      ["status=active,revoked", 2]
    ]
    for (const [query, count] of cases) assert.strictEqual((yield* pages(query)).length, count, query)
  }).pipe(Effect.provide(onSocket())))

it.scoped("a cursor is good for its own query only", () =>
  Effect.gen(function*() {
    yield* batch(targets(3))
    const { next_cursor } = (yield* send("GET", "/v1/qurls?limit=1")).json.meta
    const other = yield* send("GET", `/v1/qurls?limit=1&sort=created_at:asc&cursor=${next_cursor}`)
    assert.deepStrictEqual([other.status, other.json.error.code], [400, "invalid_request"])
    assert.strictEqual((yield* send("GET", `/v1/qurls?limit=2&cursor=${next_cursor}`)).json.data.length, 2)
  }).pipe(Effect.provide(onSocket())))
