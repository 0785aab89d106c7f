import { assert, describe, it } from "@effect/vitest"
import { Effect, TestClock } from "effect"
import { Emulator, TestKey } from "../../src/index.js"
import type { Api } from "./api.js"

const person = { credential: TestKey.jwt }

export const domains = ({ expect, send }: Api) => {
  const domain = "go.example.com"
  const path = { domain }
  return describe("domains", () => {
    it.scoped("are registered, verified by what DNS holds, used, and removed", () =>
      Effect.gen(function*() {
        const { control } = yield* Emulator
        const made = yield* expect(201, "registerDomain", { body: { domain } })
        assert.deepInclude(made, { domain, status: "pending_verification", ready_for_qurls: false })
        assert.strictEqual(made.token_expires_at, "1970-01-08T00:00:00.000Z")
        assert.deepStrictEqual(yield* expect(200, "getDomain", { path }), made)
        const branded = { target_url: "https://example.com/", custom_domain: domain }
        yield* expect(400, "create", { body: branded })

        const failed = yield* expect(200, "verifyDomain", { path })
        assert.deepInclude(failed, { domain, status: "failed" })
        assert.isFalse(failed.checks.txt.verified)
        const renewed = yield* expect(200, "regenerateDomainToken", { path })
        assert.notStrictEqual(renewed.verification_token, made.verification_token)
        assert.strictEqual(renewed.status, "pending_verification")
        const statuses: Array<string> = []
        for (let known = 1; known <= renewed.dns_records.length; known++) {
          yield* control.setDns(
            renewed.dns_records.slice(0, known).map(
              ({ name, type, value }: { name: string; type: "TXT" | "CNAME"; value: string }) => ({ name, type, value })
            )
          )
          statuses.push((yield* expect(200, "verifyDomain", { path })).status)
        }
        assert.deepStrictEqual(statuses, ["verified", "provisioning_tls", "active"])
        const ready = yield* expect(200, "getDomain", { path })
        assert.deepInclude(ready, { status: "active", ready_for_qurls: true, verified_at: made.created_at })
        yield* expect(409, "regenerateDomainToken", { path })
        yield* expect(409, "registerDomain", { body: { domain }, credential: TestKey.other })
        assert.strictEqual((yield* expect(201, "create", { body: branded })).branded_domain, domain)

        yield* expect(204, "deleteDomain", { path })
        yield* expect(404, "getDomain", { path })
        yield* expect(404, "verifyDomain", { path })
        yield* expect(400, "create", { body: { ...branded, target_url: "https://example.com/2" } })
        assert.notInclude((yield* send("listDomains")).text, domain)
      }).pipe(Effect.provide(Emulator.layerServer())))

    it.scoped("wait a week for their verification, are for one plan, and are listed in pages", () =>
      Effect.gen(function*() {
        yield* expect(201, "registerDomain", { body: { domain } })
        yield* TestClock.adjust("7 days")
        yield* expect(422, "verifyDomain", { path })
        yield* expect(200, "regenerateDomainToken", { path })
        yield* expect(200, "verifyDomain", { path })
        yield* expect(403, "registerDomain", { body: { domain: "free.example.com" }, credential: TestKey.free })
        const first = yield* send("listDomains", { query: { limit: 1 } })
        const last = yield* send("listDomains", { query: { limit: 1, cursor: first.json.meta.next_cursor } })
        assert.sameMembers(
          [...first.json.data, ...last.json.data].map(({ domain }: { domain: string }) => domain),
          [domain, "links.example.com"]
        )
        assert.deepStrictEqual([first.json.meta.has_more, last.json.meta.has_more], [true, false])
        yield* expect(400, "listDomains", { query: { cursor: "nonsense" } })
      }).pipe(Effect.provide(Emulator.layerServer())))
  })
}

export const account = ({ expect, send }: Api) =>
  describe("the account", () => {
    it.scoped("has a customer with a cap, usage that counts, and a quota", () =>
      Effect.gen(function*() {
        assert.strictEqual((yield* expect(200, "getCustomer", person)).spending_cap_cents, 0)
        const body = { spending_cap_cents: 5000 }
        const changed = yield* expect(200, "updateCustomer", { ...person, body })
        assert.deepInclude(changed, { ...body, tier: "enterprise", frozen: false, current_period_usage: 0 })
        assert.deepStrictEqual(yield* expect(200, "getCustomer", person), changed)
        yield* expect(403, "updateCustomer", { body, credential: TestKey.jwtFree })

        yield* TestClock.adjust("1 day")
        for (const name of ["a", "b"]) {
          yield* expect(201, "create", { body: { target_url: `https://example.com/${name}` } })
        }
        assert.strictEqual((yield* expect(200, "getCustomer", person)).current_period_usage, 2)
        const usage = yield* expect(200, "getUsageCurrentPeriod", person)
        assert.deepInclude(usage, { tier: "enterprise", qurls_created: 2, active_qurls: 2 })
        const { daily } = yield* expect(200, "getUsageDaily", person)
        assert.deepStrictEqual(daily, [
          { date: "1970-01-01", qurls_created: 0 },
          { date: "1970-01-02", qurls_created: 2 }
        ])
        const quota = yield* expect(200, "getQuota")
        assert.deepInclude(quota, { period_start: usage.period_start, period_end: usage.period_end })
        assert.deepInclude(quota.usage, { qurls_created: 2, active_qurls: 2, active_qurls_percent: null })
        const free = yield* expect(200, "getQuota", { credential: TestKey.free })
        assert.deepStrictEqual([free.plan, free.usage.active_qurls_percent], ["free", 0])
      }).pipe(Effect.provide(Emulator.layerServer())))

    it.scoped("has pages to pay on, and invoices", () =>
      Effect.gen(function*() {
        const { control } = yield* Emulator
        const checkout = { ...person, body: { plan: "growth" } }
        assert.match((yield* expect(200, "createBillingCheckout", checkout)).url, /^https:/)
        yield* expect(400, "createBillingCheckout", { ...person, body: { plan: "enterprise" } })
        assert.match((yield* expect(200, "createBillingPortal", person)).url, /^https:/)
        assert.deepStrictEqual(yield* expect(200, "listBillingInvoices", person), { invoices: [] })
        for (const amount_cents of [100, 200, 300]) yield* control.issueInvoice({ amount_cents, status: "open" })
        const first = yield* send("listBillingInvoices", { ...person, query: { limit: 2 } })
        const cursor = first.json.meta.next_cursor
        const last = yield* send("listBillingInvoices", { ...person, query: { limit: 2, cursor } })
        assert.deepStrictEqual(
          [...first.json.data.invoices, ...last.json.data.invoices].map(
            ({ amount_cents, status }: { amount_cents: number; status: string }) => [amount_cents, status]
          ),
          [[300, "open"], [200, "open"], [100, "open"]]
        )
        yield* expect(400, "listBillingInvoices", { ...person, query: { cursor: "nonsense" } })
      }).pipe(Effect.provide(Emulator.layerServer())))

    it.scoped("has installations of connectors, with what goes through them", () =>
      Effect.gen(function*() {
        const { control } = yield* Emulator
        assert.deepStrictEqual(yield* expect(200, "listConnectorInstallations"), [])
        for (const label of ["a", "b"]) yield* control.install({ label, subject_display_name: "Team" })
        yield* expect(201, "create", { body: { type: "transit", target_url: "https://example.com/" } })
        const first = yield* send("listConnectorInstallations", { query: { limit: 1 } })
        const cursor = first.json.meta.next_cursor
        const last = yield* send("listConnectorInstallations", { query: { limit: 1, cursor } })
        const all = [...first.json.data, ...last.json.data]
        assert.sameMembers(all.map(({ label }: { label: string }) => label), ["a", "b"])
        assert.deepInclude(all[0].stats, { resources: 1, qurls: 1, accesses_24h: 0 })
        yield* expect(400, "listConnectorInstallations", { query: { cursor: "nonsense" } })
      }).pipe(Effect.provide(Emulator.layerServer())))

    it.scoped("has agents, each with a key of its own", () =>
      Effect.gen(function*() {
        const bootstrap = (agent_id: string, public_key: string) => ({
          body: { agent_id, public_key: `${public_key.repeat(43)}=` }
        })
        const first = yield* expect(200, "bootstrapAgent", bootstrap("one", "A"))
        yield* TestClock.adjust("1 hour")
        assert.deepStrictEqual(yield* expect(200, "bootstrapAgent", bootstrap("one", "B")), first)
        yield* expect(409, "bootstrapAgent", bootstrap("two", "B"))
        const named = yield* expect(200, "bootstrapAgent", { body: { public_key: `${"C".repeat(43)}=` } })
        assert.match(named.agent_id, /^[a-z0-9][a-z0-9-]{0,62}[a-z0-9]$/)
      }).pipe(Effect.provide(Emulator.layerServer())))
  })
