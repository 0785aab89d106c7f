import type { RequestEntry } from "../../Inventory.js"
import * as Routes from "../server/routes.js"
import * as Describe from "./describe.js"
import type { Made, State } from "./model.js"

/** A request of a call, and how it ended. */
interface Attempt {
  readonly id: string
  readonly at: string
  readonly ended_at: string | null
  /** Milliseconds from the end of the previous attempt to the beginning of this one; null for the first. */
  readonly waited_ms: number | null
  /** `Retry-After` of the previous answer. */
  readonly asked_to_wait: string | null
  readonly fault: string | null
  readonly replayed: boolean
  readonly result: string
  readonly made: string
  readonly ids: string
}

/** Requests under one name or one key, and everything they made together. */
export interface Call {
  readonly id: string
  readonly at: string
  readonly title: string
  readonly request: string
  /** The beginning of the key's digest, enough to tell keys apart and too little to find one. */
  readonly keys: ReadonlyArray<string>
  readonly name: string | null
  readonly attempts: ReadonlyArray<Attempt>
  readonly made: string
  readonly state: State
  readonly outcome: string
}

export interface Totals {
  readonly calls: number
  readonly requests: number
  readonly faults: number
  readonly replays: number
  readonly links: number
}

/** Paths can hold secrets, such as a code that is redeemed: only the names of their parts are shown. */
const pathOf = (entry: RequestEntry): string => Routes.match(entry.method, entry.path)?.path ?? "an unknown path"

/** A name takes precedence over a key. A request with neither is a call by itself. */
const groupOf = (entry: RequestEntry): string =>
  entry.intent !== null
    ? JSON.stringify(["name", entry.intent, entry.operation])
    : entry.key_digest !== null
    ? JSON.stringify(["key", entry.key_digest, entry.method, entry.path])
    : entry.id

/** The requests of each call, calls in the order of their first. */
export const group = (entries: ReadonlyArray<RequestEntry>): ReadonlyArray<ReadonlyArray<RequestEntry>> => {
  const groups = new Map<string, Array<RequestEntry>>()
  for (const entry of entries) {
    const key = groupOf(entry)
    const found = groups.get(key)
    if (found === undefined) groups.set(key, [entry])
    else found.push(entry)
  }
  return [...groups.values()]
}

const sum = (all: ReadonlyArray<Made>): ReadonlyArray<Made> => {
  const sums = new Map<string, Made>()
  for (const { count, ids, kind } of all) {
    const before = sums.get(kind)
    sums.set(kind, { kind, count: count + (before?.count ?? 0), ids: [...before?.ids ?? [], ...ids] })
  }
  return [...sums.values()]
}

const attempt = (entry: RequestEntry, before: RequestEntry | undefined, made: ReadonlyArray<Made>): Attempt => ({
  id: entry.id,
  at: entry.at,
  ended_at: entry.ended_at,
  waited_ms: before?.ended_at == null ? null : Math.max(0, Date.parse(entry.at) - Date.parse(before.ended_at)),
  asked_to_wait: before?.retry_after ?? null,
  fault: entry.fault,
  replayed: entry.replayed,
  result: Describe.attempt(entry),
  made: Describe.made(made),
  ids: Describe.ids(made)
})

/** Describes a call for the page. A group is never empty. */
export const view = (
  entries: readonly [RequestEntry, ...ReadonlyArray<RequestEntry>],
  madeBy: (requestId: string) => ReadonlyArray<Made>
): Call => {
  const [first] = entries
  const made = sum(entries.flatMap(({ id }) => madeBy(id)))
  return {
    id: first.id,
    at: first.at,
    title: first.operation ?? "no operation",
    request: `${first.method} ${pathOf(first)}`,
    keys: [...new Set(entries.flatMap(({ key_digest }) => key_digest === null ? [] : [key_digest.slice(0, 8)]))],
    name: first.intent?.slice(0, 80) ?? null,
    attempts: entries.map((entry, index) => attempt(entry, entries[index - 1], madeBy(entry.id))),
    made: Describe.made(made),
    ...Describe.call(entries, made)
  }
}
