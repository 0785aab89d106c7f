import { assert, describe, it } from "@effect/vitest"
import type { Domain } from "@qurl/contract"
import { Emulator, Fault, TestKey } from "@qurl/emulator"
import { Domains, Qurl } from "@qurl/sdk"
import { Chunk, Effect, Stream } from "effect"
import { inventory, requests } from "../support/emulator.js"
import { problem, serve } from "../support/server.js"
import { first, layerServices, serviced } from "../support/services.js"

const domain = "go.customer.test"

const control = Effect.map(Emulator, ({ control }) => control)

/** Publishes all that the API asked for. */
const publish = (records: Domain["dns_records"] = []) =>
  Effect.flatMap(
    control,
    ({ setDns }) =>
      setDns(
        records.map(({ name = "", type, value = "" }) => ({
          type: type === "TXT" ? "TXT" as const : "CNAME" as const,
          name,
          value
        }))
      )
  )

const kinds = Effect.map(inventory, ({ effects }) => effects.map(({ kind }) => kind))

describe("Domains", () => {
  it.live("live: registered, read, verified, used by a link, removed", () =>
    Effect.gen(function*() {
      const registered = yield* Domains.register({ domain })
      assert.deepInclude(registered, { domain, status: "pending_verification", ready_for_qurls: false })
      assert.deepInclude(registered.meta, { replayed: "no", attempts: 1 })
      assert.strictEqual((yield* Domains.get(domain)).verification_token, registered.verification_token)
      assert.deepStrictEqual((yield* Domains.list({ limit: 1 })).items.length, 1)
      const all = yield* Stream.runCollect(Domains.listAll({ limit: 1 }))
      assert.sameMembers(Chunk.toArray(all).map(({ domain }) => domain), [domain, "links.example.com"])

      const unpublished = yield* Domains.verify(domain)
      assert.strictEqual(unpublished.status, "failed")
      assert.isFalse(unpublished.checks?.txt?.verified)
      const regenerated = yield* Domains.regenerateToken(domain)
      assert.notStrictEqual(regenerated.verification_token, registered.verification_token)
      yield* publish(regenerated.dns_records)
      assert.deepInclude(yield* Domains.verify(domain), { domain, status: "active" })
      const link = yield* Qurl.create({ target_url: "https://example.com", custom_domain: domain })
      assert.strictEqual(link.branded_domain, domain)

      yield* Domains.delete(domain)
      const gone = yield* Effect.flip(Domains.get(domain))
      assert.deepInclude(gone, { _tag: "NotFoundError", operation: "getDomain", code: "not_found" })
    }).pipe(serviced(TestKey.full)))

  it.live("fail by what is wrong: taken, not theirs, of the wrong plan, too late", () =>
    Effect.gen(function*() {
      const taken = yield* Effect.flip(Domains.register({ domain: "links.example.com" }))
      assert.deepInclude(taken, {
        _tag: "ConflictError",
        operation: "registerDomain",
        code: "domain_exists",
        outcome: "rejected"
      })
      assert.strictEqual((yield* Effect.flip(Domains.delete(domain)))._tag, "NotFoundError")
      assert.strictEqual((yield* Effect.flip(Domains.verify(domain)))._tag, "NotFoundError")
      const active = yield* Effect.flip(Domains.regenerateToken("links.example.com"))
      assert.deepInclude(active, { _tag: "ConflictError", code: "domain_verified", outcome: "rejected" })
      const free = Effect.flip(Domains.register({ domain }))
      assert.strictEqual((yield* serviced(TestKey.free)(free))._tag, "AuthorizationError")
    }).pipe(serviced(TestKey.full)))

  it.live("that ran out of time are a ValidationError of the server", () =>
    Effect.gen(function*() {
      const server = yield* serve({ status: 422, json: { error: { code: "verification_token_expired" } } })
      const error = yield* Effect.flip(Domains.verify(domain)).pipe(
        Effect.provide(layerServices(server.url, TestKey.full))
      )
      assert.deepInclude(error, { _tag: "ValidationError", status: 422, source: "server" })
    }).pipe(Effect.scoped))

  for (const fault of [Fault.destroyAfterCommit, Fault.destroyMidBody]) {
    it.live(`${fault.kind}: every write happens once, under one key`, () =>
      Effect.gen(function*() {
        const writes = {
          register: yield* Domains.register({ domain }),
          regenerate: yield* Domains.regenerateToken(domain),
          verify: yield* Domains.verify(domain)
        }
        for (const { meta } of Object.values(writes)) {
          assert.deepInclude(meta, { attempts: 2, replayed: "yes" })
        }
        assert.deepStrictEqual(yield* kinds, ["domain.registered", "domain.token_regenerated", "domain.verified"])
        const { verification_token } = yield* Domains.get(domain)
        assert.strictEqual(verification_token, writes.regenerate.verification_token)
      }).pipe(serviced(
        TestKey.full,
        first("registerDomain", fault),
        first("regenerateDomainToken", fault),
        first("verifyDomain", fault)
      )))
  }

  it.live("are removed once, and a lost answer to that is a success", () =>
    Effect.gen(function*() {
      yield* Domains.register({ domain })
      assert.strictEqual((yield* Domains.delete(domain)).meta.attempts, 2)
      assert.deepStrictEqual(yield* kinds, ["domain.registered", "domain.removed"])
      const keys = (yield* requests).filter(({ method }) => method === "DELETE").map(({ key_digest }) => key_digest)
      assert.deepStrictEqual(keys, [null, null])
    }).pipe(serviced(TestKey.full, first("deleteDomain", Fault.destroyAfterCommit))))

  it.live("take a 404 after a lost answer as done", () =>
    Effect.gen(function*() {
      const server = yield* serve("reset", problem(404, { code: "not_found" }))
      const live = layerServices(server.url, TestKey.full)
      assert.strictEqual((yield* Effect.provide(Domains.delete(domain), live)).meta.attempts, 2)
    }).pipe(Effect.scoped))

  it.live("wait when there are too many requests", () =>
    Effect.gen(function*() {
      assert.strictEqual((yield* Domains.register({ domain })).meta.attempts, 2)
      yield* Domains.list()
      assert.deepStrictEqual((yield* requests).map(({ status }) => status), [429, 201, 429, 200])
    }).pipe(serviced(
      TestKey.full,
      first("registerDomain", Fault.rateLimit({ retryAfter: { seconds: 0 } })),
      first("listDomains", Fault.rateLimit({ retryAfter: { seconds: 0 } }))
    )))

  it.live("refuse wrong input before anything is sent", () =>
    Effect.gen(function*() {
      const misspelt: { readonly domain: string; readonly name: string } = { domain: "a".repeat(254), name: "x" }
      const calls = {
        register: Domains.register(misspelt),
        get: Domains.get(" "),
        delete: Domains.delete("https://go.customer.test"),
        verify: Domains.verify("."),
        regenerate: Domains.regenerateToken("at_planted"),
        list: Domains.list({ limit: 101, cursor: "c" })
      }
      const fields: Record<string, ReadonlyArray<string>> = {}
      for (const [name, call] of Object.entries(calls)) {
        const error = yield* Effect.flip<unknown, unknown, Domains>(call)
        assert.deepInclude(error, { _tag: "ValidationError", source: "client", outcome: "not sent" })
        fields[name] = Object.keys(Object(error).invalidFields)
        assert.notInclude(String(error), "planted")
      }
      assert.deepStrictEqual(fields, {
        register: ["name", "domain"],
        get: ["domain"],
        delete: ["domain"],
        verify: ["domain"],
        regenerate: ["domain"],
        list: ["limit"]
      })
      assert.deepStrictEqual(yield* requests, [])
    }).pipe(serviced(TestKey.full)))
})
