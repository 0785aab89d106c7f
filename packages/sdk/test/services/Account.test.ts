import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import { assert, describe, it } from "@effect/vitest"
import { Emulator, Fault, TestKey } from "@qurl/emulator"
import { Billing, Customer, Qurl, RetryPolicy } from "@qurl/sdk"
import { Chunk, Effect, Layer, Redacted, Stream } from "effect"
import { inventory, items, requests } from "../support/emulator.js"
import { apiKey, problem, serve } from "../support/server.js"
import { asPerson, first, layerServices, serviced } from "../support/services.js"

const control = Effect.map(Emulator, ({ control }) => control)

const kinds = Effect.map(inventory, ({ effects }) => effects.map(({ kind }) => kind))

describe("Billing", () => {
  it.live("starts a checkout and a visit to the portal", () =>
    Effect.gen(function*() {
      const checkout = yield* Billing.checkout({ plan: "growth" })
      const portal = yield* Billing.portal()
      assert.include(checkout.url, "/checkout/")
      assert.include(portal.url, "/portal/")
      assert.strictEqual(portal.meta.attempts, 1)
      const refused = yield* Effect.flip(Billing.checkout({ plan: "enterprise" }))
      assert.deepInclude(refused, { _tag: "ValidationError", source: "server", operation: "createBillingCheckout" })
      assert.deepStrictEqual(yield* kinds, ["checkout.started", "portal.started"])
    }).pipe(asPerson()))

  it.live("lists all invoices, 25 a page unless said otherwise", () =>
    Effect.gen(function*() {
      const { issueInvoice } = yield* control
      for (let amount_cents = 0; amount_cents < 30; amount_cents++) yield* issueInvoice({ amount_cents })
      const page = yield* Billing.listInvoices()
      assert.deepInclude(page, { has_more: true, page_size: 25 })
      assert.deepInclude(page.items[0], { id: "in_000030", amount_cents: 29, status: "paid" })
      const all = Chunk.toArray(yield* Stream.runCollect(Billing.listAllInvoices()))
      assert.deepStrictEqual(all.map(({ amount_cents }) => amount_cents), Array.from({ length: 30 }, (_, i) => 29 - i))
      assert.strictEqual((yield* requests).length, 3)
    }).pipe(asPerson()))

  it.live("reads a list without invoices as empty", () =>
    Effect.gen(function*() {
      const server = yield* serve(
        { status: 200, json: {} },
        { status: 200, json: { data: null } },
        { status: 200, json: { data: {} } },
        { status: 200, json: { data: { invoices: null } } },
        { status: 204 }
      )
      const live = layerServices(server.url, apiKey)
      for (let i = 0; i < 5; i++) {
        assert.deepInclude(yield* Effect.provide(Billing.listInvoices(), live), { items: [], has_more: false })
      }
    }).pipe(Effect.scoped))
})

describe("Customer", () => {
  it.live("has a spending cap", () =>
    Effect.gen(function*() {
      assert.deepInclude(yield* Customer.get(), { tier: "enterprise", spending_cap_cents: 0, frozen: false })
      assert.strictEqual((yield* Customer.update({ spending_cap_cents: 5000 })).spending_cap_cents, 5000)
      assert.strictEqual((yield* Customer.get()).spending_cap_cents, 5000)
      assert.strictEqual((yield* Customer.update({ spending_cap_cents: 0 })).spending_cap_cents, 0)
    }).pipe(asPerson()))

  it.live("reads the usage, and a repeated batch counts once", () =>
    Effect.gen(function*() {
      yield* Qurl.batchCreate(items(5))
      assert.deepInclude(yield* Customer.usage(), { tier: "enterprise", qurls_created: 5, active_qurls: 5 })
      const { daily, period_start } = yield* Customer.dailyUsage()
      assert.strictEqual(daily[0]?.date, period_start.slice(0, 10))
      assert.strictEqual(daily.reduce((sum, { qurls_created }) => sum + qurls_created, 0), 5)
    }).pipe(asPerson(first("batchCreate", Fault.destroyAfterCommit))))

  it.live("may be frozen, for a reason that is new", () =>
    Effect.gen(function*() {
      const profile = { tier: "of tomorrow", spending_cap_cents: 1, current_period_usage: 2, frozen: true }
      const server = yield* serve(
        { status: 200, json: { data: { ...profile, frozen_reason: "surprise" } } },
        { status: 200, json: { data: { ...profile, frozen_reason: null } } },
        { status: 200, json: { data: { tier: "free" } } }
      )
      const get = Effect.provide(Customer.get(), layerServices(server.url, apiKey))
      assert.strictEqual((yield* get).frozen_reason, "surprise")
      assert.isUndefined((yield* get).frozen_reason)
      const error = yield* Effect.flip(get)
      assert(error._tag === "UnexpectedResponseError")
      assert.deepStrictEqual(error.fields, ["data.spending_cap_cents"])
    }).pipe(Effect.scoped))
})

describe("people's operations", () => {
  it.live("are refused to an API key", () =>
    Effect.gen(function*() {
      for (
        const call of [
          Billing.checkout({ plan: "growth" }),
          Billing.portal(),
          Billing.listInvoices(),
          Customer.get(),
          Customer.update({ spending_cap_cents: 1 }),
          Customer.usage(),
          Customer.dailyUsage()
        ]
      ) {
        const error = yield* Effect.flip<unknown, unknown, Billing | Customer>(call)
        assert.deepInclude(error, { _tag: "AuthorizationError", code: "access_denied" })
      }
    }).pipe(serviced(TestKey.full)))

  it.live("happen once when their answers are lost", () =>
    Effect.gen(function*() {
      const writes = [
        yield* Billing.checkout({ plan: "growth" }),
        yield* Billing.portal(),
        yield* Customer.update({ spending_cap_cents: 7 })
      ]
      for (const { meta } of writes) assert.deepInclude(meta, { attempts: 2, replayed: "yes" })
      assert.deepStrictEqual(yield* kinds, ["checkout.started", "portal.started", "customer.updated"])
    }).pipe(asPerson(
      first("createBillingCheckout", Fault.destroyAfterCommit),
      first("createBillingPortal", Fault.destroyAfterCommit),
      first("updateCustomer", Fault.destroyAfterCommit)
    )))

  it.live("wait when there are too many requests", () =>
    Effect.gen(function*() {
      assert.strictEqual((yield* Billing.portal()).meta.attempts, 2)
      assert.strictEqual((yield* Customer.update({ spending_cap_cents: 7 })).meta.attempts, 2)
      yield* Billing.listInvoices()
    }).pipe(asPerson(
      ...["createBillingPortal", "updateCustomer", "listBillingInvoices"].map((operation) =>
        first(operation, Fault.rateLimit({ retryAfter: { seconds: 0 } }))
      )
    )))

  it.live("refuse wrong input before anything is sent", () =>
    Effect.gen(function*() {
      const misspelt: { readonly plan: string; readonly seats: number } = { plan: "", seats: 3 }
      for (
        const [call, fields] of [
          [Billing.checkout(misspelt), ["seats", "plan"]],
          [Billing.listInvoices({ limit: 0 }), ["limit"]],
          [Customer.update({ spending_cap_cents: 10_000_001 }), ["spending_cap_cents"]],
          [Customer.update({ spending_cap_cents: 0.5 }), ["spending_cap_cents"]]
        ] as const
      ) {
        const error = yield* Effect.flip<unknown, unknown, Billing | Customer>(call)
        assert.deepInclude(error, { _tag: "ValidationError", source: "client" })
        assert.deepStrictEqual(Object.keys(Object(error).invalidFields), [...fields])
      }
      assert.deepStrictEqual(yield* requests, [])
    }).pipe(asPerson()))
})

describe("services", () => {
  const options = { retry: RetryPolicy.none, deadline: "1 second" } as const
  const limited = { ...problem(429, { code: "rate_limited" }), headers: { "retry-after": "60" } }
  const served = { status: 200, json: { data: { plan: "free" } } }

  /** Outcome of a call after another service has been told to wait. */
  const afterLimit = <E>(live: (url: string) => Layer.Layer<Billing | Qurl, E>) =>
    Effect.gen(function*() {
      const server = yield* serve(limited, served)
      return yield* Effect.gen(function*() {
        assert.strictEqual((yield* Effect.flip(Billing.portal(options)))._tag, "RateLimitError")
        const second = yield* Effect.either(Qurl.extend("r_abc12345678", { extend_by: "1h" }, options))
        return { second, sent: server.received.length }
      }).pipe(Effect.provide(live(server.url)))
    }).pipe(Effect.scoped)

  it.live("of one layer wait together when the server asks one of them to", () =>
    Effect.gen(function*() {
      const { second, sent } = yield* afterLimit((url) => layerServices(url, apiKey))
      assert.strictEqual(second._tag, "Left")
      assert.strictEqual(sent, 1)
    }))

  it.live("of several layers do not", () =>
    Effect.gen(function*() {
      const { sent } = yield* afterLimit((baseUrl) => {
        const own = Qurl.layer({ apiKey: Redacted.make(apiKey), baseUrl }).pipe(Layer.provide(FetchHttpClient.layer))
        return Layer.merge(layerServices(baseUrl, apiKey), own)
      })
      assert.strictEqual(sent, 2)
    }))

  it.live("can be replaced one by one", () =>
    Effect.gen(function*() {
      const server = yield* serve(served)
      const fake = Layer.effect(Billing, Effect.map(Billing, (billing) => ({ ...billing, portal: () => Effect.never })))
      const live = fake.pipe(Layer.provideMerge(layerServices(server.url, apiKey)))
      const program = Effect.all([Qurl.getQuota(), Effect.timeoutOption(Billing.portal(), 1)])
      assert.strictEqual((yield* Effect.provide(program, live))[1]._tag, "None")
      assert.strictEqual(server.received.length, 1)
    }).pipe(Effect.scoped))
})
