import type { Identity, Resolution, Stats, Unresolved, UnresolvedPage } from "../../Store.js"
import { idOf, resolutionRetentionMillis } from "../../Store.js"
import * as StoreModel from "../../StoreModel.js"

/**
 * Records that each claim looks at. More than one, so that expired records go faster than claims add new ones; the hand
 * moves through all of them in turn, so that a few long-lived ones hide nothing.
 */
const sweptPerClaim = 4

interface Kept {
  readonly identity: Identity
  readonly row: StoreModel.Row
}

/** Endless walk through a map that changes meanwhile. */
const makeHand = <A>(entries: Map<string, A>) => {
  let hand = entries.entries()
  return (): readonly [string, A] | undefined => {
    const next = hand.next()
    if (next.done !== true) return next.value
    hand = entries.entries()
    const first = hand.next()
    return first.done === true ? undefined : first.value
  }
}

const countOf = (rows: Iterable<Kept>, now: number): Stats => {
  const counts = { Running: 0, Done: 0, Tombstone: 0, Released: 0, Parked: 0 }
  let orphans = 0
  let oldestOrphanMillis = 0
  for (const { row } of rows) {
    if (StoreModel.isExpired(row, now)) continue
    counts[row.state._tag]++
    if (row.state._tag !== "Running" || !StoreModel.isOrphan(row, now)) continue
    orphans++
    oldestOrphanMillis = Math.max(oldestOrphanMillis, now - row.state.leaseUntil)
  }
  const { Done: done, Parked: parked, Released: released, Running: running, Tombstone: tombstone } = counts
  return { running, done, tombstone, released, parked, orphans, oldestOrphanMillis }
}

const unresolvedOf = ({ identity: { keyHash, scopeHash }, row }: Kept, now: number): ReadonlyArray<Unresolved> => {
  const state = StoreModel.unresolved(row, now)
  if (state === undefined) return []
  const { createdAt, gen, summary } = row
  const reason = "reason" in row.state ? row.state.reason : undefined
  return [{ identity: { scopeHash, keyHash }, state, gen, reason, createdAt, summary }]
}

/** Recognises the id of an identity, which consists of digests. */
export const isId = (text: string): boolean => /^[\w-]+:[\w-]+$/.test(text)

/** Records and decisions in maps, with what removes the old ones. */
export const make = () => {
  const rows = new Map<string, Kept>()
  const decided = new Map<string, ReadonlyArray<Resolution>>()
  const nextRow = makeHand(rows)
  const nextDecision = makeHand(decided)

  const dropRow = (id: string, { row }: Kept, now: number): boolean => StoreModel.isExpired(row, now) && rows.delete(id)

  const dropDecisions = (id: string, decisions: ReadonlyArray<Resolution>, now: number): void => {
    const left = decisions.filter(({ at }) => at + resolutionRetentionMillis > now)
    if (left.length === 0) decided.delete(id)
    else if (left.length < decisions.length) decided.set(id, left)
  }

  return {
    get: (identity: Identity): StoreModel.Row | undefined => rows.get(idOf(identity))?.row,
    set: (identity: Identity, row: StoreModel.Row | undefined): void => {
      if (row === undefined) rows.delete(idOf(identity))
      else rows.set(idOf(identity), { identity, row })
    },
    /** Looks at a few records, and removes the expired ones. */
    sweep: (now: number): void => {
      for (let left = Math.min(sweptPerClaim, rows.size); left > 0; left--) {
        const entry = nextRow()
        if (entry !== undefined) dropRow(...entry, now)
      }
      const entry = nextDecision()
      if (entry !== undefined) dropDecisions(...entry, now)
    },
    purge: (now: number, limit: number): number => {
      for (const entry of decided) dropDecisions(...entry, now)
      let purged = 0
      for (const entry of rows) {
        if (purged === limit) break
        if (dropRow(...entry, now)) purged++
      }
      return purged
    },
    stats: (now: number): Stats => countOf(rows.values(), now),
    /** Records are listed in the order of their ids, which stands still while records come and go. */
    unresolved: (now: number, limit: number, after: string | undefined): UnresolvedPage => {
      const found = [...rows]
        .filter(([id, kept]) => (after === undefined || id > after) && unresolvedOf(kept, now).length > 0)
        .sort(([one], [other]) => one < other ? -1 : 1)
      const page = found.slice(0, limit)
      return {
        records: page.flatMap(([, kept]) => unresolvedOf(kept, now)),
        next: found.length > limit ? page.at(-1)?.[0] : undefined
      }
    },
    note: (identity: Identity, resolution: Resolution): void => {
      const id = idOf(identity)
      decided.set(id, [...decided.get(id) ?? [], resolution])
    },
    resolutions: (identity: Identity): ReadonlyArray<Resolution> => decided.get(idOf(identity)) ?? []
  }
}
