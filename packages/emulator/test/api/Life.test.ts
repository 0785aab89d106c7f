import { assert, describe, it } from "@effect/vitest"
import { Effect, TestClock } from "effect"
import { Emulator, TestKey } from "../../src/index.js"
import { batch, create, onSocket, send, targets, tokenOf } from "../support/support.js"

it.scoped("a resource lives: created, read, listed, changed, linked, opened, revoked", () =>
  Effect.gen(function*() {
    const created = yield* create({ body: { target_url: "https://x.test/a", label: "for A", expires_in: "2h" } })
    assert.strictEqual(created.status, 201)
    const { qurl_id, qurl_link, resource_id } = created.json.data
    assert.match(resource_id, /^MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE[\w-]{86}$/)
    assert.match(qurl_id, /^q_[0-9a-f]{11}$/)
    assert.match(qurl_link, /^https:\/\/qurl\.link\/#at_[a-z0-9_-]{22}$/)
    assert.strictEqual(created.json.data.label, "for A")
    assert.strictEqual(created.json.data.expires_at, "1970-01-01T02:00:00.000Z")
    assert.strictEqual(created.json.meta.request_id, created.headers["x-request-id"])

    const again = yield* create({ body: { target_url: "https://x.test/a" } })
    assert.strictEqual(again.json.data.resource_id, resource_id)
    assert.notStrictEqual(again.json.data.qurl_link, qurl_link)

    for (const id of [resource_id, qurl_id]) {
      const { data } = (yield* send("GET", `/v1/qurls/${id}`)).json
      assert.deepInclude(data, { resource_id, target_url: "https://x.test/a", status: "active", qurl_count: 2 })
      assert.strictEqual(data.qurls.length, 2)
      assert.notInclude(JSON.stringify(data), "at_")
    }

    const changed = yield* send("PATCH", `/v1/qurls/${resource_id}`, {
      body: { extend_by: "1d", description: "Z", tags: ["A b", "a B ", "c"] }
    })
    assert.strictEqual(changed.status, 200)
    assert.deepInclude(changed.json.data, {
      description: "Z",
      tags: ["a b", "c"],
      expires_at: "1970-01-03T00:00:00.000Z"
    })

    const minted = yield* send("POST", `/v1/qurls/${qurl_id}/mint_link`, { body: { one_time_use: true } })
    assert.strictEqual(minted.status, 201)
    const access_token = tokenOf(minted.json.data.qurl_link)
    const opened = yield* send("POST", "/v1/resolve", { body: { access_token } })
    assert.deepStrictEqual(opened.json.data, {
      target_url: "https://x.test/a",
      resource_id,
      access_grant: { expires_in: 3600, granted_at: "1970-01-01T00:00:00.000Z", src_ip: "127.0.0.1" }
    })
    const spent = yield* send("POST", "/v1/resolve", { body: { access_token } })
    assert.deepStrictEqual([spent.status, spent.json.error.code], [410, "token_consumed"])
    assert.notInclude(spent.text, access_token)

    const quota = (yield* send("GET", "/v1/quota")).json.data
    assert.strictEqual(quota.plan, "enterprise")
    assert.deepStrictEqual(quota.usage, {
      qurls_created: 3,
      active_qurls: 1,
      active_qurls_percent: null,
      total_accesses: 1,
      active_resources: 1,
      active_resources_percent: null,
      data_transfer_bytes: 0,
      data_transfer_available: false
    })

    assert.strictEqual((yield* send("DELETE", `/v1/qurls/${qurl_id}`)).status, 400)
    const revoked = yield* send("DELETE", `/v1/qurls/${resource_id}`)
    assert.deepStrictEqual([revoked.status, revoked.text], [204, ""])
    assert.strictEqual((yield* send("DELETE", `/v1/qurls/${resource_id}`)).status, 404)
    assert.strictEqual((yield* send("GET", `/v1/qurls/${resource_id}`)).json.data.status, "revoked")
    const gone = yield* send("POST", "/v1/resolve", { body: { access_token: tokenOf(qurl_link) } })
    assert.deepStrictEqual([gone.status, gone.json.error.code], [410, "revoked"])
    const late = yield* send("POST", `/v1/qurls/${resource_id}/mint_link`, { body: {} })
    assert.deepStrictEqual([late.status, late.json.error.code], [400, "revoked"])
    assert.notStrictEqual(
      (yield* create({ body: { target_url: "https://x.test/a" } })).json.data.resource_id,
      resource_id
    )
  }).pipe(Effect.provide(onSocket())))

it.scoped("what is revoked can be forgotten: a second delete is 404", () =>
  Effect.gen(function*() {
    const { resource_id } = (yield* create()).json.data
    assert.strictEqual((yield* send("DELETE", `/v1/qurls/${resource_id}`)).status, 204)
    assert.strictEqual((yield* send("DELETE", `/v1/qurls/${resource_id}`)).status, 404)
    const { control } = yield* Emulator
    const { effects, resources, tokens } = yield* control.inventory
    assert.deepStrictEqual([resources.length, tokens.length], [0, 0])
    assert.deepStrictEqual(effects.map(({ kind }) => kind), ["resource.created", "token.created", "resource.revoked"])
  }).pipe(Effect.provide(onSocket({ forgetRevoked: true }))))

it.scoped("links end with their time", () =>
  Effect.gen(function*() {
    const { qurl_id, qurl_link, resource_id } = (yield* create({
      body: { target_url: "https://x.test/", expires_in: "1m" }
    })).json.data
    yield* TestClock.adjust("1 minute")
    const late = yield* send("POST", "/v1/resolve", { body: { access_token: tokenOf(qurl_link) } })
    assert.deepStrictEqual([late.status, late.json.error.code], [410, "token_expired"])
    const { data } = (yield* send("GET", `/v1/qurls/${qurl_id}`)).json
    assert.deepStrictEqual([data.status, data.qurls[0].status], ["expired", "expired"])
    assert.deepStrictEqual((yield* send("GET", "/v1/qurls")).json.data, [])
    const minted = yield* send("POST", `/v1/qurls/${resource_id}/mint_link`, {
      body: { expires_at: "1970-01-02T00:00:00Z" }
    })
    assert.strictEqual(minted.json.data.expires_at, "1970-01-02T00:00:00.000Z")
    assert.strictEqual((yield* send("GET", `/v1/qurls/${resource_id}`)).json.data.status, "active")
  }).pipe(Effect.provide(onSocket())))

it.scoped("sessions are counted by address, and addresses can be shut out", () =>
  Effect.gen(function*() {
    const link = (policy: object) =>
      Effect.map(create({ body: { target_url: "https://x.test/", ...policy } }), ({ json }) => ({
        access_token: tokenOf(json.data.qurl_link)
      }))
    const limited = yield* link({ max_sessions: 1 })
    assert.strictEqual((yield* send("POST", "/v1/resolve", { body: limited })).status, 200)
    assert.strictEqual((yield* send("POST", "/v1/resolve", { body: limited })).status, 200)
    for (const access_policy of [{ ip_denylist: ["127.0.0.0/8"] }, { ip_allowlist: ["192.0.2.1"] }]) {
      const refused = yield* send("POST", "/v1/resolve", { body: yield* link({ access_policy }) })
      assert.deepStrictEqual([refused.status, refused.json.error.code], [403, "access_denied"])
    }
    const admitted = yield* link({ access_policy: { ip_allowlist: ["127.0.0.1"] } })
    assert.strictEqual((yield* send("POST", "/v1/resolve", { body: admitted })).status, 200)
  }).pipe(Effect.provide(onSocket())))

it.scoped("the first session duration is the cap of the resource", () =>
  Effect.gen(function*() {
    const { resource_id } = (yield* create({
      body: { target_url: "https://x.test/", session_duration: "30m" }
    })).json.data
    const more = yield* create({ body: { target_url: "https://x.test/", session_duration: "1h" } })
    assert.deepStrictEqual([more.status, more.json.error.code], [400, "invalid_session_duration"])
    const mint = (body: object) => send("POST", `/v1/qurls/${resource_id}/mint_link`, { body })
    assert.strictEqual((yield* mint({ session_duration: "31m" })).json.error.code, "invalid_session_duration")
    const minted = (yield* mint({})).json.data
    const { qurls } = (yield* send("GET", `/v1/qurls/${resource_id}`)).json.data
    assert.deepInclude(qurls.find(({ qurl_id }: { qurl_id: string }) => qurl_id === minted.qurl_id), {
      session_duration: 1800
    })
  }).pipe(Effect.provide(onSocket())))

describe("batches", () => {
  it.scoped("all good is 201, some good 207, none good 400, and every item is reported once", () =>
    Effect.gen(function*() {
      const good = yield* batch(targets(100))
      assert.strictEqual(good.status, 201)
      assert.deepInclude(good.json.data, { succeeded: 100, failed: 0 })
      assert.strictEqual(new Set(good.json.data.results.map((_: { qurl_link: string }) => _.qurl_link)).size, 100)

      const some = yield* batch([{ target_url: "https://x.test/0", type: "tunnel" }, {
        target_url: "https://x.test/new"
      }])
      assert.strictEqual(some.status, 207)
      assert.deepInclude(some.json.data, { succeeded: 1, failed: 1 })
      assert.strictEqual(some.json.data.results[0].error.code, "resource_type_conflict")
      assert.strictEqual(some.json.data.results[1].success, true)

      const none = yield* batch([{ target_url: "https://x.test/0", type: "tunnel" }])
      assert.strictEqual(none.status, 400)
      assert.include(none.headers["content-type"], "application/json")
      assert.deepInclude(none.json.data, { succeeded: 0, failed: 1 })
    }).pipe(Effect.provide(onSocket())))

  it.scoped("one invalid item fails all, and its siblings are reported as skipped", () =>
    Effect.gen(function*() {
      const answer = yield* batch([{ target_url: "https://x.test/0" }, {
        target_url: "https://x.test/1",
        colour: "red"
      }])
      assert.strictEqual(answer.status, 400)
      assert.deepStrictEqual(answer.json.data.results.map((_: { error: { code: string } }) => _.error.code), [
        "skipped",
        "creation_failed"
      ])
      assert.include(answer.json.data.results[1].error.message, "colour")
      assert.strictEqual((yield* (yield* Emulator).control.inventory).tokens.length, 0)
    }).pipe(Effect.provide(onSocket())))

  it.scoped("no items, too many, and no object are refused as a whole", () =>
    Effect.gen(function*() {
      for (const items of [[], targets(101)]) {
        const answer = yield* batch(items)
        assert.deepStrictEqual([answer.status, answer.json.error.code], [400, "validation_error"])
        assert.property(answer.json.error.invalid_fields, "items")
      }
      assert.strictEqual((yield* send("POST", "/v1/qurls/batch", { body: [] })).json.error.code, "validation_error")
    }).pipe(Effect.provide(onSocket())))

  it.scoped("a plan's limit fails the items beyond it", () =>
    Effect.gen(function*() {
      const answer = yield* batch(targets(52), { token: TestKey.free })
      assert.strictEqual(answer.status, 207)
      assert.deepInclude(answer.json.data, { succeeded: 50, failed: 2 })
    }).pipe(Effect.provide(onSocket())))
})
