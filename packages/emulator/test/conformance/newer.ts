import { assert, describe, it } from "@effect/vitest"
import { Effect, TestClock } from "effect"
import { Emulator, TestKey } from "../../src/index.js"
import type { Api } from "./api.js"
import { idOf, tokenOf } from "./reading.js"

const target_url = "https://example.com/plans"
const key = "a-key-of-the-caller-of-40-characters-0001"

/** Operations that the API has had since autumn 2026. */
export const newer = ({ expect, send }: Api) =>
  describe("newer operations", () => {
    it.scoped("resources are known by public key and CRID, and are shared for one visit", () =>
      Effect.gen(function*() {
        const made = yield* expect(201, "createResource", { body: { type: "url", target_url } })
        assert.match(made.resource_id, /^MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE[\w-]{86}$/)
        const read = yield* expect(200, "getResource", { path: { id: made.crid } })
        assert.deepStrictEqual(read.resource, made)
        const shared = yield* expect(200, "shareResource", { path: { id: made.crid }, body: {} })
        assert.deepInclude(shared, { crid: made.crid, expires_in_seconds: 300, single_use: true })
        const body = { access_token: tokenOf(shared.qurl) }
        yield* expect(200, "resolve", { body })
        assert.strictEqual((yield* expect(410, "resolve", { body })).code, "token_consumed")
        const short = yield* expect(200, "shareResource", { path: { id: made.crid }, body: { ttl_seconds: 5 } })
        assert.strictEqual(short.expires_in_seconds, 5)
        const listed = yield* send("listResourceQurls", { path: { id: made.crid }, query: { limit: 1 } })
        const { next_cursor: cursor } = listed.json.meta
        const rest = yield* expect(200, "listResourceQurls", { path: { id: made.crid }, query: { limit: 1, cursor } })
        assert.sameMembers([...listed.json.data, ...rest].map(({ qurl_id }) => qurl_id), [
          shared.qurl_id,
          short.qurl_id
        ])
        yield* expect(400, "listResourceQurls", { path: { id: made.crid }, query: { cursor: "nonsense" } })
        yield* expect(204, "deleteResource", { path: { id: made.crid } })
        assert.strictEqual((yield* expect(400, "shareResource", { path: { id: made.crid }, body: {} })).code, "revoked")
      }).pipe(Effect.provide(Emulator.layerServer())))

    it.scoped("a closed resource is gone, if the service closes what was revoked", () =>
      Effect.gen(function*() {
        const made = yield* expect(201, "createResource", { body: { type: "url", target_url } })
        const path = { id: made.crid }
        yield* expect(204, "deleteResource", { path })
        for (const operation of ["getResource", "updateResource", "createQurlForResource", "shareResource"]) {
          const body = operation === "updateResource" ? { tags: [] } : {}
          const gone = yield* expect(410, operation, { path, ...(operation === "getResource" ? {} : { body }) })
          assert.strictEqual(gone.code, "resource_tombstoned")
        }
        yield* expect(204, "deleteResource", { path })
        const next = yield* expect(201, "createResource", { body: { type: "url", target_url } })
        assert.notStrictEqual(next.crid, made.crid)
      }).pipe(Effect.provide(Emulator.layerServer({ guesses: { tombstones: true } }))))

    it.scoped("delegated batches are queued, run, end in results, and their links are read and revoked", () =>
      Effect.gen(function*() {
        const { crid } = yield* expect(201, "createResource", { body: { type: "url", target_url } })
        const grants = [{ label: "a", one_time_use: true }, { expires_in: "never" }, { session_duration: "2d" }]
        const call = { body: { mint_capability: `mc_${crid}`, grants }, key, credential: TestKey.other }
        const made = yield* send("createDelegatedQurlBatch", call)
        assert.deepInclude(made.json.data, { status: "queued", item_count: 3 })
        const again = yield* send("createDelegatedQurlBatch", call)
        assert.strictEqual(again.headers.get("idempotency-replayed"), "true")
        assert.strictEqual(again.headers.get("location"), made.headers.get("location"))
        const other = { ...call, body: { ...call.body, grants: [{}] } }
        assert.strictEqual((yield* expect(422, "createDelegatedQurlBatch", other)).code, "idempotency_key_reused")
        yield* expect(400, "createDelegatedQurlBatch", { ...call, key: "short" })
        yield* expect(404, "createDelegatedQurlBatch", { body: { ...call.body, mint_capability: "mc_nothing" } })

        const poll = { path: { batch_id: made.json.data.batch_id }, credential: TestKey.other }
        const queued = yield* send("getDelegatedQurlBatch", poll)
        const tag = queued.headers.get("etag") ?? ""
        assert.deepStrictEqual([queued.status, tag], [202, made.headers.get("etag")])
        for (const condition of [tag, `"another", W/${tag}`, "*"]) {
          const unchanged = yield* send("getDelegatedQurlBatch", { ...poll, headers: { "if-none-match": condition } })
          assert.deepStrictEqual([unchanged.status, unchanged.text], [304, ""])
        }
        yield* TestClock.adjust("1 second")
        const running = yield* send("getDelegatedQurlBatch", { ...poll, headers: { "if-none-match": tag } })
        assert.deepStrictEqual([running.status, running.json.data.status], [202, "running"])
        yield* TestClock.adjust("1 second")
        const ended = yield* expect(200, "getDelegatedQurlBatch", poll)
        assert.strictEqual(ended.status, "partially_failed")
        assert.deepStrictEqual(
          ended.results.map(({ error, status }: { error?: { code: string }; status: string }) => error?.code ?? status),
          ["succeeded", "creation_failed", "creation_failed"]
        )

        const { qurl_id, qurl_link } = ended.results[0].qurl
        const mine = { path: { qurl_id }, credential: TestKey.other }
        assert.deepInclude(yield* expect(200, "getDelegatedQurl", mine), { status: "active", label: "a" })
        yield* expect(404, "getDelegatedQurl", { path: { qurl_id } })
        yield* expect(204, "deleteDelegatedQurl", mine)
        yield* expect(204, "deleteDelegatedQurl", mine)
        assert.strictEqual((yield* expect(200, "getDelegatedQurl", mine)).status, "revoked")
        yield* expect(410, "resolve", { body: { access_token: tokenOf(qurl_link) } })
      }).pipe(Effect.provide(Emulator.layerServer())))

    it.scoped("sharing of a connector is switched and restarted, each restart with a period of its own", () =>
      Effect.gen(function*() {
        const made = yield* expect(201, "createResource", { body: { type: "tunnel", slug: "box" } })
        assert.deepInclude(made, { desired_state: "off", serving_epoch: 0 })
        const path = { id: made.crid }
        const states: Array<unknown> = []
        const note = ({ connection_state, serving_epoch }: { connection_state: string; serving_epoch: number }) =>
          states.push([connection_state, serving_epoch])
        note(yield* expect(200, "getResourceSharing", { path }))
        note(yield* expect(200, "setResourceSharing", { path, body: { desired_state: "on" } }))
        note(yield* expect(200, "setResourceSharing", { path, body: { desired_state: "on" } }))
        yield* TestClock.adjust("1 second")
        note(yield* expect(200, "getResourceSharing", { path }))
        note(yield* expect(200, "restartResourceSharing", { path, key: "restart" }))
        note(yield* expect(200, "restartResourceSharing", { path, key: "restart" }))
        note(yield* expect(200, "setResourceSharing", { path, body: { desired_state: "off" } }))
        assert.deepStrictEqual(states, [
          ["stopped", 0],
          ["connecting", 1],
          ["connecting", 1],
          ["serving", 1],
          ["connecting", 2],
          ["connecting", 2],
          ["stopped", 2]
        ])
        assert.strictEqual((yield* expect(503, "shareResource", { path, body: {} })).code, "connector_stopped")
        const page = yield* expect(201, "createResource", { body: { type: "url", target_url } })
        for (const operation of ["getResourceSharing", "restartResourceSharing", "setResourceSharing"]) {
          const body = operation === "setResourceSharing" ? { body: { desired_state: "on" } } : {}
          const problem = yield* expect(400, operation, { path: { id: page.crid }, ...body })
          assert.strictEqual(problem.code, "invalid_input")
        }
      }).pipe(Effect.provide(Emulator.layerServer())))

    it.scoped("people ask for access, and are approved, denied and removed", () =>
      Effect.gen(function*() {
        const { control } = yield* Emulator
        const body = { type: "url", target_url, private: true, access_requests: true }
        const { crid, resource_id } = yield* expect(201, "createResource", { body })
        const path = { id: crid }
        const ada = yield* control.requestAccess({ resource_id: crid, name: "Ada" })
        const bob = yield* control.requestAccess({ resource_id: crid, name: "Bob" })
        const open = yield* expect(200, "listResourceAccessRequests", { path })
        assert.sameMembers(open.map(({ name }: { name: string }) => name), ["Ada", "Bob"])
        const all = yield* send("listAccessRequests")
        assert.deepStrictEqual(all.json.data.map(idOf), [resource_id, resource_id])
        assert.notInclude(all.text, ada.code)
        const approved = yield* expect(200, "approveAccessRequest", { path: { ...path, code: ada.code }, body: {} })
        assert.deepInclude(approved, { name: "Ada", device_id: ada.device_id })
        const row = (yield* expect(200, "getResource", { path })).resource
        assert.deepStrictEqual(row.allowed_passkeys, [approved])
        for (let wrong = 0; wrong < 5; wrong++) {
          yield* expect(404, "approveAccessRequest", { path: { ...path, code: ada.code }, body: {} })
        }
        const limited = yield* send("denyAccessRequest", { path: { ...path, code: bob.code } })
        assert.deepStrictEqual([limited.status, limited.headers.get("retry-after")], [429, "3600"])
        yield* expect(429, "approveAccessRequest", { path: { ...path, code: bob.code }, body: {} })
        yield* expect(204, "denyAccessRequest", { path: { ...path, code: bob.device_id } })
        assert.deepStrictEqual(yield* expect(200, "listAccessRequests"), [])
        yield* expect(204, "removeAllowedPasskey", { path: { ...path, device_id: ada.device_id } })
        yield* expect(404, "removeAllowedPasskey", { path: { ...path, device_id: ada.device_id } })
        yield* control.requestAccess({ resource_id: crid })
        yield* TestClock.adjust("1 hour")
        assert.deepStrictEqual(yield* expect(200, "listAccessRequests"), [])
      }).pipe(Effect.provide(Emulator.layerServer())))

    it.scoped("resources are private to devices, which are edited as a set", () =>
      Effect.gen(function*() {
        const body = { type: "url", target_url, allowed_device_keys: ["a", "b"] }
        const { crid, private: isPrivate } = yield* expect(201, "createResource", { body })
        assert.isTrue(isPrivate)
        const codeOf = (found: object) =>
          Effect.map(expect(400, "createResource", { body: { ...body, ...found } }), ({ code }) => code)
        assert.strictEqual(yield* codeOf({ private: false }), "privacy_mismatch")
        assert.strictEqual(yield* codeOf({ allowed_device_keys: ["a"] }), "device_keys_mismatch")
        yield* expect(201, "createResource", { body: { ...body, allowed_device_keys: ["b", "a"] } })
        const path = { id: crid }
        const edited = yield* expect(200, "updateResource", {
          path,
          body: { allowed_device_keys_add: ["c", "a"], allowed_device_keys_remove: ["b", "z"] }
        })
        assert.deepStrictEqual(edited.allowed_device_keys, ["a", "c"])
        const replaced = yield* expect(200, "updateResource", { path, body: { allowed_device_keys: [] } })
        assert.notProperty(replaced, "allowed_device_keys")
        const many = Array.from({ length: 200 }, (_, index) => `k${index}`)
        yield* expect(200, "updateResource", { path, body: { allowed_device_keys_add: many } })
        const more = { allowed_device_keys_add: many.map((one) => `${one}+`) }
        assert.strictEqual((yield* expect(400, "updateResource", { path, body: more })).code, "invalid_input")
        yield* expect(200, "updateResource", { path, body: { access_requests: true } })
        const open = yield* expect(201, "createResource", {
          body: { type: "url", target_url: "https://example.com/open", private: false }
        })
        yield* expect(400, "updateResource", { path: { id: open.crid }, body: { access_requests: true } })
      }).pipe(Effect.provide(Emulator.layerServer())))

    it.scoped("a restricted key brings up its connector, once", () =>
      Effect.gen(function*() {
        const claims = [{ type: "connector", id: "box" }]
        const body = { name: "box", kind: "enrollment_token", target: "connector", claims }
        const made = yield* expect(201, "createApiKey", { body })
        const call = (input: object) => ({ credential: made.api_key, body: { type: "tunnel", ...input } })
        const right = call({ slug: "box", find_or_create: true })
        for (const wrong of [call({ slug: "other", find_or_create: true }), call({ slug: "box" })]) {
          assert.strictEqual((yield* expect(403, "createResource", wrong)).code, "forbidden")
        }
        yield* expect(201, "createResource", right)
        assert.strictEqual((yield* expect(409, "createResource", right)).code, "bootstrap_key_consumed")
        assert.strictEqual(
          (yield* expect(403, "create", { ...right, body: { target_url } })).code,
          "insufficient_scope"
        )
        const agent = { name: "agent", scopes: ["qurl:agent"] }
        const { api_key } = yield* expect(201, "createApiKey", { credential: TestKey.jwt, body: agent })
        const bootstrap = { credential: api_key, body: { public_key: `${"D".repeat(43)}=` } }
        yield* expect(200, "bootstrapAgent", bootstrap)
        const me = yield* expect(200, "getMe")
        assert.deepInclude(me.api_key, { scopes: ["qurl:agent", "qurl:read", "qurl:resolve", "qurl:write"] })
      }).pipe(Effect.provide(Emulator.layerServer())))

    it.scoped("the account publishes under a name", () =>
      Effect.gen(function*() {
        assert.deepStrictEqual(yield* expect(200, "getPublisher"), { verified: false })
        const named = { name: "Ada & Co", verified: false }
        assert.deepStrictEqual(yield* expect(200, "setPublisher", { body: { name: "Ada & Co" } }), named)
        const { publisher } = yield* expect(201, "createResource", { body: { type: "url", target_url } })
        assert.deepStrictEqual(publisher, named)
        yield* expect(400, "setPublisher", { body: { name: "q U R L" } })
        assert.deepStrictEqual(yield* expect(200, "setPublisher", { body: { name: "" } }), { verified: false })
      }).pipe(Effect.provide(Emulator.layerServer())))
  })
