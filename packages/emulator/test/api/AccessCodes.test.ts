import { assert, it } from "@effect/vitest"
import { Effect, TestClock } from "effect"
import { Emulator, TestKey } from "../../src/index.js"
import { create, onSocket, send, tokenOf } from "../support/support.js"

const redeem = (body: unknown, call: object = {}) =>
  send("POST", "/v1/access-codes/redeem", { body, headers: { authorization: "" }, ...call })

const setUp = (more: object = {}) =>
  Effect.gen(function*() {
    const { resource_id } = (yield* create()).json.data
    const made = yield* send("POST", "/v1/access-codes", { body: { resource_id, ...more } })
    return { resource_id, made, ...made.json.data } as Record<string, string> & { readonly made: typeof made }
  })

it.scoped("a visitor gets a link of their own for a code, and every redemption counts", () =>
  Effect.gen(function*() {
    const { access_code_id, code, made, resource_id } = yield* setUp({ max_uses: 2, name: "fair" })
    assert.strictEqual(made.status, 201)
    assert.match(code ?? "", /^ac_[a-z2-7]{22}$/)
    const first = yield* redeem({ code, elapsed_ms: 3000, honeypot: "" }, { key: "same" })
    // Without an owner a key means nothing: the same one again is another visitor.
    const second = yield* redeem({ code }, { key: "same" })
    assert.notStrictEqual(second.json.data.redirect_url, first.json.data.redirect_url)
    assert.isUndefined(second.headers["idempotency-replayed"])
    const opened = yield* send("POST", "/v1/resolve", {
      body: { access_token: tokenOf(first.json.data.redirect_url) }
    })
    assert.strictEqual(opened.json.data.resource_id, resource_id)
    const third = yield* redeem({ code })
    assert.deepStrictEqual([third.status, third.json.error.code], [400, "invalid_code"])
    assert.notInclude(third.text, code ?? "")
    const [listed] = (yield* send("GET", "/v1/access-codes")).json.data
    assert.deepInclude(listed, { access_code_id, use_count: 2, max_uses: 2, status: "active", name: "fair" })
    assert.notProperty(listed, "code")
    const { access_codes, effects } = yield* (yield* Emulator).control.inventory
    assert.strictEqual(access_codes.length, 1)
    assert.strictEqual(effects.filter(({ kind }) => kind === "access_code.redeemed").length, 2)
  }).pipe(Effect.provide(onSocket())))

it.scoped("bots are not redirected, and every failure looks the same", () =>
  Effect.gen(function*() {
    const { access_code_id, code } = yield* setUp({ expires_at: "1970-01-01T01:00:00Z" })
    for (const bot of [{ code, honeypot: "me" }, { code, elapsed_ms: 2999 }, { code: "ac_unknown", elapsed_ms: 0 }]) {
      const { json, status } = yield* redeem(bot)
      assert.deepStrictEqual([status, json.data], [200, { redirect_url: "https://qurl.link/" }])
    }
    assert.strictEqual((yield* redeem({ code: "ac_unknown" })).json.error.code, "invalid_code")
    yield* send("DELETE", `/v1/access-codes/${access_code_id}`)
    assert.strictEqual((yield* send("DELETE", `/v1/access-codes/${access_code_id}`)).status, 204)
    assert.strictEqual((yield* redeem({ code })).json.error.code, "invalid_code")
    const other = yield* setUp({ expires_at: "1970-01-01T01:00:00Z" })
    yield* TestClock.adjust("1 hour")
    assert.strictEqual((yield* redeem({ code: other.code })).json.error.code, "invalid_code")
  }).pipe(Effect.provide(onSocket())))

it.scoped("codes are for system-tier accounts, and for resources of theirs", () =>
  Effect.gen(function*() {
    const { access_code_id, resource_id } = yield* setUp()
    const token = TestKey.free
    for (
      const [method, path, body] of [
        ["POST", "/v1/access-codes", { resource_id }],
        ["GET", "/v1/access-codes", undefined],
        ["DELETE", `/v1/access-codes/${access_code_id}`, undefined]
      ] as const
    ) {
      const refused = yield* send(method, path, { token, ...(body === undefined ? {} : { body }) })
      assert.deepStrictEqual([refused.status, refused.json.error.code], [403, "access_denied"], path)
    }
    const foreign = yield* send("POST", "/v1/access-codes", { token: TestKey.other, body: { resource_id } })
    assert.deepStrictEqual([foreign.status, foreign.json.error.code], [400, "invalid_input"])
    assert.strictEqual(
      (yield* send("DELETE", `/v1/access-codes/${access_code_id}`, { token: TestKey.other })).status,
      404
    )
  }).pipe(Effect.provide(onSocket())))
