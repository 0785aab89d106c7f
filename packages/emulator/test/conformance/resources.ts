import { assert, describe, it } from "@effect/vitest"
import { Effect, TestClock } from "effect"
import { Emulator, TestKey } from "../../src/index.js"
import type { Api } from "./api.js"
import { idOf, tokenOf } from "./reading.js"

const target_url = "https://example.com/wiki"

const url = { type: "url", target_url }

export const resources = ({ expect, send }: Api) =>
  describe("resources", () => {
    it.scoped("are made, found, read, changed, looked up, revoked, and used no more", () =>
      Effect.gen(function*() {
        const body = { ...url, description: "Wiki", tags: ["Docs"], alias: "wiki", custom_domain: "links.example.com" }
        const made = yield* send("createResource", { body })
        assert.isFalse(made.json.meta.found_existing)
        const { resource_id: id } = made.json.data
        assert.deepInclude(made.json.data, { ...body, tags: ["docs"], status: "active", qurl_count: 0 })
        assert.notProperty(made.json.data, "expires_at")
        const found = yield* send("createResource", { body: { ...url, description: "Another" } })
        assert.isTrue(found.json.meta.found_existing)
        assert.deepStrictEqual(found.json.data, made.json.data)
        const read = yield* expect(200, "getResource", { path: { id } })
        assert.deepStrictEqual(read, { resource: made.json.data, qurls: [] })

        const changes = { description: "", tags: ["a", "b"], preserve_host: true }
        const changed = yield* expect(200, "updateResource", { path: { id }, body: changes })
        assert.deepInclude(changed, { tags: ["a", "b"], preserve_host: true, alias: "wiki" })
        assert.notProperty(changed, "description")
        yield* expect(200, "updateResource", { path: { id }, body: { alias: "handbook" } })
        assert.deepStrictEqual(yield* expect(200, "listResources", { query: { alias: "wiki" } }), [])
        const bound = yield* expect(200, "listResources", { query: { alias: "handbook" } })
        assert.deepStrictEqual(bound.map(idOf), [id])
        assert.deepStrictEqual((yield* expect(200, "getResource", { path: { id } })).resource, bound[0])
        const unbound = yield* expect(200, "updateResource", { path: { id }, body: { alias: null } })
        assert.notProperty(unbound, "alias")
        const bare = yield* expect(200, "updateResource", { path: { id }, body: { custom_domain: "" } })
        assert.notProperty(bare, "custom_domain")

        const link = yield* expect(201, "createQurlForResource", { path: { id }, body: {} })
        assert.deepInclude(link, { resource_id: id, type: "url" })
        const access_token = tokenOf(link.qurl_link)
        yield* expect(200, "resolve", { body: { access_token } })
        yield* expect(204, "deleteResource", { path: { id } })
        assert.strictEqual((yield* expect(410, "resolve", { body: { access_token } })).code, "revoked")
        assert.deepStrictEqual(yield* expect(200, "listResourceSessions", { path: { id } }), [])
        const gone = yield* expect(200, "getResource", { path: { id } })
        assert.deepStrictEqual([gone.resource.status, gone.qurls[0].status], ["revoked", "revoked"])
        assert.deepStrictEqual(yield* expect(200, "listResources", { query: { status: "active" } }), [])
        assert.deepStrictEqual((yield* expect(200, "listResources")).map(idOf), [id])
        const revoked = yield* expect(200, "listResources", { query: { status: "revoked" } })
        assert.deepStrictEqual(revoked.map(idOf), [id])
        yield* expect(204, "deleteResource", { path: { id } })
        for (const operation of ["updateResource", "createQurlForResource"]) {
          const body = operation === "updateResource" ? { tags: [] } : {}
          assert.strictEqual((yield* expect(400, operation, { path: { id }, body })).code, "revoked")
        }
        const next = yield* expect(201, "createResource", { body: url })
        assert.notStrictEqual(next.resource_id, id)
      }).pipe(Effect.provide(Emulator.layerServer())))

    it.scoped("have links that are changed and revoked one by one", () =>
      Effect.gen(function*() {
        const { resource_id: id } = yield* expect(201, "createResource", { body: url })
        const body = { label: "a", expires_in: "1h", max_sessions: 2, session_duration: "10m", one_time_use: false }
        const made = yield* expect(201, "createQurlForResource", { path: { id }, body, key: "k" })
        const again = yield* send("createQurlForResource", { path: { id }, body, key: "k" })
        assert.strictEqual(again.headers.get("idempotency-replayed"), "true")
        const other = yield* expect(201, "createQurlForResource", { path: { id }, body: {} })
        const path = { id, qurl_id: made.qurl_id }
        const changes = {
          label: "b",
          extend_by: "1h",
          max_sessions: 0,
          session_duration: "5m",
          access_policy: { ip_allowlist: ["127.0.0.1"] }
        }
        const changed = yield* expect(200, "updateResourceQurl", { path, body: changes })
        assert.deepInclude(changed, {
          label: "b",
          expires_at: "1970-01-01T02:00:00.000Z",
          max_sessions: 0,
          session_duration: 300,
          access_policy: changes.access_policy
        })
        const read = yield* expect(200, "getResource", { path: { id } })
        assert.strictEqual(read.resource.qurl_count, 2)
        assert.deepInclude(read.qurls, changed)
        yield* expect(204, "revokeResourceQurl", { path })
        assert.strictEqual((yield* expect(409, "revokeResourceQurl", { path })).code, "revoked")
        assert.strictEqual((yield* expect(409, "updateResourceQurl", { path, body: { label: "c" } })).code, "revoked")
        yield* expect(410, "resolve", { body: { access_token: tokenOf(made.qurl_link) } })
        yield* expect(200, "resolve", { body: { access_token: tokenOf(other.qurl_link) } })
        yield* expect(404, "revokeResourceQurl", { path: { id, qurl_id: "q_00000000000" } })
        const { resource_id: elsewhere } = yield* expect(201, "createResource", {
          body: { ...url, target_url: "https://example.com/else" }
        })
        yield* expect(404, "revokeResourceQurl", { path: { id: elsewhere, qurl_id: other.qurl_id } })
      }).pipe(Effect.provide(Emulator.layerServer())))

    it.scoped("of connectors have slugs, and those of integrations show nothing of their target", () =>
      Effect.gen(function*() {
        const tunnel = { type: "tunnel", slug: "build-box" }
        const made = yield* expect(201, "createResource", { body: tunnel })
        assert.deepInclude(made, tunnel)
        assert.notProperty(made, "target_url")
        assert.strictEqual((yield* expect(409, "createResource", { body: tunnel })).code, "slug_in_use")
        const found = yield* expect(201, "createResource", { body: { ...tunnel, find_or_create: true } })
        assert.strictEqual(found.resource_id, made.resource_id)
        assert.deepStrictEqual((yield* expect(200, "listResources", { query: { slug: "build-box" } })).map(idOf), [
          made.resource_id
        ])
        const path = { id: made.resource_id }
        yield* expect(201, "createQurlForResource", { path, body: { target_path: "/logs" } })
        const transit = yield* expect(201, "createResource", {
          body: { type: "transit", target_url, description: "hidden" }
        })
        assert.doesNotHaveAnyKeys(transit, ["target_url", "description", "tags", "qurl_count"])
        assert.deepStrictEqual((yield* expect(200, "listResources")).map(idOf), [made.resource_id])
        assert.strictEqual((yield* expect(409, "createResource", { body: url })).code, "resource_type_conflict")
        const wrong = { path: { id: transit.resource_id }, body: { target_path: "/x" } }
        assert.strictEqual((yield* expect(400, "createQurlForResource", wrong)).code, "invalid_target_path")
      }).pipe(Effect.provide(Emulator.layerServer())))

    it.scoped("clash over aliases, and are listed in pages", () =>
      Effect.gen(function*() {
        const ids: Array<string> = []
        for (const alias of ["one", "two", "three"]) {
          yield* TestClock.adjust("1 second")
          const body = { type: "url", target_url: `https://example.com/${alias}`, alias }
          ids.unshift((yield* expect(201, "createResource", { body })).resource_id)
        }
        const codeOf = (status: number, operation: string, body: object) =>
          Effect.map(expect(status, operation, { path: { id: ids[0] ?? "" }, body }), ({ code }) => code)
        assert.strictEqual(yield* codeOf(409, "updateResource", { alias: "one" }), "alias_in_use")
        assert.strictEqual(yield* codeOf(409, "createResource", { ...url, alias: "one" }), "alias_in_use")
        assert.strictEqual(
          yield* codeOf(409, "createResource", { type: "url", target_url: "https://example.com/one", alias: "uno" }),
          "resource_alias_mismatch"
        )
        for (const operation of ["createResource", "updateResource"]) {
          const rest = operation === "createResource" ? url : {}
          assert.strictEqual(yield* codeOf(400, operation, { ...rest, alias: "admin" }), "alias_reserved")
          assert.strictEqual(yield* codeOf(400, operation, { ...rest, alias: "-" }), "alias_invalid_format")
        }
        assert.strictEqual(
          yield* codeOf(400, "updateResource", { alias: "uno", custom_domain: "links.example.com" }),
          "mutually_exclusive_fields"
        )
        const first = yield* send("listResources", { query: { limit: 2, status: "active,revoked" } })
        const cursor = first.json.meta.next_cursor
        const last = yield* send("listResources", { query: { limit: 2, status: "active,revoked", cursor } })
        assert.deepStrictEqual([...first.json.data, ...last.json.data].map(idOf), ids)
        assert.deepStrictEqual([first.json.meta.has_more, last.json.meta.has_more], [true, false])
        assert.strictEqual((yield* expect(400, "listResources", { query: { cursor } })).code, "invalid_request")
        for (const query of [{ alias: "one", slug: "two" }, { alias: "one", type: "url" }, { status: "gone" }]) {
          yield* expect(400, "listResources", { query })
        }
      }).pipe(Effect.provide(Emulator.layerServer())))
  })

export const sessions = ({ expect }: Api) =>
  it.scoped("sessions begin when a link is opened, are listed, ended, and end with their time", () =>
    Effect.gen(function*() {
      const { resource_id: id } = yield* expect(201, "createResource", { body: url })
      const open = Effect.gen(function*() {
        const link = yield* expect(201, "createQurlForResource", { path: { id }, body: { session_duration: "1m" } })
        yield* expect(200, "resolve", {
          body: { access_token: tokenOf(link.qurl_link) },
          headers: { "user-agent": "conformance" }
        })
        return link.qurl_id
      })
      const list = expect(200, "listResourceSessions", { path: { id } })
      const first = yield* open
      const [session] = yield* list
      assert.deepInclude(session, { qurl_id: first, src_ip: "127.0.0.1", user_agent: "conformance" })
      assert.strictEqual(session.created_at, "1970-01-01T00:00:00.000Z")
      yield* open
      yield* open
      assert.lengthOf(yield* list, 3)
      const path = { id, session_id: session.session_id }
      yield* expect(404, "terminateResourceSession", { path, credential: TestKey.other })
      yield* expect(204, "terminateResourceSession", { path })
      yield* expect(404, "terminateResourceSession", { path })
      assert.deepStrictEqual(yield* expect(200, "terminateAllResourceSessions", { path: { id } }), { terminated: 2 })
      assert.deepStrictEqual(yield* expect(200, "terminateAllResourceSessions", { path: { id } }), { terminated: 0 })
      yield* open
      yield* TestClock.adjust("1 minute")
      assert.deepStrictEqual(yield* list, [])
    }).pipe(Effect.provide(Emulator.layerServer())))
