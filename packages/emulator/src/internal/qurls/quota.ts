import * as SqlClient from "@effect/sql/SqlClient"
import type { Quota } from "@qurl/contract"
import * as Effect from "effect/Effect"
import * as Usage from "../customer/usage.js"
import { Current } from "../kit/current.js"
import { limits } from "../kit/plans.js"
import { instant } from "../resources/lookup.js"

/** Limits of the plan and what is used of them. */
export const read = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  const { account } = yield* Current
  const { end, start } = yield* Usage.period
  const [uses] = yield* sql<{ n: number | null }>`
    SELECT sum(t.use_count) AS n FROM tokens t JOIN resources r ON r.id = t.resource_id
    WHERE r.owner = ${account.owner}`
  const active = yield* Usage.active
  const most = limits[account.plan].max_active_resources
  const percent = most === -1 ? null : 100 * active / most
  const quota: Quota = {
    plan: account.plan,
    period_start: instant(start),
    period_end: instant(end),
    rate_limits: limits[account.plan],
    usage: {
      qurls_created: yield* Usage.created,
      active_qurls: active,
      active_qurls_percent: percent,
      // A sum over no rows is null.
      total_accesses: uses?.n ?? 0,
      active_resources: active,
      active_resources_percent: percent,
      data_transfer_bytes: 0,
      data_transfer_available: false
    }
  }
  return quota
})
