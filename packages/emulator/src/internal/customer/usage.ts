import * as SqlClient from "@effect/sql/SqlClient"
import type { UsageCurrentPeriod, UsageDaily } from "@qurl/contract"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { Current } from "../kit/current.js"
import { instant } from "../resources/lookup.js"

const day = 24 * 60 * 60 * 1000

/** A period is a calendar month. */
export const period = Effect.map(Clock.currentTimeMillis, (now) => {
  const date = new Date(now)
  return {
    now,
    start: Date.UTC(date.getUTCFullYear(), date.getUTCMonth()),
    end: Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1)
  }
})

const counted = Effect.fnUntraced(function*(from: number, to: number) {
  const sql = yield* SqlClient.SqlClient
  const { account } = yield* Current
  const [row] = yield* sql<{ n: number }>`
    SELECT count(*) AS n FROM effects
    WHERE owner = ${account.owner} AND kind = 'token.created' AND at >= ${from} AND at < ${to}`
  return row?.n ?? 0
})

/** Links made in the running period, those that are gone included. */
export const created = Effect.flatMap(period, ({ end, start }) => counted(start, end))

/** Resources in use. */
export const active = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  const { account } = yield* Current
  const [row] = yield* sql<{ n: number }>`
    SELECT count(*) AS n FROM resources
    WHERE owner = ${account.owner} AND revoked_at IS NULL AND expires_at > ${yield* Clock.currentTimeMillis}`
  return row?.n ?? 0
})

const bounds = Effect.gen(function*() {
  const { account } = yield* Current
  const { end, start } = yield* period
  return { tier: account.plan, period_start: instant(start), period_end: instant(end) }
})

export const currentPeriod = Effect.gen(function*() {
  const usage: UsageCurrentPeriod = {
    ...(yield* bounds),
    qurls_created: yield* created,
    active_qurls: yield* active,
    cost_estimate: { currency: "usd", amount_cents: 0, description: "The emulator charges nothing." }
  }
  return usage
})

export const daily = Effect.gen(function*() {
  const { now, start } = yield* period
  const days = Array.from({ length: Math.floor((now - start) / day) + 1 }, (_, index) => start + index * day)
  const usage: UsageDaily = {
    ...(yield* bounds),
    daily: yield* Effect.forEach(
      days,
      (from) =>
        Effect.map(counted(from, from + day), (qurls_created) => ({ date: instant(from).slice(0, 10), qurls_created }))
    )
  }
  return usage
})
