import { assert, describe, it } from "@effect/vitest"
import { Emulator, Fault } from "@qurl/emulator"
import { Qurl, Resources, Sessions } from "@qurl/sdk"
import { Effect } from "effect"
import { inventory, requests } from "../support/emulator.js"
import { asking, effects, running } from "../support/resources.js"
import { problem, serve } from "../support/server.js"

/** A resource with so many links that were used. */
const used = (links: number) =>
  Effect.gen(function*() {
    const { resource_id } = yield* Resources.create({ type: "url", target_url: "https://example.com" })
    for (let i = 0; i < links; i++) {
      const { qurl_link } = yield* Resources.createQurl(resource_id)
      yield* Qurl.resolve({ access_token: qurl_link.slice(qurl_link.indexOf("#") + 1) })
    }
    return resource_id
  })

it.live("sessions begin when links are resolved, and end one by one or all together", () =>
  Effect.gen(function*() {
    const id = yield* used(3)
    const { has_more, items } = yield* Sessions.list(id)
    assert.isFalse(has_more)
    assert.strictEqual(new Set(items.map(({ qurl_id }) => qurl_id)).size, 3)
    assert.strictEqual(items[0]?.src_ip, "127.0.0.1")
    assert.match(String(items[0]?.user_agent), /^qurl-effect\//)
    assert.deepStrictEqual((yield* inventory).sessions.map((session) => session.id), items.map((_) => _.session_id))

    const first = String(items[0]?.session_id)
    yield* Sessions.terminate(id, first)
    assert.strictEqual((yield* Sessions.list(id)).items.length, 2)
    assert.strictEqual((yield* Effect.flip(Sessions.terminate(id, first)))._tag, "NotFoundError")
    assert.strictEqual((yield* Sessions.terminateAll(id)).terminated, 2)
    assert.strictEqual((yield* Sessions.terminateAll(id)).terminated, 0)
    assert.deepStrictEqual((yield* Sessions.list(id)).items, [])
    assert.strictEqual((yield* effects).filter((kind) => kind === "session.terminated").length, 3)
    assert.strictEqual((yield* Effect.flip(Sessions.terminateAll("r_nothing")))._tag, "NotFoundError")
  }).pipe(running()))

it.live("a link that is used again from the same address stays in its session", () =>
  Effect.gen(function*() {
    const { resource_id } = yield* Resources.create({ type: "url", target_url: "https://example.com" })
    const { qurl_link } = yield* Resources.createQurl(resource_id)
    const access_token = qurl_link.slice(qurl_link.indexOf("#") + 1)
    yield* Qurl.resolve({ access_token })
    const before = (yield* Sessions.list(resource_id)).items
    yield* Qurl.resolve({ access_token })
    const after = (yield* Sessions.list(resource_id)).items
    assert.deepStrictEqual(after.map(({ session_id }) => session_id), before.map(({ session_id }) => session_id))
    assert.strictEqual(after.length, 1)
  }).pipe(running()))

it.live("a lost answer is repeated: what is gone stays gone, and only the count is lost", () =>
  Effect.gen(function*() {
    const id = yield* used(2)
    const first = String((yield* Sessions.list(id)).items[0]?.session_id)
    assert.strictEqual((yield* Sessions.terminate(id, first)).meta.attempts, 2)
    const all = yield* Sessions.terminateAll(id)
    assert.deepInclude(all, { terminated: 0 })
    assert.strictEqual(all.meta.attempts, 2)
    assert.strictEqual((yield* effects).filter((kind) => kind === "session.terminated").length, 2)
    assert.isTrue((yield* requests).filter(({ method }) => method === "DELETE").every((_) => _.key_digest === null))
    const { control } = yield* Emulator
    assert.deepStrictEqual((yield* control.inventory).sessions, [])
  }).pipe(running(
    { fault: Fault.destroyAfterCommit, operation: "terminateResourceSession", nth: 1 },
    { fault: Fault.destroyAfterCommit, operation: "terminateAllResourceSessions", nth: 1 }
  )))

describe("answers", () => {
  it.live("an empty list ends the paging, and ids are checked before sending", () =>
    Effect.gen(function*() {
      const paged = { status: 200, json: { data: [{ session_id: "s_1" }], meta: { has_more: true, next_cursor: "c" } } }
      const server = yield* serve({ status: 204 }, paged)
      yield* asking(
        server,
        Effect.gen(function*() {
          assert.deepInclude(yield* Sessions.list("r_1"), { items: [], has_more: false })
          const page = yield* Sessions.list("r_1")
          assert.deepInclude(page, { has_more: false, next_cursor: undefined })
          assert.strictEqual(page.items.length, 1)
          const error = yield* Effect.flip(Sessions.terminate("", " s_1"))
          assert(error._tag === "ValidationError")
          assert.hasAllKeys(error.invalidFields, ["id", "session_id"])
        })
      )
      assert.strictEqual(server.received.length, 2)
    }).pipe(Effect.scoped))

  it.live("a count that is missing is 0, and an answer without one is an error", () =>
    Effect.gen(function*() {
      const server = yield* serve(
        { status: 200, json: { data: {} } },
        { status: 204 },
        problem(404, { code: "not_found" })
      )
      yield* asking(
        server,
        Effect.gen(function*() {
          assert.strictEqual((yield* Sessions.terminateAll("r_1")).terminated, 0)
          assert.deepInclude(yield* Effect.flip(Sessions.terminateAll("r_1")), {
            _tag: "UnexpectedResponseError",
            outcome: "unknown"
          })
          assert.deepInclude(yield* Effect.flip(Sessions.terminateAll("r_1")), { _tag: "NotFoundError" })
        })
      )
    }).pipe(Effect.scoped))
})
