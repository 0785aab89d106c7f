/** Types that users rely on in the services for domains, billing and the customer. Compiled, never run. */
import type * as Contract from "@qurl/contract"
import {
  Billing,
  Customer,
  type CustomerFound,
  type CustomerUpdated,
  type DailyUsageFound,
  type Deleted,
  type DomainChanged,
  type DomainFound,
  Domains,
  type DomainVerified,
  type NotFoundError,
  type Page,
  type ReadError,
  type Redirect,
  type UsageFound,
  type WriteError
} from "@qurl/sdk"
import type { Effect, Stream } from "effect"

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true : false
const same = <A, B>(_: Same<A, B>): void => {}

const domains = {
  register: Domains.register({ domain: "links.example.com" }, { idempotencyKey: "job-42" }),
  list: Domains.list({ limit: 10, cursor: null }),
  listAll: Domains.listAll(),
  get: Domains.get("links.example.com"),
  delete: Domains.delete("links.example.com"),
  verify: Domains.verify("links.example.com"),
  regenerateToken: Domains.regenerateToken("links.example.com")
}
same<typeof domains.register, Effect.Effect<DomainChanged, WriteError, Domains>>(true)
same<typeof domains.list, Effect.Effect<Page<Contract.Domain>, ReadError, Domains>>(true)
same<typeof domains.listAll, Stream.Stream<Contract.Domain, ReadError, Domains>>(true)
same<typeof domains.get, Effect.Effect<DomainFound, NotFoundError | ReadError, Domains>>(true)
same<typeof domains.delete, Effect.Effect<Deleted, NotFoundError | ReadError, Domains>>(true)
same<typeof domains.verify, Effect.Effect<DomainVerified, NotFoundError | WriteError, Domains>>(true)
same<typeof domains.regenerateToken, Effect.Effect<DomainChanged, NotFoundError | WriteError, Domains>>(true)

const billing = {
  checkout: Billing.checkout({ plan: "growth" }),
  portal: Billing.portal({ timeout: "5 seconds" }),
  listInvoices: Billing.listInvoices({ limit: 100 }),
  listAllInvoices: Billing.listAllInvoices()
}
same<typeof billing.checkout, Effect.Effect<Redirect, WriteError, Billing>>(true)
same<typeof billing.portal, Effect.Effect<Redirect, WriteError, Billing>>(true)
same<typeof billing.listInvoices, Effect.Effect<Page<Contract.Invoice>, ReadError, Billing>>(true)
same<typeof billing.listAllInvoices, Stream.Stream<Contract.Invoice, ReadError, Billing>>(true)

const customer = {
  get: Customer.get(),
  update: Customer.update({ spending_cap_cents: 0 }),
  usage: Customer.usage(),
  dailyUsage: Customer.dailyUsage()
}
same<typeof customer.get, Effect.Effect<CustomerFound, ReadError, Customer>>(true)
same<typeof customer.update, Effect.Effect<CustomerUpdated, WriteError, Customer>>(true)
same<typeof customer.usage, Effect.Effect<UsageFound, ReadError, Customer>>(true)
same<typeof customer.dailyUsage, Effect.Effect<DailyUsageFound, ReadError, Customer>>(true)

/** Fields that the server may leave out are optional, and fields that it always sends are required. */
same<DomainVerified["status"], Contract.Domain["status"]>(true)
same<Redirect["url"], string>(true)
same<CustomerFound["spending_cap_cents"], number>(true)

export const refused = [
  // @ts-expect-error: a misspelt property is refused
  Domains.register({ name: "links.example.com" }),
  // @ts-expect-error: a checkout is for a plan
  Billing.checkout({}),
  // @ts-expect-error: a cap is a number of cents
  Customer.update({ spending_cap_cents: "50.00" })
]
