import * as SqlClient from "@effect/sql/SqlClient"
import type { CustomerProfile, UpdateCustomerRequest } from "@qurl/contract"
import * as Effect from "effect/Effect"
import { Current } from "../kit/current.js"
import * as Problem from "../kit/problem.js"
import { note } from "../webhooks/effects.js"
import * as Usage from "./usage.js"

/** The customer, created by the first request. */
export const read = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  const { account } = yield* Current
  yield* sql`INSERT INTO customers ${sql.insert({ owner: account.owner })} ON CONFLICT (owner) DO NOTHING`
  const [row] = yield* sql<{ spending_cap_cents: number }>`
    SELECT spending_cap_cents FROM customers WHERE owner = ${account.owner}`
  const customer: CustomerProfile = {
    tier: account.plan,
    spending_cap_cents: row?.spending_cap_cents ?? 0,
    current_period_usage: yield* Usage.created,
    frozen: false
  }
  return customer
})

export const update = Effect.fnUntraced(function*({ spending_cap_cents }: UpdateCustomerRequest) {
  const sql = yield* SqlClient.SqlClient
  const { account } = yield* Current
  if (account.plan === "free") {
    return yield* Problem.forbidden({ code: "access_denied", detail: "A spending cap needs a plan that is paid for." })
  }
  yield* sql`INSERT INTO customers ${sql.insert({ owner: account.owner, spending_cap_cents })}
    ON CONFLICT (owner) DO UPDATE SET spending_cap_cents = excluded.spending_cap_cents`
  yield* note("customer.updated", account.owner)
  return yield* read
})
