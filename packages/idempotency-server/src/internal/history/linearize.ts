import type { Response, Settlement } from "../../Store.js"
import type { Event, History, Length, Operation, Subject } from "../../StoreHistory.js"
import * as StoreModel from "../../StoreModel.js"
import * as Words from "./words.js"

/** The model's own time: what is short ends with the next advance, what is long never does. */
const units: { readonly [L in Length]: number } = { short: 1, long: 1_000_000 }

const identity = { scopeHash: "", keyHash: "" }

const encoder = new TextEncoder()
const decoder = new TextDecoder()

const response = (body: string): Response => ({ status: 201, headers: {}, body: encoder.encode(body) })

type Row = StoreModel.Row | undefined

interface State {
  readonly row: Row
  readonly now: number
}

const settlement = ({ as, body, retention }: Extract<Operation, { readonly _tag: "Settle" }>): Settlement => {
  switch (as) {
    case "Answer":
      return { _tag: as, response: response(body), retentionMillis: units[retention] }
    case "Tombstone":
      return { _tag: as, reason: body, response: response(""), retentionMillis: units[retention] }
    case "Release":
    case "Park":
      return { _tag: as, reason: body }
  }
}

/** What the model answers and leaves. */
const apply = (operation: Operation, { now, row }: State): { readonly result: string; readonly state: State } => {
  switch (operation._tag) {
    case "Claim": {
      const { fingerprint, lease, orphans, owner, retention } = operation
      const request = { identity, owner, fingerprint, orphans, leaseMillis: units[lease] }
      const step = StoreModel.claim(row, { ...request, retentionMillis: units[retention] }, now)
      return { result: Words.claim(step.result), state: { row: step.row, now } }
    }
    case "Renew": {
      const ticket = { identity, owner: operation.owner, gen: operation.gen, leaseMillis: undefined }
      const step = StoreModel.renew(row, ticket, units[operation.lease], now)
      return { result: Words.change(step.result), state: { row: step.row, now } }
    }
    case "Settle": {
      const ticket = { identity, owner: operation.owner, gen: operation.gen, leaseMillis: undefined }
      const step = StoreModel.settle(row, ticket, settlement(operation), now)
      return { result: Words.change(step.result), state: { row: step.row, now } }
    }
    case "Abandon": {
      if (row === undefined || row.owner !== operation.owner) return { result: Words.done, state: { row, now } }
      const ticket = { identity, owner: row.owner, gen: row.gen, leaseMillis: undefined }
      const step = StoreModel.settle(row, ticket, { _tag: "Release", reason: "abandoned" }, now)
      return { result: Words.done, state: { row: step.row, now } }
    }
    case "Look":
      return { result: Words.record(StoreModel.look(row, now)), state: { row, now } }
    case "Touch":
      return { result: Words.done, state: { row: StoreModel.touch(row, units[operation.retention], now), now } }
    case "Resolve": {
      const decision = operation.as === "Finish"
        ? { _tag: operation.as, response: response(operation.body), retentionMillis: units.long }
        : { _tag: operation.as }
      const step = StoreModel.resolve(row, decision, now)
      return { result: Words.change(step.result), state: { row: step.row, now } }
    }
    case "Purge":
      return { result: Words.done, state: { row, now } }
    case "Advance":
      return { result: Words.done, state: { row, now: now + 1 } }
  }
}

/** Where the clock runs, what is short may end before its time; and an expired record may be purged at any moment. */
const moments = (state: State, exact: boolean): ReadonlyArray<State> => {
  const { now, row } = state
  if (row === undefined) return [state]
  const ends = row.state._tag === "Running" ? [row.expiresAt, row.state.leaseUntil] : [row.expiresAt]
  const early = exact ? [] : ends.filter((end) => end > now && end <= now + units.short)
  return [now, ...new Set(early)].flatMap((now) =>
    StoreModel.isExpired(row, now) ? [{ row, now }, { row: undefined, now }] : [{ row, now }]
  )
}

/** What tells one state from another. */
const keyOf = ({ now, row }: State): string => {
  if (row === undefined) return `${now}`
  const { expiresAt, fingerprint, gen, owner, state } = row
  const more = state._tag === "Running"
    ? state.leaseUntil
    : state._tag === "Done"
    ? decoder.decode(state.response.body)
    : state.reason
  return `${now} ${owner} ${gen} ${fingerprint} ${expiresAt} ${state._tag} ${more}`
}

const tell = ({ began, client, ended, operation: { _tag, ...operation }, result }: Event): string =>
  `${began}-${ended ?? "?"} client ${client} ${_tag} ${JSON.stringify(operation)}: ${result ?? "nobody was told"}`

/** What is wrong with a history, if anything is. */
export const check = ({ events, problems, seed }: History, { exact }: Pick<Subject, "exact">): string | undefined => {
  const all = (1n << BigInt(events.length)) - 1n
  const certain = events.reduce((set, { ended }, i) => ended === undefined ? set : set | (1n << BigInt(i)), 0n)
  const visited = new Set<string>()

  const search = (placed: bigint, state: State): boolean => {
    if ((placed & certain) === certain) return true
    const key = `${placed}:${keyOf(state)}`
    if (visited.has(key)) return false
    visited.add(key)
    const open = events.flatMap((event, i) => (placed & (1n << BigInt(i))) === 0n ? [{ event, i }] : [])
    // Whatever ended before another began comes before it.
    const first = open.reduce((first, { event }) => Math.min(first, event.ended ?? Infinity), Infinity)
    return open.some(({ event, i }) =>
      event.began < first && moments(state, exact).some((moment) => {
        const { result, state } = apply(event.operation, moment)
        return (event.result === undefined || result.startsWith(event.result))
          && search(placed | (1n << BigInt(i)), state)
      })
    )
  }

  const wrong = [
    ...problems,
    ...all === 0n || search(0n, { row: undefined, now: 0 })
      ? []
      : ["no order of these operations explains their answers"]
  ]
  return wrong.length === 0 ? undefined : [`seed ${seed}: ${wrong.join("; ")}`, ...events.map(tell)].join("\n  ")
}
