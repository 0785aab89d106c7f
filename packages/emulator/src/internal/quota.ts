import * as SqlClient from "@effect/sql/SqlClient"
import type { Quota } from "@qurl/contract"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { Current } from "./current.js"
import { limits } from "./plans.js"
import { instant } from "./resources.js"

/** Limits of the plan and what is used of them. A period is a calendar month. */
export const read = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  const { account } = yield* Current
  const now = yield* Clock.currentTimeMillis
  const date = new Date(now)
  const start = Date.UTC(date.getUTCFullYear(), date.getUTCMonth())
  const end = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1)
  const [tokens] = yield* sql<{ created: number; uses: number }>`
    SELECT sum(t.created_at >= ${start}) AS created, sum(t.use_count) AS uses
    FROM tokens t JOIN resources r ON r.id = t.resource_id WHERE r.owner = ${account.owner}`
  const [resources] = yield* sql<{ active: number }>`
    SELECT count(*) AS active FROM resources
    WHERE owner = ${account.owner} AND revoked_at IS NULL AND expires_at > ${now}`
  const active = resources?.active ?? 0
  const most = limits[account.plan].max_active_qurls
  const quota: Quota = {
    plan: account.plan,
    period_start: instant(start),
    period_end: instant(end),
    rate_limits: limits[account.plan],
    usage: {
      // A sum over no rows is null.
      qurls_created: tokens?.created ?? 0,
      active_qurls: active,
      active_qurls_percent: most === -1 ? null : 100 * active / most,
      total_accesses: tokens?.uses ?? 0
    }
  }
  return quota
})
