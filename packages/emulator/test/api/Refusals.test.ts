import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { Emulator, TestKey } from "../../src/index.js"
import { create, onSocket, send } from "../support/support.js"

it.scoped("a refusal is an envelope with a code, the path and the request id", () =>
  Effect.gen(function*() {
    const answer = yield* send("GET", "/v1/qurls/r_unknown")
    assert.strictEqual(answer.status, 404)
    assert.include(answer.headers["content-type"], "application/problem+json")
    assert.deepInclude(answer.json.error, {
      type: "https://api.layerv.ai/problems/not_found",
      title: "Not Found",
      status: 404,
      code: "not_found",
      instance: "/v1/qurls/r_unknown"
    })
    assert.match(answer.json.meta.request_id, /^req_/)
    assert.strictEqual(answer.headers["x-request-id"], answer.json.meta.request_id)
  }).pipe(Effect.provide(onSocket())))

it.scoped("credentials are asked for, known, in time and wide enough", () =>
  Effect.gen(function*() {
    const cases = [
      [{ headers: { authorization: "" } }, 401, "unauthorized"],
      [{ token: "lv_test_unknown" }, 401, "api_key_invalid"],
      [{ token: "e30.e30.e30" }, 401, "invalid_token"],
      [{ token: TestKey.expired }, 401, "api_key_expired"],
      [{ token: TestKey.readOnly }, 403, "insufficient_scope"]
    ] as const
    for (const [call, status, code] of cases) {
      for (const key of [undefined, "k"]) {
        const answer = yield* create({ ...call, ...(key === undefined ? {} : { key }) })
        assert.deepStrictEqual([answer.status, answer.json.error.code], [status, code])
      }
    }
    assert.strictEqual((yield* send("GET", "/v1/quota", { token: TestKey.readOnly })).status, 200)
    assert.strictEqual((yield* create({ key: "k" })).status, 201)
    assert.strictEqual((yield* (yield* Emulator).control.inventory).tokens.length, 1)
  }).pipe(Effect.provide(onSocket())))

it.scoped("one owner's resources do not exist for another", () =>
  Effect.gen(function*() {
    const { resource_id } = (yield* create()).json.data
    for (const token of [TestKey.other, TestKey.free]) {
      assert.strictEqual((yield* send("GET", `/v1/qurls/${resource_id}`, { token })).status, 404)
      assert.strictEqual((yield* send("DELETE", `/v1/qurls/${resource_id}`, { token })).status, 404)
      assert.deepStrictEqual((yield* send("GET", "/v1/qurls", { token })).json.data, [])
    }
    assert.strictEqual((yield* send("GET", `/v1/qurls/${resource_id}`, { token: TestKey.readOnly })).status, 200)
  }).pipe(Effect.provide(onSocket())))

it.scoped("an input is refused with all that is wrong with it, and none of its values", () =>
  Effect.gen(function*() {
    const answer = yield* create({
      body: { target_url: "ftp://secret.test", max_sessions: 1001, colour: "secret", label: "" }
    })
    assert.deepStrictEqual([answer.status, answer.json.error.code], [400, "validation_error"])
    assert.hasAllKeys(answer.json.error.invalid_fields, ["target_url", "max_sessions", "colour", "label"])
    assert.notInclude(answer.text, "secret")
  }).pipe(Effect.provide(onSocket())))

it.scoped("every rule has its code", () =>
  Effect.gen(function*() {
    const { resource_id } = (yield* create()).json.data
    const target_url = "https://x.test/other"
    const cases = [
      ["POST", "/v1/qurls", { text: "{" }, "invalid_request"],
      ["POST", "/v1/qurls", { text: "" }, "invalid_request"],
      ["POST", "/v1/qurls", { body: { target_url: "http://localhost/" } }, "invalid_target_url"],
      ["POST", "/v1/qurls", { body: { target_url: "http://169.254.169.254/" } }, "invalid_target_url"],
      ["POST", "/v1/qurls", { body: { target_url: "http://[::1]/" } }, "invalid_target_url"],
      ["POST", "/v1/qurls", { body: { target_url, expires_in: "59s" } }, "invalid_duration"],
      ["POST", "/v1/qurls", { body: { target_url, expires_in: "31d" } }, "invalid_duration"],
      ["POST", "/v1/qurls", { body: { target_url, expires_in: "1h30m" } }, "invalid_duration"],
      ["POST", "/v1/qurls", { body: { target_url, session_duration: "2d" } }, "invalid_session_duration"],
      ["POST", "/v1/qurls", { body: { target_url, custom_domain: "not.yours.test" } }, "validation_error"],
      [
        "POST",
        "/v1/qurls",
        { body: { target_url: "https://x.test/", custom_domain: "links.example.com" } },
        "invalid_input"
      ],
      ["PATCH", `/v1/qurls/${resource_id}`, { body: {} }, "validation_error"],
      ["PATCH", `/v1/qurls/${resource_id}`, { body: { extend_by: "30d" } }, "invalid_duration"],
      ["PATCH", `/v1/qurls/${resource_id}`, { body: { expires_at: "1969-01-01T00:00:00Z" } }, "validation_error"],
      ["POST", `/v1/qurls/${resource_id}/mint_link`, { text: "[" }, "invalid_request"],
      ["POST", `/v1/qurls/${resource_id}/mint_link`, { body: { target_path: "/x" } }, "invalid_target_path"],
      ["POST", `/v1/qurls/${resource_id}/mint_link`, { body: { expires_at: "tomorrow" } }, "validation_error"],
      ["GET", "/v1/qurls?limit=0", {}, "validation_error"],
      ["GET", "/v1/qurls?colour=red", {}, "validation_error"],
      ["GET", "/v1/qurls?status=gone", {}, "invalid_filter"],
      ["GET", "/v1/qurls?created_after=yesterday", {}, "invalid_filter"],
      ["GET", "/v1/qurls?cursor=x", {}, "invalid_request"]
    ] as const
    for (const [method, path, call, code] of cases) {
      const answer = yield* send(method, path, call)
      assert.deepStrictEqual(
        [answer.status, answer.json?.error.code],
        [400, code],
        `${method} ${path} ${JSON.stringify(call)}`
      )
    }
    assert.strictEqual((yield* send("GET", "/v1/nothing")).json.error.code, "not_found")
    assert.strictEqual((yield* send("PUT", "/v1/qurls")).status, 404)
    assert.strictEqual((yield* (yield* Emulator).control.inventory).tokens.length, 1)
  }).pipe(Effect.provide(onSocket())))

it.scoped("a link is made without a body, unless a body is asked for", () =>
  Effect.gen(function*() {
    const without = Effect.gen(function*() {
      const { resource_id } = (yield* create()).json.data
      const answer = yield* send("POST", `/v1/qurls/${resource_id}/mint_link`)
      return [answer.status, answer.json.error?.code]
    })
    assert.deepStrictEqual(yield* without.pipe(Effect.provide(onSocket())), [201, undefined])
    const strict = onSocket({ guesses: { bodyRequired: true } })
    assert.deepStrictEqual(yield* without.pipe(Effect.provide(strict)), [400, "invalid_request"])
  }))

it.scoped("the free plan has limits", () =>
  Effect.gen(function*() {
    const free = { token: TestKey.free }
    const lasting = (expires_in: string) => create({ ...free, body: { target_url: "https://x.test/", expires_in } })
    assert.strictEqual((yield* lasting("30d")).status, 201)
    assert.strictEqual((yield* lasting("31d")).json.error.code, "invalid_duration")
    for (let i = 0; i < 49; i++) {
      assert.strictEqual((yield* create({ ...free, body: { target_url: `https://x.test/${i}` } })).status, 201)
    }
    const next = yield* create({ ...free, body: { target_url: "https://x.test/more" } })
    assert.deepStrictEqual([next.status, next.json.error.code], [403, "quota_exceeded"])
  }).pipe(Effect.provide(onSocket())))

it.scoped("too many requests get a Retry-After", () =>
  Effect.gen(function*() {
    yield* create({ key: "a" })
    yield* send("GET", "/v1/quota")
    const refused = yield* create({ key: "b" })
    assert.deepStrictEqual([refused.status, refused.json.error.code], [429, "rate_limit_exceeded"])
    assert.deepInclude(refused.headers, { "retry-after": "60", "ratelimit-limit": "2", "ratelimit-remaining": "0" })
    assert.strictEqual((yield* create({ key: "a" })).headers["idempotency-replayed"], "true")
    assert.strictEqual((yield* create({ key: "b", token: TestKey.other })).status, 201)
  }).pipe(Effect.provide(onSocket({ rateLimit: { limit: 2, window: "1 minute" } }))))
