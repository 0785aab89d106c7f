import type { Response, Settlement } from "../../Store.js"
import * as StoreModel from "../../StoreModel.js"
import * as Generations from "./generations.js"
import type { Event, History, Length, Operation, Subject } from "./model.js"
import * as Words from "./words.js"

/**
 * The model's own time: what is short ends with the next advance, what is long never does. Generations begin at the time
 * of the first claim, and a history has fewer of them than a short length has units.
 */
const units: { readonly [L in Length]: number } = { short: 1000, long: 1_000_000_000 }

const identity = { scopeHash: "", keyHash: "" }

const encoder = new TextEncoder()
const decoder = new TextDecoder()

const response = (body: string): Response => ({ status: 201, headers: {}, body: encoder.encode(body) })

type Row = StoreModel.Row | undefined

interface State {
  readonly row: Row
  readonly now: number
  readonly gens: Generations.Pairs
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

interface Applied {
  readonly result: string
  readonly row: Row
  readonly now: number
}

/** Applies an operation in the model's words. `gen` is the model's generation for the one that the operation names. */
const apply = (operation: Operation, { now, row }: State, gen: number): Applied => {
  switch (operation._tag) {
    case "Claim": {
      const { fingerprint, lease, orphans, owner, retention } = operation
      const request = { identity, owner, fingerprint, orphans, leaseMillis: units[lease] }
      const step = StoreModel.claim(row, { ...request, retentionMillis: units[retention] }, now)
      return { result: Words.claim(step.result), row: step.row, now }
    }
    case "Renew": {
      const ticket = { identity, owner: operation.owner, gen, leaseMillis: undefined }
      const step = StoreModel.renew(row, ticket, units[operation.lease], now)
      return { result: Words.change(step.result), row: step.row, now }
    }
    case "Settle": {
      const ticket = { identity, owner: operation.owner, gen, leaseMillis: undefined }
      const step = StoreModel.settle(row, ticket, settlement(operation), now)
      return { result: Words.change(step.result), row: step.row, now }
    }
    case "Abandon": {
      if (row === undefined || row.owner !== operation.owner) return { result: Words.done, row, now }
      const ticket = { identity, owner: row.owner, gen: row.gen, leaseMillis: undefined }
      const step = StoreModel.settle(row, ticket, { _tag: "Release", reason: "abandoned" }, now)
      return { result: Words.done, row: step.row, now }
    }
    case "Look":
      return { result: Words.record(StoreModel.look(row, now)), row, now }
    case "Touch":
      return { result: Words.done, row: StoreModel.touch(row, units[operation.retention], now), now }
    case "Resolve": {
      const decision = operation.as === "Finish"
        ? { _tag: operation.as, response: response(operation.body), retentionMillis: units.long }
        : { _tag: operation.as }
      const step = StoreModel.resolve(row, gen, decision, now)
      return { result: Words.change(step.result), row: step.row, now }
    }
    case "Purge":
      return { result: Words.done, row, now }
    case "Advance":
      return { result: Words.done, row, now: now + units.short }
  }
}

/**
 * If the clock runs, what is short may end before its time, and so may a few short lengths in a row: a claim that was
 * freed is kept for as long as it had been kept before. An expired record may be purged at any moment; by the time
 * that a running clock sees the next claim, it has passed the generation of the purged record.
 */
const moments = (state: State, exact: boolean): ReadonlyArray<State> => {
  const { gens, now, row } = state
  if (row === undefined) return [state]
  const ends = row.state._tag === "Running" ? [row.expiresAt, row.state.leaseUntil] : [row.expiresAt]
  const early = exact ? [] : ends.filter((end) => end > now && end - now < units.long / 2)
  return [now, ...new Set(early)].flatMap((now) =>
    StoreModel.isExpired(row, now)
      ? [{ row, now, gens }, { row: undefined, now: exact ? now : Math.max(now, row.gen + 1), gens }]
      : [{ row, now, gens }]
  )
}

/** Distinguishes states. */
const keyOf = ({ gens, now, row }: State): string => {
  const paired = gens.join(" ")
  if (row === undefined) return `${now} ${paired}`
  const { expiresAt, fingerprint, gen, owner, state } = row
  const more = state._tag === "Running"
    ? state.leaseUntil
    : state._tag === "Done"
    ? decoder.decode(state.response.body)
    : state.reason
  return `${now} ${owner} ${gen} ${fingerprint} ${expiresAt} ${state._tag} ${more} ${paired}`
}

const genOf = (operation: Operation): number | undefined => "gen" in operation ? operation.gen : undefined

const tell = ({ began, client, ended, operation: { _tag, ...operation }, result }: Event): string =>
  `${began}-${ended ?? "?"} client ${client} ${_tag} ${JSON.stringify(operation)}: ${result ?? "nobody was told"}`

/** Describes what is wrong with a history, if anything is. */
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
    // An operation that ended before another began comes before it.
    const first = open.reduce((first, { event }) => Math.min(first, event.ended ?? Infinity), Infinity)
    return open.some(({ event, i }) =>
      event.began < first
      && moments(state, exact).some((moment) =>
        Generations.modelled(moment.gens, genOf(event.operation), moment.row?.gen).some(({ gen, pairs }) => {
          const { now, result, row } = apply(event.operation, moment, gen)
          const gens = Generations.explained(pairs, event.result, result)
          return gens !== undefined && search(placed | (1n << BigInt(i)), { row, now, gens })
        })
      )
    )
  }

  const wrong = [
    ...problems,
    ...all === 0n || search(0n, { row: undefined, now: units.short, gens: [] })
      ? []
      : ["no order of these operations explains their answers"]
  ]
  return wrong.length === 0 ? undefined : [`seed ${seed}: ${wrong.join("; ")}`, ...events.map(tell)].join("\n  ")
}
