import { assert, describe, it } from "@effect/vitest"
import { Emulator, Fault, TestKey } from "@qurl/emulator"
import { Qurl, type QurlError, Resources, Sessions } from "@qurl/sdk"
import { Chunk, Duration, Effect, Stream } from "effect"
import { inventory, requests } from "../support/emulator.js"
import { asking, effects, running, servicesFor } from "../support/resources.js"
import { problem, serve } from "../support/server.js"

const target_url = "https://example.com/docs"
const tokenOf = (link: string) => link.slice(link.indexOf("#") + 1)

describe("a resource", () => {
  it.live("lives: created, found, read, changed, linked, used, its links changed and revoked, revoked, gone", () =>
    Effect.gen(function*() {
      const created = yield* Resources.create({ type: "url", target_url, alias: "docs", tags: ["A", "a "] })
      assert.deepInclude(created, { target_url, alias: "docs", tags: ["a"], status: "active", qurl_count: 0 })
      assert.isUndefined(created.expires_at)
      assert.deepInclude(created.meta, { foundExisting: false, attempts: 1 })

      const found = yield* Resources.create({ type: "url", target_url, description: "is not applied" })
      assert.strictEqual(found.resource_id, created.resource_id)
      assert.isTrue(found.meta.foundExisting)
      assert.isUndefined(found.description)

      const id = created.resource_id
      const changed = yield* Resources.update(id, { description: "all of it", preserve_host: true, alias: null })
      assert.deepInclude(changed, { description: "all of it", preserve_host: true })
      assert.isUndefined(changed.alias)

      const link = yield* Resources.createQurl(id, { expires_in: Duration.hours(2), label: "Ada", max_sessions: 0 })
      const qurlId = String(link.qurl_id)
      assert.deepInclude(link, { resource_id: id, label: "Ada" })
      const before = Date.parse(String(link.expires_at))
      const extended = yield* Resources.updateQurl(id, qurlId, { extend_by: Duration.hours(1) })
      assert.strictEqual(Date.parse(String(extended.expires_at)) - before, 3_600_000)
      assert.deepInclude(
        yield* Resources.updateQurl(id, qurlId, { label: "Bob", session_duration: "10m" }),
        { label: "Bob", session_duration: 600, status: "active" }
      )
      assert.deepInclude(yield* Qurl.resolve({ access_token: tokenOf(link.qurl_link) }), { target_url })
      assert.strictEqual((yield* Sessions.list(id)).items.length, 1)
      const detail = yield* Resources.get(id)
      assert.deepInclude(detail.resource, { resource_id: id, qurl_count: 1 })
      assert.deepStrictEqual(detail.qurls?.map(({ label, use_count }) => [label, use_count]), [["Bob", 1]])

      yield* Resources.revokeQurl(id, qurlId)
      assert.strictEqual((yield* Resources.get(id)).qurls?.[0]?.status, "revoked")
      assert.deepStrictEqual((yield* Sessions.list(id)).items, [])
      const again = yield* Effect.flip(Resources.revokeQurl(id, qurlId))
      assert.deepInclude(again, { _tag: "ConflictError", code: "revoked" })
      assert.deepInclude(yield* Effect.flip(Resources.updateQurl(id, qurlId, { label: "Eve" })), {
        _tag: "ConflictError"
      })

      const other = yield* Resources.createQurl(id)
      yield* Qurl.resolve({ access_token: tokenOf(other.qurl_link) })
      yield* Resources.delete(id)
      assert.strictEqual((yield* Resources.get(id)).resource.status, "revoked")
      const refused = yield* Effect.flip(Qurl.resolve({ access_token: tokenOf(other.qurl_link) }))
      assert.strictEqual(refused._tag, "GoneError")
      assert.deepStrictEqual((yield* Sessions.list(id)).items, [])
      assert.deepInclude(yield* Effect.flip(Resources.createQurl(id)), { _tag: "ValidationError", code: "revoked" })
      assert.deepInclude(yield* Effect.flip(Resources.update(id, { description: "" })), { code: "revoked" })

      // A revoked target can be protected again, as something new.
      assert.notStrictEqual((yield* Resources.create({ type: "url", target_url })).resource_id, id)
      assert.deepStrictEqual(yield* effects, [
        "resource.created",
        "resource.updated",
        "token.created",
        "token.updated",
        "token.updated",
        "token.resolved",
        "token.revoked",
        "token.created",
        "token.resolved",
        "resource.revoked",
        "resource.created"
      ])
    }).pipe(running()))

  it.live("is looked up by alias or slug, filtered, and listed page by page", () =>
    Effect.gen(function*() {
      for (let i = 0; i < 5; i++) {
        yield* Resources.create({ type: "url", target_url: `${target_url}/${i}`, alias: `a-${i}` })
      }
      const tunnel = yield* Resources.create({ type: "tunnel", slug: "printer", find_or_create: true })
      yield* Resources.create({ type: "transit", target_url: "https://example.com/transit" })
      yield* Resources.delete((yield* Resources.create({ type: "url", target_url: `${target_url}/gone` })).resource_id)

      assert.deepStrictEqual(
        (yield* Resources.list({ alias: "a-3" })).items.map(({ alias }) => alias),
        ["a-3"]
      )
      assert.deepStrictEqual((yield* Resources.list({ alias: "nobody" })).items, [])
      assert.deepStrictEqual((yield* Resources.list({ slug: "printer" })).items.map((_) => _.resource_id), [
        tunnel.resource_id
      ])
      assert.deepStrictEqual((yield* Resources.list({ type: "tunnel" })).items.length, 1)
      assert.deepStrictEqual((yield* Resources.list({ status: "revoked" })).items.length, 1)
      const first = yield* Resources.list({ limit: 4 })
      assert.deepInclude(first, { has_more: true, page_size: 4 })
      const all = Chunk.toReadonlyArray(
        yield* Stream.runCollect(Resources.listAll({ limit: 2, status: "active,revoked" }))
      )
      assert.strictEqual(all.length, 7)
      assert.strictEqual(new Set(all.map(({ resource_id }) => resource_id)).size, 7)
      const foreign = yield* Effect.flip(Resources.list({ cursor: first.next_cursor, type: "url" }))
      assert.deepInclude(foreign, { _tag: "ValidationError", source: "server", code: "invalid_request" })
    }).pipe(running()))

  it.live("keeps handles unique, and says why one is refused", () =>
    Effect.gen(function*() {
      const { resource_id } = yield* Resources.create({ type: "url", target_url, alias: "docs" })
      const other = yield* Resources.create({ type: "url", target_url: `${target_url}/2` })
      yield* Resources.create({ type: "tunnel", slug: "docs" })
      const code = (
        effect: Effect.Effect<unknown, { readonly _tag: string; readonly code?: string | undefined }, Resources>
      ) => Effect.map(Effect.flip(effect), ({ _tag, code }) => `${_tag} ${code}`)
      assert.deepStrictEqual(
        yield* Effect.all([
          code(Resources.update(other.resource_id, { alias: "docs" })),
          code(Resources.update(other.resource_id, { alias: "admin" })),
          code(Resources.create({ type: "url", target_url, alias: "manual" })),
          code(Resources.create({ type: "tunnel", target_url, slug: "manual" })),
          code(Resources.create({ type: "tunnel", slug: "docs" })),
          code(Resources.create({ type: "transit", target_url })),
          code(Resources.create({ type: "url", target_url: "http://127.0.0.1/" })),
          code(Resources.update(resource_id, { custom_domain: "not.yours.test" })),
          code(Resources.get("r_nothing")),
          code(Resources.delete("r_nothing")),
          code(Resources.createQurl("r_nothing")),
          code(Resources.createQurl(resource_id, { target_path: "/x" })),
          code(Resources.revokeQurl(resource_id, "q_nothing"))
        ]),
        [
          "ConflictError alias_in_use",
          "ValidationError alias_reserved",
          "ConflictError resource_alias_mismatch",
          "ConflictError resource_type_conflict",
          "ConflictError slug_in_use",
          "ConflictError resource_type_conflict",
          "ValidationError invalid_target_url",
          "ValidationError validation_error",
          "NotFoundError not_found",
          "NotFoundError not_found",
          "NotFoundError resource_not_found",
          "ValidationError invalid_target_path",
          "NotFoundError not_found"
        ]
      )
    }).pipe(running()))

  it.live("is not visible to other accounts", () =>
    Effect.gen(function*() {
      const { resource_id } = yield* Resources.create({ type: "url", target_url, alias: "docs" })
      const { qurl_id } = yield* Resources.createQurl(resource_id)
      const { url } = yield* Emulator
      yield* Effect.gen(function*() {
        const attempts: ReadonlyArray<Effect.Effect<unknown, QurlError, Resources | Sessions>> = [
          Resources.get(resource_id),
          Resources.update(resource_id, { description: "mine" }),
          Resources.delete(resource_id),
          Resources.updateQurl(resource_id, String(qurl_id), { label: "mine" }),
          Resources.revokeQurl(resource_id, String(qurl_id)),
          Sessions.list(resource_id),
          Sessions.terminateAll(resource_id)
        ]
        for (const attempt of attempts) {
          assert.strictEqual((yield* Effect.flip(attempt))._tag, "NotFoundError")
        }
        // The one operation that tells a foreign resource from one that does not exist.
        const refused = yield* Effect.flip(Resources.createQurl(resource_id))
        assert.strictEqual(refused._tag, "AuthorizationError")
        assert.deepStrictEqual((yield* Resources.list()).items, [])
        assert.isFalse((yield* Resources.create({ type: "url", target_url, alias: "docs" })).meta.foundExisting)
      }).pipe(Effect.provide(servicesFor(url, TestKey.other)))
    }).pipe(running()))
})

describe("a lost answer", () => {
  const lost = { fault: Fault.destroyAfterCommit, per: "key", nth: 1 } as const

  it.live("gives one effect per write", () =>
    Effect.gen(function*() {
      const { meta, resource_id } = yield* Resources.create({ type: "url", target_url })
      assert.deepInclude(meta, { attempts: 2, replayed: "yes", foundExisting: false })
      const link = yield* Resources.createQurl(resource_id)
      const qurlId = String(link.qurl_id)
      for (
        const { meta } of [
          link,
          yield* Resources.update(resource_id, { description: "once" }),
          yield* Resources.updateQurl(resource_id, qurlId, { label: "once" })
        ]
      ) {
        assert.deepInclude(meta, { attempts: 2, replayed: "yes" })
      }
      assert.deepStrictEqual(yield* effects, ["resource.created", "token.created", "resource.updated", "token.updated"])
    }).pipe(running(lost)))

  it.live("of a revocation is a success when the repeat finds nothing to revoke", () =>
    Effect.gen(function*() {
      const { resource_id } = yield* Resources.create({ type: "url", target_url })
      const { qurl_id } = yield* Resources.createQurl(resource_id)
      const revoked = yield* Resources.revokeQurl(resource_id, String(qurl_id))
      assert.strictEqual(revoked.meta.attempts, 2)
      assert.deepStrictEqual((yield* requests).map(({ status }) => status).slice(2), [204, 409])
      assert.strictEqual((yield* Resources.delete(resource_id)).meta.attempts, 2)
      assert.deepStrictEqual(yield* effects, ["resource.created", "token.created", "token.revoked", "resource.revoked"])
    }).pipe(running(
      { fault: Fault.destroyAfterCommit, operation: "revokeResourceQurl", nth: 1 },
      { fault: Fault.destroyAfterCommit, operation: "deleteResource", nth: 1 }
    )))

  it.live("of an extension is not repeated, whatever the policy: it could add twice", () =>
    Effect.gen(function*() {
      const { resource_id } = yield* Resources.create({ type: "url", target_url })
      const { qurl_id } = yield* Resources.createQurl(resource_id)
      const error = yield* Effect.flip(Resources.updateQurl(resource_id, String(qurl_id), { extend_by: "1h" }))
      assert.deepInclude(error, { _tag: "NetworkError", outcome: "unknown", attempts: 1, endedBy: "not retryable" })
      assert.isDefined(error.idempotencyKey)
    }).pipe(running({ fault: Fault.destroyAfterCommit, operation: "updateResourceQurl" })))
})

it.live("429 is repeated on every write, extensions included, and 503 on none", () =>
  Effect.gen(function*() {
    const { meta, resource_id } = yield* Resources.create({ type: "url", target_url })
    assert.strictEqual(meta.attempts, 2)
    const { qurl_id } = yield* Resources.createQurl(resource_id)
    const extended = yield* Resources.updateQurl(resource_id, String(qurl_id), { extend_by: "1h" })
    assert.strictEqual(extended.meta.attempts, 2)
    assert.strictEqual((yield* inventory).tokens.length, 1)
    const error = yield* Effect.flip(Resources.update(resource_id, { tags: [] }))
    assert.deepInclude(error, { _tag: "ServerError", status: 503, attempts: 1 })
  }).pipe(running(
    { fault: Fault.status(503), operation: "updateResource" },
    { fault: Fault.rateLimit({ retryAfter: { seconds: 0 } }), per: "key", nth: 1 }
  )))

describe("before anything is sent", () => {
  it.live("bad input is refused with all that is wrong with it", () =>
    Effect.gen(function*() {
      const server = yield* serve(problem(500, { code: "internal_error" }))
      const refused = (effect: Effect.Effect<unknown, { readonly _tag: string }, Resources>) =>
        Effect.map(Effect.flip(effect), (error) => {
          assert(error._tag === "ValidationError" && "invalidFields" in error)
          return Object.keys(Object(error.invalidFields))
        })
      // The types forbid some of these; plain JavaScript does not.
      const wrong = (input: object): never => input as never
      yield* asking(
        server,
        Effect.gen(function*() {
          assert.sameMembers(
            yield* refused(
              Resources.create(wrong({ alias: "A", tags: [""], find_or_create: true, slug: "x", colour: 1 }))
            ),
            ["target_url", "alias", "tags[0]", "find_or_create", "slug", "colour"]
          )
          assert.sameMembers(yield* refused(Resources.create({ type: "tunnel" })), ["slug"])
          // @ts-expect-error The types refuse it as well.
          assert.sameMembers(yield* refused(Resources.update("r_1", {})), ["input"])
          assert.sameMembers(yield* refused(Resources.update("r_1", { alias: "" })), ["alias"])
          // @ts-expect-error The types refuse it as well.
          assert.sameMembers(yield* refused(Resources.update("r_1", { alias: "docs", custom_domain: "" })), ["alias"])
          assert.sameMembers(yield* refused(Resources.update(" ", wrong({ descripton: "x" }))), [
            "id",
            "descripton"
          ])
          assert.sameMembers(yield* refused(Resources.list({ alias: "docs", slug: "docs", status: "active" })), [
            "slug",
            "status"
          ])
          assert.sameMembers(yield* refused(Resources.list({ limit: 0, status: "expired" })), ["limit", "status"])
          // @ts-expect-error The types refuse it as well.
          assert.sameMembers(yield* refused(Resources.updateQurl("r_1", "at_secret", {})), ["qurl_id", "input"])
          assert.sameMembers(
            // @ts-expect-error The types refuse it as well.
            yield* refused(Resources.updateQurl("r_1", "q_1", { extend_by: "1h", expires_at: "2030-01-01T00:00:00Z" })),
            ["expires_at"]
          )
          assert.sameMembers(yield* refused(Resources.createQurl("https://x.test", { label: "", max_sessions: -1 })), [
            "id",
            "label",
            "max_sessions"
          ])
        })
      )
      assert.strictEqual(server.received.length, 0)
    }).pipe(Effect.scoped))

  it.live("null as alias is sent, and left out everywhere else; a body is always an object", () =>
    Effect.gen(function*() {
      const found = { status: 200, json: { data: { resource_id: "r_1" } } }
      const server = yield* serve(found, {
        status: 201,
        json: { data: { resource_id: "r_1", qurl_link: "https://qurl.link/#at_x" } }
      })
      yield* asking(
        server,
        Effect.zipRight(
          Resources.update("r_1", { alias: null, description: null, tags: [] }),
          Resources.createQurl("r_1")
        )
      )
      assert.deepStrictEqual(server.received.map(({ body }) => body), ["{\"tags\":[],\"alias\":null}", "{}"])
    }).pipe(Effect.scoped))
})
