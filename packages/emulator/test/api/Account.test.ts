import { assert, describe, it } from "@effect/vitest"
import { Effect, TestClock } from "effect"
import { Emulator, TestKey } from "../../src/index.js"
import { batch, create, onSocket, send, targets } from "../support/support.js"

const person = { token: TestKey.jwt }

it.scoped("billing, the customer and usage are for people: a key is not enough", () =>
  Effect.gen(function*() {
    for (
      const [method, path, call] of [
        ["POST", "/v1/billing/checkout", { body: { plan: "growth" } }],
        ["POST", "/v1/billing/portal", {}],
        ["GET", "/v1/billing/invoices", {}],
        ["GET", "/v1/customer", {}],
        ["PATCH", "/v1/customer", { body: { spending_cap_cents: 1 } }],
        ["GET", "/v1/usage/current-period", {}],
        ["GET", "/v1/usage/daily", {}]
      ] as const
    ) {
      const refused = yield* send(method, path, { ...call, token: TestKey.full })
      assert.deepStrictEqual([refused.status, refused.json.error.code], [403, "access_denied"], path)
      assert.strictEqual((yield* send(method, path, { ...call, ...person })).status, 200, path)
    }
  }).pipe(Effect.provide(onSocket())))

describe("billing", () => {
  it.scoped("starts sessions, each with a page of its own, of which no secret is kept", () =>
    Effect.gen(function*() {
      const checkout = (key: string, plan = "growth") =>
        send("POST", "/v1/billing/checkout", { ...person, key, body: { plan } })
      const first = yield* checkout("a")
      assert.strictEqual((yield* checkout("a")).json.data.url, first.json.data.url)
      assert.notStrictEqual((yield* checkout("b")).json.data.url, first.json.data.url)
      assert.match(first.json.data.url, /^https:\/\/billing\.example\.com\/checkout\/[a-z0-9]{32}$/)
      const refused = yield* checkout("c", "enterprise")
      assert.deepStrictEqual([refused.status, refused.json.error.code], [400, "validation_error"])
      const portal = yield* send("POST", "/v1/billing/portal", person)
      assert.include(portal.json.data.url, "/portal/")
      const { effects } = yield* (yield* Emulator).control.inventory
      assert.deepStrictEqual(effects.map(({ kind }) => kind), [
        "checkout.started",
        "checkout.started",
        "portal.started"
      ])
      const secret = new URL(portal.json.data.url).pathname.split("/").at(-1) ?? ""
      assert.notInclude(JSON.stringify(effects), secret)
    }).pipe(Effect.provide(onSocket())))

  it.scoped("lists the invoices that were issued, 25 at a time", () =>
    Effect.gen(function*() {
      const { control } = yield* Emulator
      for (let amount_cents = 0; amount_cents < 26; amount_cents++) yield* control.issueInvoice({ amount_cents })
      yield* control.issueInvoice({ owner: "owner_free", amount_cents: 999 })
      yield* send("POST", "/_emulator/invoices", {
        body: { amount_cents: 26, status: "open", pdf_url: "https://x.test/1.pdf" }
      })
      const first = (yield* send("GET", "/v1/billing/invoices", person)).json
      assert.strictEqual(first.data.invoices.length, 25)
      assert.deepStrictEqual(first.data.invoices[0], {
        id: "in_000028",
        amount_cents: 26,
        status: "open",
        pdf_url: "https://x.test/1.pdf",
        created_at: "1970-01-01T00:00:00.000Z"
      })
      assert.deepInclude(first.meta, { has_more: true, page_size: 25 })
      const last = (yield* send("GET", `/v1/billing/invoices?cursor=${first.meta.next_cursor}`, person)).json
      assert.deepStrictEqual(
        last.data.invoices.map(({ amount_cents }: { amount_cents: number }) => amount_cents),
        [1, 0]
      )
      assert.isFalse(last.meta.has_more)
      assert.strictEqual((yield* send("GET", "/v1/billing/invoices?cursor=x", person)).status, 400)
      assert.strictEqual((yield* send("POST", "/_emulator/invoices", { body: { amount_cents: -1 } })).status, 400)
    }).pipe(Effect.provide(onSocket())))
})

describe("the customer", () => {
  it.scoped("has a spending cap that lasts, on plans that are paid for", () =>
    Effect.gen(function*() {
      const patch = (token: string, spending_cap_cents: unknown) =>
        send("PATCH", "/v1/customer", { token, body: { spending_cap_cents } })
      assert.deepStrictEqual((yield* send("GET", "/v1/customer", person)).json.data, {
        tier: "enterprise",
        spending_cap_cents: 0,
        current_period_usage: 0,
        frozen: false
      })
      assert.strictEqual((yield* patch(TestKey.jwt, 500)).json.data.spending_cap_cents, 500)
      assert.strictEqual((yield* send("GET", "/v1/customer", person)).json.data.spending_cap_cents, 500)
      for (const wrong of [-1, 1.5, 10_000_001, "5", null]) {
        assert.strictEqual((yield* patch(TestKey.jwt, wrong)).status, 400)
      }
      const free = yield* patch(TestKey.jwtFree, 500)
      assert.deepStrictEqual([free.status, free.json.error.code], [403, "access_denied"])
      assert.strictEqual((yield* send("GET", "/v1/customer", { token: TestKey.jwtFree })).json.data.tier, "free")
    }).pipe(Effect.provide(onSocket())))
})

describe("usage", () => {
  const usage = Effect.map(send("GET", "/v1/usage/current-period", person), ({ json }) => json.data)
  const daily = Effect.map(send("GET", "/v1/usage/daily", person), ({ json }) => json.data)

  it.scoped("counts the links that were made, by day, and not the replays of them", () =>
    Effect.gen(function*() {
      yield* create({ key: "k" })
      yield* create({ key: "k" })
      yield* create({ token: TestKey.other })
      yield* TestClock.adjust("2 days")
      yield* batch(targets(3))
      assert.deepInclude(yield* usage, {
        tier: "enterprise",
        period_start: "1970-01-01T00:00:00.000Z",
        period_end: "1970-02-01T00:00:00.000Z",
        qurls_created: 4,
        active_qurls: 3
      })
      assert.deepStrictEqual((yield* daily).daily, [
        { date: "1970-01-01", qurls_created: 1 },
        { date: "1970-01-02", qurls_created: 0 },
        { date: "1970-01-03", qurls_created: 3 }
      ])
      assert.strictEqual((yield* send("GET", "/v1/customer", person)).json.data.current_period_usage, 4)
    }).pipe(Effect.provide(onSocket())))

  it.scoped("keeps counting what is gone, and begins again with the month", () =>
    Effect.gen(function*() {
      const { resource_id } = (yield* create()).json.data
      yield* send("DELETE", `/v1/qurls/${resource_id}`)
      assert.deepInclude(yield* usage, { qurls_created: 1, active_qurls: 0 })
      assert.strictEqual((yield* send("GET", "/v1/quota")).json.data.usage.qurls_created, 1)
      yield* TestClock.adjust("31 days")
      assert.deepInclude(yield* usage, { qurls_created: 0, period_start: "1970-02-01T00:00:00.000Z" })
      assert.deepStrictEqual((yield* daily).daily, [{ date: "1970-02-01", qurls_created: 0 }])
    }).pipe(Effect.provide(onSocket({ forgetRevoked: true }))))
})
