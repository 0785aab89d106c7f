import { assert, describe, it } from "@effect/vitest"
import { Emulator, Fault, TestKey } from "@qurl/emulator"
import { ApiKeys, KeyGenerator, Qurl, RetryPolicy } from "@qurl/sdk"
import { Chunk, Effect, Stream } from "effect"
import { digests, inventory, requests } from "../support/emulator.js"
import { serve } from "../support/server.js"
import { asPerson, first, layerServices, serviced } from "../support/services.js"

const link = { target_url: "https://example.com" }
const input = { name: "ci", scopes: ["qurl:read"] }
const long = (name: string) => name.padEnd(32, "-")

const kinds = Effect.map(inventory, ({ effects }) => effects.map(({ kind }) => kind))

describe("ApiKeys", () => {
  it.live("live: made, used, changed, revoked, gone", () =>
    Effect.gen(function*() {
      const { api_key, key_id, scopes } = yield* ApiKeys.create(input)
      assert.deepStrictEqual(scopes, ["qurl:read"])
      const { url } = yield* Emulator
      const asKey = Effect.provide(Effect.zipRight(Qurl.list(), Qurl.create(link)), layerServices(url, api_key))
      assert.deepInclude(yield* Effect.flip(asKey), { _tag: "AuthorizationError", code: "insufficient_scope" })
      assert.strictEqual((yield* ApiKeys.update(key_id, { scopes: ["qurl:write"], name: null })).name, "ci")
      yield* ApiKeys.create({ ...input, name: "two" })
      assert.strictEqual((yield* ApiKeys.list({ limit: 1 })).has_more, true)
      const all = Chunk.toArray(yield* Stream.runCollect(ApiKeys.listAll({ limit: 1, status: "all" })))
      assert.sameMembers(all.map(({ name }) => name), ["ci", "two"])
      assert.notInclude(JSON.stringify(all), api_key)
      yield* ApiKeys.revoke(key_id)
      assert.strictEqual((yield* Effect.flip(ApiKeys.revoke(key_id)))._tag, "NotFoundError")
      assert.deepStrictEqual((yield* ApiKeys.list({ status: "revoked" })).items.map(({ key_id }) => key_id), [key_id])
    }).pipe(asPerson()))

  it.live("are made once when the answer is lost, and after 503, which asks for the same key again", () =>
    Effect.gen(function*() {
      const made = yield* ApiKeys.create(input)
      assert.deepInclude(made.meta, { attempts: 3, replayed: "yes" })
      assert.strictEqual(new Set(yield* digests).size, 1)
      assert.strictEqual((yield* ApiKeys.update(made.key_id, { name: "x" })).meta.attempts, 2)
      assert.strictEqual((yield* ApiKeys.revoke(made.key_id)).meta.attempts, 2)
      assert.deepStrictEqual(yield* kinds, ["api_key.created", "api_key.updated", "api_key.revoked"])
    }).pipe(asPerson(
      { fault: Fault.status(503), operation: "createApiKey", nth: 1 },
      { fault: Fault.destroyAfterCommit, operation: "createApiKey", nth: 2 },
      first("updateApiKey", Fault.destroyAfterCommit),
      first("revokeApiKey", Fault.destroyAfterCommit)
    )))

  for (const status of [500, 502, 504]) {
    it.live(`are not made again after ${status}`, () =>
      Effect.gen(function*() {
        const error = yield* Effect.flip(ApiKeys.create(input))
        assert.deepInclude(error, { _tag: "ServerError", attempts: 1, outcome: "unknown", status })
      }).pipe(asPerson(first("createApiKey", Fault.status(status)))))
  }

  it.live("tell a key that was used for another input, which is a 409 here", () =>
    Effect.gen(function*() {
      const idempotencyKey = long("job-1")
      yield* ApiKeys.create(input, { idempotencyKey })
      // This client remembers what it sent; another one asks the server.
      const again = Effect.flip(ApiKeys.create({ ...input, name: "y" }, { idempotencyKey }))
      assert.deepInclude(yield* again, { _tag: "IdempotencyConflictError", reason: "reused" })
      const { url } = yield* Emulator
      assert.deepInclude(yield* Effect.provide(again, layerServices(url, TestKey.jwt)), {
        _tag: "IdempotencyConflictError",
        reason: "mismatch",
        outcome: "rejected"
      })
      assert.strictEqual((yield* inventory).api_keys.length, 1)
    }).pipe(asPerson()))

  it.live("know the 409 of the server from other conflicts", () =>
    Effect.gen(function*() {
      const problem = (code: string) => ({ status: 409, json: { error: { code } } })
      const server = yield* serve(problem("idempotency_key_reused"), problem("something_else"))
      const create = Effect.flip(Effect.provide(ApiKeys.create(input), layerServices(server.url, TestKey.jwt)))
      assert.deepInclude(yield* create, { _tag: "IdempotencyConflictError", reason: "mismatch", attempts: 1 })
      assert.deepInclude(yield* create, { _tag: "ConflictError", code: "something_else" })
    }).pipe(Effect.scoped))

  it.live("take idempotency keys of 32 characters and more", () =>
    Effect.gen(function*() {
      const short = yield* Effect.flip(ApiKeys.create(input, { idempotencyKey: "x".repeat(31) }))
      assert(short._tag === "ValidationError")
      assert.property(short.invalidFields, "idempotencyKey")
      const named = ApiKeys.create(input).pipe(Effect.provide(KeyGenerator.sequence("test")))
      assert.strictEqual((yield* Effect.flip(named))._tag, "ValidationError")
      assert.deepStrictEqual(yield* requests, [])
      yield* ApiKeys.create(input).pipe(Effect.provide(KeyGenerator.sequence(long("test"))))
      assert.strictEqual(
        (yield* Qurl.create({ target_url: "https://example.com" }, { idempotencyKey: "x" })).meta.attempts,
        1
      )
    }).pipe(asPerson()))

  it.live("wait when there are too many requests, also under a policy of one status", () =>
    Effect.gen(function*() {
      yield* ApiKeys.create(input, { retry: { ...RetryPolicy.rejectedOnly, deadline: RetryPolicy.keyed.deadline } })
      assert.deepStrictEqual((yield* requests).map(({ status }) => status), [429, 201])
    }).pipe(asPerson(first("createApiKey", Fault.rateLimit({ retryAfter: { seconds: 0 } })))))

  it.live("are for people: an API key makes restricted ones only", () =>
    Effect.gen(function*() {
      for (
        const call of [
          ApiKeys.create(input),
          ApiKeys.list(),
          ApiKeys.update("key_1", { name: "x" }),
          ApiKeys.revoke("key_1")
        ]
      ) {
        const error = yield* Effect.flip<unknown, unknown, ApiKeys>(call)
        assert.deepInclude(error, { _tag: "AuthorizationError", code: "access_denied" })
      }
      const restricted = { purpose: "tunnel_bootstrap", tunnel_slug: "home", expires_in: "1h" } as const
      assert.deepInclude(yield* ApiKeys.create({ ...input, ...restricted }), { tunnel_slug: "home" })
      const token = {
        name: "x",
        kind: "enrollment_token",
        target: "connector",
        claims: [{ type: "connector", id: "h" }]
      }
      assert.strictEqual((yield* ApiKeys.create(token)).kind, "enrollment_token")
    }).pipe(serviced(TestKey.full)))

  it.live("refuse wrong input before anything is sent, all of it at once", () =>
    Effect.gen(function*() {
      const fields = (call: Effect.Effect<unknown, unknown, ApiKeys>) =>
        Effect.map(Effect.flip(call), (error) => {
          assert.deepInclude(error, { _tag: "ValidationError", source: "client" })
          return Object.keys(Object(error).invalidFields).sort()
        })
      const target = "connector"
      assert.deepStrictEqual(yield* fields(ApiKeys.create({ name: "" })), ["name", "scopes"])
      // @ts-expect-error The types refuse it as well.
      assert.deepStrictEqual(yield* fields(ApiKeys.create({ ...input, scopes: [], expires_in: "soon" })), [
        "expires_in",
        "scopes"
      ])
      assert.deepStrictEqual(yield* fields(ApiKeys.create({ ...input, expires_in: "1h", tunnel_slug: "x", target })), [
        "expires_in",
        "purpose",
        "target"
      ])
      assert.deepStrictEqual(yield* fields(ApiKeys.create({ ...input, kind: "enrollment_token" })), [
        "scopes",
        "target"
      ])
      assert.deepStrictEqual(yield* fields(ApiKeys.create({ ...input, purpose: "tunnel_bootstrap" })), ["tunnel_slug"])
      // @ts-expect-error The types refuse it as well.
      assert.deepStrictEqual(yield* fields(ApiKeys.update("key_1", {})), ["input"])
      assert.deepStrictEqual(yield* fields(ApiKeys.update(" ", { name: "x".repeat(101) })), ["key_id", "name"])
      assert.deepStrictEqual(yield* fields(ApiKeys.list({ limit: 101 })), ["limit"])
      assert.deepStrictEqual(yield* requests, [])
    }).pipe(asPerson()))
})
