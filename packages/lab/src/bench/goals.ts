/** The most that a call may cost, and how a run compares. */
import type { Result } from "./result.js"
import { ratios, rowOf, spread } from "./row.js"

interface Goal {
  readonly what: string
  readonly table: string
  readonly row: string
  /** The row it is held against; the baseline of the table, where it names none. */
  readonly over?: string
  readonly limit: number
  /** Set if the limit is on the value itself, in the table's unit, and not on the ratio. */
  readonly of?: "value"
}

/**
 * Over HTTP a first call costs at most twice the handler, and a replay less than the handler that it replaces. A handler
 * alone writes one row and commits it by itself; in a transaction it does what the middleware's transaction does for it, and
 * the processor time of a first call is close to that: `inTransaction` times as much.
 */
const ofStore = (name: string, store: string, inTransaction: number): ReadonlyArray<Goal> =>
  ([
    ["middleware, first call", "handler alone", 2],
    ["middleware, first call", "handler alone, in a transaction", 2],
    ["middleware, replay", "handler alone", 1]
  ] as const).flatMap(([row, over, limit]) =>
    ([["CPU", "cpu"], ["time", "wall"]] as const).map(([what, table]) => ({
      what: `Server on ${name}: ${what} of a ${row.slice("middleware, ".length)}, x ${over}`,
      table: `store-${store}-${table}`,
      row,
      over,
      limit: over === "handler alone, in a transaction" && what === "CPU" ? inTransaction : limit
    }))
  )

const goals: ReadonlyArray<Goal> = [
  { what: "CPU of `create`, x undici", table: "create-cpu", row: "@qurl/sdk/Node", limit: 2 },
  { what: "CPU of `batchCreate` of 100, x undici", table: "batch-cpu", row: "@qurl/sdk/Node", limit: 1.7 },
  {
    what: "CPU of `batchCreate` of 100, x got",
    table: "batch-cpu",
    row: "@qurl/sdk/Node",
    over: "got with retries",
    limit: 1
  },
  {
    what: "CPU of `create` on fetch, x fetch",
    table: "create-cpu",
    row: "@qurl/sdk on fetch",
    over: "global fetch",
    limit: 1.3
  },
  {
    what: "CPU of `batchCreate` of 100 on fetch, x fetch",
    table: "batch-cpu",
    row: "@qurl/sdk on fetch",
    over: "global fetch",
    limit: 1.3
  },
  { what: "CPU of `create` as a Promise, x undici", table: "create-cpu", row: "@qurl/promise", limit: 2.5 },
  { what: "CPU of `batchCreate` of 100 as a Promise, x undici", table: "batch-cpu", row: "@qurl/promise", limit: 2 },
  { what: "CPU of start and first call, x HttpApiClient", table: "cold-start-cpu", row: "@qurl/sdk/Node", limit: 0.9 },
  { what: "Bundle of one call, KiB", table: "bundle", row: "@qurl/sdk, one service", limit: 95, of: "value" },
  { what: "CPU per row of `batchCreateAll`, x a loop", table: "bulk-cpu", row: "batchCreateAll", limit: 1.3 },
  {
    what: "CPU per row of `batchCreateAll` with a journal, x a loop",
    table: "bulk-cpu",
    row: "batchCreateAll, journal in SQLite",
    limit: 2
  },
  { what: "Memory per call in flight, x undici", table: "memory", row: "@qurl/sdk/Node", limit: 4 },
  ...ofStore("SQLite", "sqlite", 1.2),
  ...ofStore("PostgreSQL", "postgres", 1.4),
  ...["memory", "SQLite"].map((store): Goal => ({
    what: `Time to the first byte of a stream, x handler alone: ${store}`,
    table: "streaming",
    row: `middleware, ${store}`,
    limit: 1.1
  }))
]

const valueOf = (result: Result, goal: Goal): number | undefined => {
  const table = result.tables.find(({ id }) => id === goal.table)
  const row = table === undefined ? undefined : rowOf(table, goal.row)
  if (table === undefined || row === undefined) return undefined
  if (goal.of === "value") return spread(row.samples).median
  const over = { ...table, baseline: goal.over ?? table.baseline ?? "" }
  return spread(ratios(over, row) ?? []).median
}

/** The goals that a run misses and an earlier one met, or misses by a tenth more than the earlier one. */
export const regressed = (before: Result, after: Result): ReadonlyArray<string> =>
  goals.flatMap((goal) => {
    const [was, is] = [valueOf(before, goal), valueOf(after, goal)]
    if (was === undefined || is === undefined || is <= goal.limit) return []
    return was <= goal.limit || is > was * 1.1
      ? [`${goal.what}: ${was.toFixed(2)} before, ${is.toFixed(2)} after, at most ${goal.limit}`]
      : []
  })

/** The goals that a run says something about, as a table in Markdown. */
export const standing = (result: Result): string => {
  const lines = goals.flatMap((goal) => {
    const value = valueOf(result, goal)
    return value === undefined
      ? []
      : [`| ${goal.what} | ${goal.limit} | ${value.toFixed(2)} | ${value <= goal.limit ? "met" : "not met"} |`]
  })
  return lines.length === 0 ? "" : ["| goal | at most | now | |", "| - | - | - | - |", ...lines].join("\n")
}
