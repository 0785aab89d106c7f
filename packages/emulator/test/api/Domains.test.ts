import { assert, it } from "@effect/vitest"
import { Effect, TestClock } from "effect"
import { Emulator, TestKey } from "../../src/index.js"
import { create, onSocket, send } from "../support/support.js"

const domain = "go.customer.test"

const register = (call: object = {}) => send("POST", "/v1/domains", { body: { domain }, ...call })

/** Publishes what the API asks for, as far as its kind is among these. */
const publish = Effect.fnUntraced(function*(count: number) {
  const { control } = yield* Emulator
  const { dns_records } = (yield* send("GET", `/v1/domains/${domain}`)).json.data
  yield* control.setDns(dns_records.slice(0, count).map(({ verified: _, ...record }: Record<string, string>) => record))
})

const verify = send("POST", `/v1/domains/${domain}/verify`)

it.scoped("a domain lives: registered, looked up in DNS, used, removed", () =>
  Effect.gen(function*() {
    const registered = yield* register({ key: "k" })
    assert.strictEqual(registered.status, 201)
    assert.deepInclude(registered.json.data, {
      domain,
      status: "pending_verification",
      ready_for_qurls: false,
      created_at: "1970-01-01T00:00:00.000Z",
      token_expires_at: "1970-01-08T00:00:00.000Z"
    })
    assert.strictEqual((yield* register({ body: { domain: domain.toUpperCase() } })).json.error.code, "domain_exists")
    assert.strictEqual((yield* register({ token: TestKey.other })).status, 409)

    const none = yield* verify
    assert.deepStrictEqual([none.status, none.json.data.status], [200, "failed"])
    assert.deepStrictEqual(none.json.data.checks.txt, {
      verified: false,
      error: `No TXT record was found at _qurl-verification.${domain}.`
    })
    assert.strictEqual((yield* create({ body: { target_url: "https://x.test/", custom_domain: domain } })).status, 400)

    for (const [count, status, ready] of [[1, "verified", true], [2, "provisioning_tls", true], [3, "active", true]]) {
      yield* publish(Number(count))
      assert.strictEqual((yield* verify).json.data.status, status)
      const { data } = (yield* send("GET", `/v1/domains/${domain}`)).json
      assert.deepInclude(data, { status, ready_for_qurls: ready, verified_at: "1970-01-01T00:00:00.000Z" })
      assert.strictEqual(data.dns_records.filter((record: { verified: boolean }) => record.verified).length, count)
    }
    // Links use a domain that is ready, and what DNS says later does not take that back.
    const link = yield* create({ body: { target_url: "https://x.test/", custom_domain: domain } })
    assert.deepStrictEqual([link.status, link.json.data.branded_domain], [201, domain])
    yield* (yield* Emulator).control.setDns([{ type: "TXT", name: `_qurl-verification.${domain}.`, value: "other" }])
    const later = (yield* verify).json.data
    assert.deepStrictEqual([later.status, later.checks.txt.verified, later.checks.txt.found], [
      "active",
      false,
      "other"
    ])

    assert.strictEqual((yield* send("DELETE", `/v1/domains/${domain}`)).status, 204)
    assert.strictEqual((yield* send("DELETE", `/v1/domains/${domain}`)).status, 204)
    assert.strictEqual((yield* send("GET", `/v1/domains/${domain}`)).json.error.code, "not_found")
    const late = yield* create({ body: { target_url: "https://y.test/", custom_domain: domain } })
    assert.strictEqual(late.status, 400)
    assert.strictEqual((yield* register({ token: TestKey.other })).status, 201)
  }).pipe(Effect.provide(onSocket())))

it.scoped("a verification token lasts for 7 days and can be replaced until it has done its work", () =>
  Effect.gen(function*() {
    const { verification_token } = (yield* register()).json.data
    yield* publish(1)
    yield* TestClock.adjust("7 days")
    const expired = yield* verify
    assert.deepStrictEqual([expired.status, expired.json.error.code], [422, "verification_token_expired"])

    const replaced = yield* send("POST", `/v1/domains/${domain}/regenerate-token`, { key: "k" })
    assert.strictEqual(replaced.status, 200)
    assert.notStrictEqual(replaced.json.data.verification_token, verification_token)
    assert.strictEqual(replaced.json.data.token_expires_at, "1970-01-15T00:00:00.000Z")
    assert.strictEqual((yield* verify).json.data.status, "failed")
    yield* publish(1)
    assert.strictEqual((yield* verify).json.data.status, "verified")
    const late = yield* send("POST", `/v1/domains/${domain}/regenerate-token`)
    assert.deepStrictEqual([late.status, late.json.error.code], [409, "domain_verified"])
  }).pipe(Effect.provide(onSocket())))

it.scoped("a domain is the owner's alone, of the enterprise plan, and a host name", () =>
  Effect.gen(function*() {
    yield* register()
    for (
      const [method, path] of [
        ["GET", ""],
        ["DELETE", ""],
        ["POST", "/verify"],
        ["POST", "/regenerate-token"]
      ] as const
    ) {
      const answer = yield* send(method, `/v1/domains/${domain}${path}`, { token: TestKey.other })
      assert.deepStrictEqual([answer.status, answer.json.error.code], [404, "not_found"], path)
    }
    assert.deepStrictEqual((yield* send("GET", "/v1/domains", { token: TestKey.other })).json.data, [])
    const free = yield* register({ token: TestKey.free })
    assert.deepStrictEqual([free.status, free.json.error.code], [403, "access_denied"])
    assert.strictEqual((yield* register({ token: TestKey.readOnly })).json.error.code, "insufficient_scope")
    for (const body of [{}, { domain: "" }, { domain: "x" }, { domain: "a b.test" }, { domain, name: "x" }]) {
      const answer = yield* register({ body })
      assert.deepStrictEqual([answer.status, answer.json.error.code], [400, "validation_error"])
    }
  }).pipe(Effect.provide(onSocket())))

it.scoped("domains are listed in pages, and the inventory tells who made them", () =>
  Effect.gen(function*() {
    for (const name of ["a", "b", "c"]) yield* register({ body: { domain: `${name}.test.example` }, key: name })
    yield* register({ body: { domain: "a.test.example" }, key: "a" })
    const seen: Array<string> = []
    let cursor: string | undefined
    do {
      const page = (yield* send("GET", `/v1/domains?limit=3${cursor === undefined ? "" : `&cursor=${cursor}`}`)).json
      seen.push(...page.data.map(({ domain }: { domain: string }) => domain))
      cursor = page.meta.next_cursor
    } while (cursor !== undefined)
    assert.sameMembers(seen, ["a.test.example", "b.test.example", "c.test.example", "links.example.com"])
    const { domains, effects } = yield* (yield* Emulator).control.inventory
    assert.deepStrictEqual(domains.map(({ id }) => id), ["a.test.example", "b.test.example", "c.test.example"])
    assert.deepStrictEqual(
      effects.map(({ kind, operation, subject }) => [kind, operation, subject]),
      domains.map(({ id }) => ["domain.registered", "registerDomain", id])
    )
    assert.isTrue(domains.every(({ key_digest }) => key_digest !== null))
  }).pipe(Effect.provide(onSocket())))

it.scoped("DNS is set by HTTP, and a reset empties it", () =>
  Effect.gen(function*() {
    const records = [{ type: "TXT", name: "x.test", value: "v" }]
    assert.strictEqual((yield* send("PUT", "/_emulator/dns", { body: { records } })).status, 200)
    assert.deepStrictEqual((yield* send("GET", "/_emulator/dns")).json, { records })
    assert.strictEqual((yield* send("PUT", "/_emulator/dns", { body: { records: [{ type: "MX" }] } })).status, 400)
    yield* register()
    yield* send("POST", "/_emulator/reset")
    assert.deepStrictEqual((yield* send("GET", "/_emulator/dns")).json, { records: [] })
    const { data } = (yield* send("GET", "/v1/domains")).json
    assert.deepStrictEqual(data.map(({ domain }: { domain: string }) => domain), ["links.example.com"])
  }).pipe(Effect.provide(onSocket())))

it.scoped("what is removed can be forgotten: a second delete is 404", () =>
  Effect.gen(function*() {
    yield* register()
    assert.strictEqual((yield* send("DELETE", `/v1/domains/${domain}`)).status, 204)
    assert.strictEqual((yield* send("DELETE", `/v1/domains/${domain}`)).status, 404)
  }).pipe(Effect.provide(onSocket({ forgetRevoked: true }))))
