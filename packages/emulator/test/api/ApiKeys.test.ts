import { assert, it } from "@effect/vitest"
import { Effect, TestClock } from "effect"
import { Emulator, TestKey } from "../../src/index.js"
import { create, onSocket, send } from "../support/support.js"

const key = (name: string) => `${name}-`.padEnd(32, "x")
const person = { token: TestKey.jwt }
const make = (body: unknown, call: object = person) => send("POST", "/v1/api-keys", { body, ...call })

it.scoped("a key that was made works until it is revoked, and may what its scopes say", () =>
  Effect.gen(function*() {
    const made = (yield* make({ name: "ci", scopes: ["qurl:write", "qurl:read"] })).json.data
    const { api_key: token, key_id } = made
    assert.match(token, /^lv_test_[a-z2-7]{43}$/)
    assert.strictEqual(made.key_prefix, token.slice(0, 12))
    assert.deepStrictEqual(made.scopes, ["qurl:read", "qurl:write"])
    assert.strictEqual((yield* create({ token })).status, 201)
    const resolved = yield* send("POST", "/v1/resolve", { token, body: { access_token: "at_x" } })
    assert.deepStrictEqual([resolved.status, resolved.json.error.code], [403, "insufficient_scope"])

    const changed = yield* send("PATCH", `/v1/api-keys/${key_id}`, { ...person, body: { scopes: ["qurl:read"] } })
    assert.deepStrictEqual(changed.json.data.scopes, ["qurl:read"])
    assert.strictEqual((yield* create({ token })).status, 403)
    assert.strictEqual((yield* send("GET", "/v1/qurls", { token })).json.data.length, 1)

    const listed = yield* send("GET", "/v1/api-keys", person)
    assert.strictEqual(listed.json.data[0].last_used_at, "1970-01-01T00:00:00.000Z")
    assert.notInclude(listed.text, token)
    const path = `/v1/api-keys/${key_id}`
    assert.strictEqual((yield* send("DELETE", path, { token: TestKey.jwtFree })).status, 404)
    assert.strictEqual((yield* send("DELETE", path, person)).status, 204)
    assert.strictEqual((yield* send("DELETE", path, person)).status, 404)
    const dead = yield* send("GET", "/v1/qurls", { token })
    assert.deepStrictEqual([dead.status, dead.json.error.code], [401, "api_key_invalid"])
    for (const [status, count] of [["active", 0], ["revoked", 1], ["all", 1]] as const) {
      assert.strictEqual((yield* send("GET", `/v1/api-keys?status=${status}`, person)).json.data.length, count)
    }
    const { api_keys, effects } = yield* (yield* Emulator).control.inventory
    assert.deepStrictEqual(api_keys, [])
    assert.deepStrictEqual(
      effects.filter(({ kind }) => kind.startsWith("api_key")).map(({ kind }) => kind),
      ["api_key.created", "api_key.updated", "api_key.revoked"]
    )
  }).pipe(Effect.provide(onSocket())))

it.scoped("a key with the scope qurl:agent alone creates enrollment tokens, and one without it does not", () =>
  Effect.gen(function*() {
    const token = {
      name: "box",
      kind: "enrollment_token",
      target: "connector",
      claims: [{ type: "connector", id: "box" }]
    }
    const codes: Array<unknown> = []
    for (const scopes of [["qurl:agent"], ["qurl:read", "qurl:write", "qurl:resolve"]]) {
      const { api_key } = (yield* make({ name: "agent", kind: "api_key", scopes })).json.data
      const { json, status } = yield* make(token, { token: api_key })
      codes.push([status, json.error?.code])
    }
    assert.deepStrictEqual(codes, [[201, undefined], [403, "insufficient_scope"]])
  }).pipe(Effect.provide(onSocket())))

it.scoped("keys are managed by people; a key makes nothing but restricted ones, which live a day", () =>
  Effect.gen(function*() {
    const asKey = { token: TestKey.full }
    const plain = yield* make({ name: "x", scopes: ["qurl:read"] }, asKey)
    assert.deepStrictEqual([plain.status, plain.json.error.code], [403, "access_denied"])
    for (
      const [method, path] of [["GET", "/v1/api-keys"], ["PATCH", "/v1/api-keys/k"], [
        "DELETE",
        "/v1/api-keys/k"
      ]] as const
    ) {
      assert.strictEqual((yield* send(method, path, { ...asKey, body: {} })).status, 403)
    }
    const body = { name: "x", scopes: ["qurl:agent"], purpose: "tunnel_bootstrap", tunnel_slug: "home" }
    const restricted = (yield* make(body, asKey)).json.data
    assert.deepInclude(restricted, { tunnel_slug: "home", expires_at: "1970-01-02T00:00:00.000Z" })
    const enrols = {
      name: "y",
      kind: "enrollment_token",
      target: "connector",
      claims: [{ type: "connector", id: "home" }]
    }
    assert.deepInclude((yield* make(enrols, asKey)).json.data, { kind: "enrollment_token", claims: enrols.claims })
    assert.strictEqual((yield* make({ ...body, expires_in: "2d" }, asKey)).json.error.code, "invalid_duration")
    yield* TestClock.adjust("1 day")
    const late = yield* send("GET", "/v1/qurls", { token: restricted.api_key })
    assert.deepStrictEqual([late.status, late.json.error.code], [401, "api_key_expired"])
  }).pipe(Effect.provide(onSocket())))

it.scoped("the free plan has room for three keys", () =>
  Effect.gen(function*() {
    const one = () => make({ name: "x", scopes: ["qurl:read"] }, { token: TestKey.jwtFree })
    const [first] = yield* Effect.replicateEffect(Effect.suspend(one), 3)
    const refused = yield* one()
    assert.deepStrictEqual([refused.status, refused.json.error.code], [403, "api_key_limit"])
    yield* send("DELETE", `/v1/api-keys/${first?.json.data.key_id}`, { token: TestKey.jwtFree })
    assert.strictEqual((yield* one()).status, 201)
  }).pipe(Effect.provide(onSocket())))

it.scoped("idempotency keys have 32 characters here, and another body is a 409 in every mode", () =>
  Effect.gen(function*() {
    const body = { name: "x", scopes: ["qurl:read"] }
    const short = yield* make(body, { ...person, key: "x".repeat(31) })
    assert.deepStrictEqual([short.status, short.json.error.code], [400, "validation_error"])
    const first = yield* make(body, { ...person, key: key("a") })
    const replay = yield* make(body, { ...person, key: key("a") })
    assert.deepStrictEqual(replay.json, first.json)
    const other = yield* make({ ...body, name: "y" }, { ...person, key: key("a") })
    assert.deepStrictEqual([other.status, other.json.error.code], [409, "idempotency_key_reused"])
    assert.strictEqual((yield* (yield* Emulator).control.inventory).api_keys.length, 1)
    // Elsewhere the first answer comes back.
    const link = yield* create({ key: "k" })
    const same = yield* create({ key: "k", body: { target_url: "https://y.test/" } })
    assert.deepStrictEqual([same.status, same.json], [201, link.json])
  }).pipe(Effect.provide(onSocket())))
