import { assert, describe, it } from "@effect/vitest"
import { Effect, TestClock } from "effect"
import { Emulator, TestKey } from "../../src/index.js"
import type { Api } from "./api.js"
import { operations } from "./description/description.js"
import { tokenOf } from "./reading.js"
import { sample } from "./refusals.js"

const person = { credential: TestKey.jwt }

const target_url = "https://example.com/"

export const apiKeys = ({ expect, send }: Api) =>
  describe("API keys", () => {
    it.scoped("are made, shown once, used, changed, listed, revoked, and refused", () =>
      Effect.gen(function*() {
        const key = "0123456789abcdef0123456789abcdef"
        const body = { name: "ci", scopes: ["qurl:write", "qurl:read"] }
        const { api_key, ...made } = yield* expect(201, "createApiKey", { ...person, body, key })
        assert.deepInclude(made, { name: "ci", scopes: ["qurl:read", "qurl:write"], status: "active" })
        assert.strictEqual(made.key_prefix, api_key.slice(0, 12))
        assert.match(api_key, /^lv_(live|test)_[A-Za-z0-9_-]{43,}$/)
        const again = yield* send("createApiKey", { ...person, body, key })
        assert.strictEqual(again.json.data.api_key, api_key)
        yield* expect(409, "createApiKey", { ...person, body: { ...body, name: "x" }, key })
        yield* expect(400, "createApiKey", { ...person, body, key: "too-short" })
        const listed = yield* send("listApiKeys", person)
        assert.deepStrictEqual(listed.json.data, [made])
        assert.notInclude(listed.text, api_key)

        yield* expect(201, "create", { body: { target_url }, credential: api_key })
        const path = { key_id: made.key_id }
        const [used] = yield* expect(200, "listApiKeys", person)
        assert.strictEqual(used.last_used_at, "1970-01-01T00:00:00.000Z")
        const changes = { name: "reader", scopes: ["qurl:read"] }
        assert.deepInclude(yield* expect(200, "updateApiKey", { ...person, path, body: changes }), changes)
        yield* expect(403, "create", { body: { target_url }, credential: api_key })
        assert.lengthOf(yield* expect(200, "list", { credential: api_key }), 1)

        yield* expect(204, "revokeApiKey", { ...person, path })
        const refused = yield* send("list", { credential: api_key })
        assert.deepStrictEqual([refused.status, refused.json.error.code], [401, "api_key_invalid"])
        assert.notInclude(refused.text, api_key)
        yield* expect(404, "revokeApiKey", { ...person, path })
        yield* expect(404, "updateApiKey", { ...person, path, body: changes })
        assert.deepStrictEqual(yield* expect(200, "listApiKeys", person), [])
        const revoked = yield* expect(200, "listApiKeys", { ...person, query: { status: "revoked" } })
        assert.deepStrictEqual(revoked.map(({ status }: { status: string }) => status), ["revoked"])
      }).pipe(Effect.provide(Emulator.layerServer())))

    it.scoped("may do what their scopes say", () =>
      Effect.gen(function*() {
        const body = { name: "opens links", scopes: ["qurl:resolve"] }
        const { api_key } = yield* expect(201, "createApiKey", { ...person, body })
        for (const operation of operations.filter(({ credentials }) => credentials.includes("apiKey"))) {
          const call = { ...sample(operation), credential: api_key }
          if (operation.scopes.includes("qurl:resolve")) yield* expect(404, operation.id, call)
          else assert.strictEqual((yield* expect(403, operation.id, call)).code, "insufficient_scope")
        }
      }).pipe(Effect.provide(Emulator.layerServer())))

    it.scoped("are limited by the plan; keys make restricted keys only, and these end with their time", () =>
      Effect.gen(function*() {
        const body = { name: "x", scopes: ["qurl:read"] }
        const free = { credential: TestKey.jwtFree, body }
        for (let n = 0; n < 3; n++) yield* expect(201, "createApiKey", free)
        assert.strictEqual((yield* expect(403, "createApiKey", free)).code, "api_key_limit")
        yield* expect(403, "createApiKey", { body })
        const bootstrap = {
          name: "box",
          scopes: ["qurl:read"],
          purpose: "tunnel_bootstrap",
          tunnel_slug: "build-box",
          expires_in: "2h"
        }
        const restricted = yield* expect(201, "createApiKey", { body: bootstrap })
        assert.deepInclude(restricted, {
          purpose: bootstrap.purpose,
          tunnel_slug: bootstrap.tunnel_slug,
          expires_at: "1970-01-01T02:00:00.000Z"
        })
        const enrollment = {
          name: "box",
          kind: "enrollment_token",
          target: "connector",
          claims: [{ type: "connector", id: "build-box" }]
        }
        assert.deepInclude(yield* expect(201, "createApiKey", { body: enrollment }), enrollment)
        const day = { ...bootstrap, expires_in: "25h" }
        assert.strictEqual((yield* expect(400, "createApiKey", { body: day })).code, "invalid_duration")
        const first = yield* send("listApiKeys", { credential: TestKey.jwtFree, query: { limit: 2 } })
        const cursor = first.json.meta.next_cursor
        const last = yield* send("listApiKeys", { credential: TestKey.jwtFree, query: { limit: 2, cursor } })
        assert.deepStrictEqual([first.json.data.length, last.json.data.length], [2, 1])
        yield* expect(400, "listApiKeys", { ...person, query: { cursor, status: "all" } })
        yield* TestClock.adjust("2 hours")
        const refused = yield* expect(401, "list", { credential: restricted.api_key })
        assert.strictEqual(refused.code, "api_key_expired")
      }).pipe(Effect.provide(Emulator.layerServer())))
  })

export const accessCodes = ({ expect, send }: Api) =>
  describe("access codes", () => {
    it.scoped("are made, shown once, redeemed without credentials, counted, revoked, and refused", () =>
      Effect.gen(function*() {
        const { resource_id } = yield* expect(201, "createResource", { body: { type: "url", target_url } })
        const body = { resource_id, name: "door", max_uses: 3, expires_at: "1970-01-08T00:00:00Z" }
        const { code, ...made } = yield* expect(201, "createAccessCode", { body })
        assert.deepInclude(made, { ...body, expires_at: "1970-01-08T00:00:00.000Z", status: "active", use_count: 0 })
        const listed = yield* send("listAccessCodes")
        assert.deepStrictEqual(listed.json.data, [made])
        assert.notInclude(listed.text, code)

        const visitor = { credential: null }
        const { redirect_url } = yield* expect(200, "redeemAccessCode", { ...visitor, body: { code } })
        const opened = yield* expect(200, "resolve", { body: { access_token: tokenOf(redirect_url) } })
        assert.strictEqual(opened.resource_id, resource_id)
        assert.strictEqual((yield* expect(200, "listAccessCodes"))[0].use_count, 1)
        for (const bot of [{ honeypot: "x" }, { elapsed_ms: 10 }]) {
          yield* expect(200, "redeemAccessCode", { ...visitor, body: { code, ...bot } })
        }
        assert.strictEqual((yield* expect(200, "listAccessCodes"))[0].use_count, 1)
        const patient = { honeypot: "", elapsed_ms: 3000 }
        yield* expect(200, "redeemAccessCode", { ...visitor, body: { code, ...patient } })
        yield* expect(200, "redeemAccessCode", { ...visitor, body: { code } })
        const refused = yield* send("redeemAccessCode", { ...visitor, body: { code } })
        assert.strictEqual(refused.status, 400)
        assert.notInclude(refused.text, code)

        const next = yield* expect(201, "createAccessCode", { body: { resource_id } })
        const path = { id: next.access_code_id }
        yield* expect(204, "revokeAccessCode", { path })
        yield* expect(400, "redeemAccessCode", { ...visitor, body: { code: next.code } })
        yield* expect(204, "revokeAccessCode", { path })
        const statuses = (yield* expect(200, "listAccessCodes")).map(({ status }: { status: string }) => status)
        assert.sameMembers(statuses, ["active", "revoked"])
      }).pipe(Effect.provide(Emulator.layerServer())))

    it.scoped("end with their time, name a resource of their owner, and are for one kind of account", () =>
      Effect.gen(function*() {
        const { resource_id } = yield* expect(201, "createResource", { body: { type: "url", target_url } })
        const body = { resource_id, expires_at: "1970-01-01T01:00:00Z" }
        const { code } = yield* expect(201, "createAccessCode", { body })
        yield* expect(400, "createAccessCode", { body, credential: TestKey.other })
        const free = { credential: TestKey.free }
        assert.strictEqual((yield* expect(403, "createAccessCode", { ...free, body })).code, "access_denied")
        assert.strictEqual((yield* expect(403, "listAccessCodes", free)).code, "access_denied")
        yield* expect(403, "revokeAccessCode", { ...free, path: { id: "acd_00000000000" } })
        yield* TestClock.adjust("1 hour")
        yield* expect(400, "redeemAccessCode", { credential: null, body: { code } })
      }).pipe(Effect.provide(Emulator.layerServer())))
  })
