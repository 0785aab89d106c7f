import { assert, describe, it } from "@effect/vitest"
import {
  CreateBillingCheckoutRequest,
  CustomerProfile,
  Domain,
  DomainVerifyResult,
  InvalidFields,
  Invoice,
  ListInvoicesQuery,
  PageQuery,
  RedirectSession,
  RegisterDomainRequest,
  UpdateCustomerRequest,
  UsageCurrentPeriod,
  UsageDaily
} from "@qurl/contract"
import { Either, Schema } from "effect"

/** The failing fields of an input. */
const failing = <A, I>(schema: Schema.Schema<A, I>, input: unknown) =>
  Either.match(Schema.decodeUnknownEither(schema)(input, { errors: "all" }), {
    onLeft: ({ issue }) => Object.keys(InvalidFields.fromIssue(issue)),
    onRight: () => []
  })

const read = <A, I>(schema: Schema.Schema<A, I>) => Schema.decodeUnknownSync(schema)

describe("inputs of domains, billing and the customer", () => {
  it("are taken up to their limits", () => {
    assert.deepStrictEqual(failing(RegisterDomainRequest, { domain: "a".repeat(253) }), [])
    assert.deepStrictEqual(failing(CreateBillingCheckoutRequest, { plan: "growth" }), [])
    assert.deepStrictEqual(failing(CreateBillingCheckoutRequest, { plan: "one of tomorrow" }), [])
    for (const spending_cap_cents of [0, 10_000_000]) {
      assert.deepStrictEqual(failing(UpdateCustomerRequest, { spending_cap_cents }), [])
    }
    assert.deepStrictEqual(failing(PageQuery, { limit: "1", cursor: "c" }), [])
    assert.deepStrictEqual(failing(ListInvoicesQuery, { limit: "100" }), [])
  })

  it("are refused beyond them, with what is misspelt", () => {
    assert.deepStrictEqual(failing(RegisterDomainRequest, { domain: "a".repeat(254), tls: true }), ["tls", "domain"])
    assert.deepStrictEqual(failing(RegisterDomainRequest, { domain: "" }), ["domain"])
    assert.deepStrictEqual(failing(RegisterDomainRequest, {}), ["domain"])
    assert.deepStrictEqual(failing(CreateBillingCheckoutRequest, { plan: "" }), ["plan"])
    assert.deepStrictEqual(failing(CreateBillingCheckoutRequest, { plan: "growth", seats: 1 }), ["seats"])
    for (const spending_cap_cents of [-1, 0.5, 10_000_001, "1", null]) {
      assert.deepStrictEqual(failing(UpdateCustomerRequest, { spending_cap_cents }), ["spending_cap_cents"])
    }
    for (const limit of ["0", "101", "1.5", "many"]) {
      assert.deepStrictEqual(failing(PageQuery, { limit }), ["limit"])
      assert.deepStrictEqual(failing(ListInvoicesQuery, { limit }), ["limit"])
    }
    assert.deepStrictEqual(failing(ListInvoicesQuery, { status: "paid" }), ["status"])
  })

  it("say what they want without repeating what they got", () => {
    const wrong = Schema.decodeUnknownEither(UpdateCustomerRequest)({ spending_cap_cents: -7 })
    assert(Either.isLeft(wrong))
    assert.deepStrictEqual(InvalidFields.fromIssue(wrong.left.issue), {
      spending_cap_cents: "must be a whole number of cents from 0 to 10000000, where 0 means no cap, not the number -7"
    })
  })
})

describe("answers about domains, billing and the customer", () => {
  it("tolerate what is unknown or null", () => {
    const domain = { domain: "x.test", status: "paused", verified_at: null, dns_records: [{ type: "CAA", ttl: 60 }] }
    const { dns_records, status, verified_at } = read(Domain)({ ...domain, surprise: 1 })
    assert.deepStrictEqual([status, verified_at, dns_records?.[0]?.type], ["paused", undefined, "CAA"])
    assert.isUndefined(read(DomainVerifyResult)({ checks: { txt: null } }).checks?.txt)
    const invoice = { id: "in_1", amount_cents: 1, status: "disputed", created_at: "2030-01-01", pdf_url: null }
    assert.isUndefined(read(Invoice)(invoice).pdf_url)
    const customer = { tier: "gold", spending_cap_cents: 0, current_period_usage: 0, frozen: false }
    assert.isUndefined(read(CustomerProfile)({ ...customer, frozen_reason: null }).frozen_reason)
  })

  it("insist on what the server always says", () => {
    assert.throws(() => read(RedirectSession)({ url: "" }))
    assert.throws(() => read(DomainVerifyResult)({ checks: { txt: {} } }))
    assert.throws(() => read(UsageDaily)({ tier: "free", period_start: "2030-01-01", period_end: "2030-02-01" }))
  })

  it("take the bounds of a period as plain dates as well", () => {
    const usage = {
      tier: "free",
      period_start: "2030-01-01",
      period_end: "2030-02-01T00:00:00Z",
      qurls_created: 1,
      active_qurls: 1
    }
    assert.deepInclude(read(UsageCurrentPeriod)(usage), usage)
  })
})
