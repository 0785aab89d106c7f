import { assert, it } from "@effect/vitest"
import { Effect, TestClock } from "effect"
import { Emulator, TestKey } from "../../src/index.js"
import { create, onSocket, send, tokenOf } from "../support/support.js"

const target_url = "https://x.test/docs"
const resource = (body: object = {}, call: object = {}) =>
  send("POST", "/v1/resources", { body: { type: "url", target_url, ...body }, ...call })
const inventory = Effect.flatMap(Emulator, ({ control }) => control.inventory)

it.scoped("a resource is found by its target, whichever operation made it, and stays as it is", () =>
  Effect.gen(function*() {
    const made = yield* resource({ description: "first", tags: ["B", "b ", "a"] })
    assert.deepStrictEqual([made.status, made.json.meta.found_existing], [201, false])
    assert.deepInclude(made.json.data, { description: "first", tags: ["b", "a"], qurl_count: 0, preserve_host: false })
    assert.notProperty(made.json.data, "expires_at")
    const found = yield* resource({ description: "second" })
    assert.deepStrictEqual([found.status, found.json.meta.found_existing], [201, true])
    assert.deepStrictEqual(found.json.data, made.json.data)
    const { resource_id } = (yield* create({ body: { target_url } })).json.data
    assert.strictEqual(resource_id, made.json.data.resource_id)
    // No first link has set a cap, and the resource has no end that its links could move.
    const mint = (body: object) => send("POST", `/v1/resources/${resource_id}/qurls`, { body })
    assert.strictEqual((yield* mint({ session_duration: "24h" })).status, 201)
    assert.strictEqual((yield* send("GET", `/v1/qurls/${resource_id}`)).json.data.expires_at, "9999-12-31T23:59:59Z")
    assert.strictEqual((yield* send("GET", "/v1/qurls")).json.data.length, 1)
    const detail = (yield* send("GET", `/v1/resources/${resource_id}`)).json.data
    assert.strictEqual(detail.resource.qurl_count, 2)
    assert.strictEqual(detail.qurls.length, 2)
    assert.notInclude(JSON.stringify(detail), "at_")
  }).pipe(Effect.provide(onSocket())))

it.scoped("a transit resource does not reveal its target and is not listed", () =>
  Effect.gen(function*() {
    const { data } = (yield* resource({ type: "transit", description: "secret", alias: "hidden" })).json
    const open = ["private", "access_requests", "allowed_passkeys", "publisher"]
    assert.hasAllKeys(data, ["resource_id", "crid", "type", "status", "created_at", ...open])
    assert.deepStrictEqual((yield* send("GET", "/v1/resources")).json.data, [])
    assert.deepStrictEqual((yield* send("GET", "/v1/resources?alias=hidden")).json.data, [])
  }).pipe(Effect.provide(onSocket())))

it.scoped("a link is revoked once, with the sessions it began and no others", () =>
  Effect.gen(function*() {
    const { resource_id } = (yield* resource()).json.data
    const links = yield* Effect.forEach(
      [1, 2],
      () => Effect.map(send("POST", `/v1/resources/${resource_id}/qurls`, { body: {} }), ({ json }) => json.data)
    )
    for (const { qurl_link } of links) {
      yield* send("POST", "/v1/resolve", { body: { access_token: tokenOf(qurl_link) }, key: qurl_link.slice(-9) })
    }
    assert.strictEqual((yield* inventory).sessions.length, 2)
    const path = `/v1/resources/${resource_id}/qurls/${links[0].qurl_id}`
    assert.strictEqual((yield* send("DELETE", path)).status, 204)
    const again = yield* send("DELETE", path)
    assert.deepStrictEqual([again.status, again.json.error.code], [409, "revoked"])
    const { effects, sessions } = yield* inventory
    assert.deepStrictEqual(sessions.map(({ token_id }) => token_id), [links[1].qurl_id])
    assert.strictEqual(effects.filter(({ kind }) => kind === "token.revoked").length, 1)
    // The cause of a session is the request that opened it.
    const opened = effects.find(({ kind, subject }) => kind === "token.resolved" && subject === links[1].qurl_id)
    assert.strictEqual(sessions[0]?.request_id, opened?.request_id)
    assert.isNotNull(sessions[0]?.key_digest)
    assert.strictEqual((yield* send("DELETE", `/v1/resources/${resource_id}`)).status, 204)
    assert.deepStrictEqual((yield* inventory).sessions, [])
    assert.strictEqual((yield* send("PATCH", path, { body: { label: "x" } })).status, 409)
  }).pipe(Effect.provide(onSocket())))

it.scoped("a session ends with its time, and one that is used again begins anew", () =>
  Effect.gen(function*() {
    const { resource_id } = (yield* resource()).json.data
    const link = yield* send("POST", `/v1/resources/${resource_id}/qurls`, { body: { session_duration: "10m" } })
    const body = { access_token: tokenOf(link.json.data.qurl_link) }
    const sessions = Effect.map(send("GET", `/v1/resources/${resource_id}/sessions`), ({ json }) => json.data)
    yield* send("POST", "/v1/resolve", { body, headers: { "user-agent": "test/1" } })
    const [first] = yield* sessions
    assert.deepInclude(first, { src_ip: "127.0.0.1", user_agent: "test/1", qurl_id: link.json.data.qurl_id })
    yield* TestClock.adjust("9 minutes")
    yield* send("POST", "/v1/resolve", { body })
    yield* TestClock.adjust("9 minutes")
    const [kept] = yield* sessions
    assert.strictEqual(kept.session_id, first.session_id)
    assert.notStrictEqual(kept.last_seen_at, first.last_seen_at)
    yield* TestClock.adjust("2 minutes")
    assert.deepStrictEqual(yield* sessions, [])
    assert.deepStrictEqual((yield* send("DELETE", `/v1/resources/${resource_id}/sessions`)).json.data, {
      terminated: 0
    })
    yield* send("POST", "/v1/resolve", { body })
    assert.notStrictEqual((yield* sessions)[0].session_id, first.session_id)
  }).pipe(Effect.provide(onSocket())))

it.scoped("what is revoked can be forgotten, and its handles are free again", () =>
  Effect.gen(function*() {
    const { resource_id } = (yield* resource({ alias: "docs" })).json.data
    assert.strictEqual((yield* send("DELETE", `/v1/resources/${resource_id}`)).status, 204)
    assert.strictEqual((yield* send("DELETE", `/v1/resources/${resource_id}`)).status, 404)
    assert.notStrictEqual((yield* resource({ alias: "docs" })).json.data.resource_id, resource_id)
  }).pipe(Effect.provide(onSocket({ forgetRevoked: true }))))

it.scoped("every rule has its code", () =>
  Effect.gen(function*() {
    const { resource_id } = (yield* resource({ alias: "docs" })).json.data
    const { qurl_id } = (yield* send("POST", `/v1/resources/${resource_id}/qurls`, { body: {} })).json.data
    yield* resource({ type: "tunnel", target_url: undefined, slug: "printer" })
    const cases = [
      ["POST", "/v1/resources", { body: {} }, 400, "validation_error"],
      ["POST", "/v1/resources", { body: { target_url, alias: "A" } }, 400, "alias_invalid_format"],
      ["POST", "/v1/resources", { body: { target_url: "https://x.test/2", alias: "qurl" } }, 400, "alias_reserved"],
      ["POST", "/v1/resources", { body: { target_url: "https://x.test/2", alias: "docs" } }, 409, "alias_in_use"],
      ["POST", "/v1/resources", { body: { type: "tunnel", slug: "printer" } }, 409, "slug_in_use"],
      [
        "POST",
        "/v1/resources",
        { body: { target_url: "https://x.test/2", custom_domain: "not.yours.test" } },
        400,
        "validation_error"
      ],
      ["PATCH", `/v1/resources/${resource_id}`, { body: {} }, 400, "validation_error"],
      [
        "PATCH",
        `/v1/resources/${resource_id}`,
        { body: { alias: "a-b", custom_domain: "" } },
        400,
        "mutually_exclusive_fields"
      ],
      [
        "PATCH",
        `/v1/resources/${resource_id}/qurls/${qurl_id}`,
        { body: { extend_by: "30d" } },
        400,
        "invalid_duration"
      ],
      [
        "PATCH",
        `/v1/resources/${resource_id}/qurls/${qurl_id}`,
        { body: { session_duration: "25h" } },
        400,
        "invalid_session_duration"
      ],
      ["PATCH", `/v1/resources/${resource_id}/qurls/q_nothing`, { body: { label: "x" } }, 404, "not_found"],
      ["GET", `/v1/resources/${qurl_id}`, {}, 404, "not_found"],
      ["DELETE", `/v1/resources/${qurl_id}`, {}, 404, "not_found"],
      ["POST", `/v1/resources/${qurl_id}/qurls`, { body: {} }, 404, "resource_not_found"],
      ["GET", `/v1/resources/${qurl_id}/sessions`, {}, 404, "not_found"],
      ["DELETE", `/v1/resources/${resource_id}/sessions/s_nothing`, {}, 404, "not_found"],
      ["GET", "/v1/resources?alias=docs&status=active", {}, 400, "invalid_filter"],
      ["GET", "/v1/resources?status=expired", {}, 400, "invalid_filter"],
      ["GET", "/v1/resources?alias=admin", {}, 400, "alias_reserved"],
      ["GET", "/v1/resources?cursor=x", {}, 400, "invalid_request"],
      ["GET", "/v1/connectors/installations?limit=0", {}, 400, "validation_error"],
      ["POST", "/v1/agent/bootstrap", { body: {} }, 400, "validation_error"],
      ["POST", "/v1/agent/bootstrap", { body: {}, token: TestKey.jwt }, 403, "access_denied"],
      ["POST", "/v1/agent/bootstrap", { body: {}, token: TestKey.readOnly }, 403, "insufficient_scope"],
      ["DELETE", `/v1/resources/${resource_id}/sessions`, { token: TestKey.readOnly }, 403, "insufficient_scope"],
      ["GET", `/v1/resources/${resource_id}`, { token: TestKey.other }, 404, "not_found"]
    ] as const
    for (const [method, path, call, status, code] of cases) {
      const answer = yield* send(method, path, call)
      assert.deepStrictEqual(
        [answer.status, answer.json?.error.code],
        [status, code],
        `${method} ${path} ${JSON.stringify(call)}`
      )
    }
    assert.strictEqual((yield* send("GET", `/v1/resources/${resource_id}`, { token: TestKey.readOnly })).status, 200)
    assert.deepStrictEqual((yield* inventory).effects.map(({ kind }) => kind), [
      "resource.created",
      "token.created",
      "resource.created"
    ])
  }).pipe(Effect.provide(onSocket())))

it.scoped("installations are made by people, also by HTTP, and a reset forgets them", () =>
  Effect.gen(function*() {
    const body = { label: "Team", subject_display_name: "Example" }
    assert.strictEqual((yield* send("POST", "/_emulator/installations", { body })).status, 200)
    const { data } = (yield* send("GET", "/v1/connectors/installations")).json
    assert.deepInclude(data[0], { plugin_id: "slack", label: "Team", status: "active" })
    const transit = (yield* resource({ type: "transit" })).json.data
    const link = (yield* send("POST", `/v1/resources/${transit.resource_id}/qurls`, { body: {} })).json.data
    yield* send("POST", "/v1/resolve", { body: { access_token: tokenOf(link.qurl_link) } })
    assert.deepInclude((yield* send("GET", "/v1/connectors/installations")).json.data[0].stats, {
      resources: 1,
      qurls: 1,
      accesses_24h: 1
    })
    yield* send("POST", "/v1/agent/bootstrap", { body: { public_key: Buffer.alloc(32, 7).toString("base64") } })
    assert.strictEqual((yield* inventory).agents.length, 1)
    yield* send("POST", "/_emulator/reset")
    assert.deepStrictEqual((yield* send("GET", "/v1/connectors/installations")).json.data, [])
    assert.deepStrictEqual((yield* inventory).agents, [])
  }).pipe(Effect.provide(onSocket())))
