/**
 * What every operation does to one record, as pure functions: the specification of a store. The memory store runs it,
 * and the others are compared with it.
 *
 * @since 0.1.0
 */
import type * as Store from "./Store.js"

/**
 * A record as a store keeps it, expired or not. Nobody owns it where `owner` is empty.
 *
 * @since 0.1.0
 * @category models
 */
export interface Row {
  readonly fingerprint: string
  readonly owner: string
  readonly gen: number
  readonly createdAt: number
  readonly expiresAt: number
  readonly state:
    | { readonly _tag: "Running"; readonly leaseUntil: number }
    | { readonly _tag: "Done"; readonly response: Store.Response }
    | { readonly _tag: "Tombstone"; readonly reason: string; readonly response: Store.Response }
    | { readonly _tag: "Released"; readonly reason: string }
    | { readonly _tag: "Parked"; readonly reason: string }
}

/**
 * What an operation answers and what it leaves behind. An unchanged record is the same object.
 *
 * @since 0.1.0
 * @category models
 */
export interface Step<out A> {
  readonly result: A
  readonly row: Row | undefined
}

/**
 * A record is there up to the last millisecond before `expiresAt`.
 *
 * @since 0.1.0
 * @category combinators
 */
export const isExpired = (row: Row, now: number): boolean => row.expiresAt <= now

/**
 * An owner is taken to be alive up to the last millisecond before its lease ends.
 *
 * @since 0.1.0
 * @category combinators
 */
export const isOrphan = (row: Row, now: number): boolean =>
  row.state._tag === "Running" && row.state.leaseUntil <= now && !isExpired(row, now)

const toRecord = ({ createdAt, expiresAt, fingerprint, gen, state }: Row, now: number): Store.Record => {
  const common = { fingerprint, gen, createdAt, expiresAt }
  return state._tag === "Running"
    ? { ...common, _tag: "Running", leaseLeftMillis: Math.max(0, state.leaseUntil - now) }
    : { ...common, ...state }
}

/**
 * What everybody may see.
 *
 * @since 0.1.0
 * @category combinators
 */
export const look = (row: Row | undefined, now: number): Store.Record | undefined =>
  row === undefined || isExpired(row, now) ? undefined : toRecord(row, now)

/**
 * Expiry comes before everything, another fingerprint before the state, and only then does the state count.
 *
 * @since 0.1.0
 * @category combinators
 */
export const claim = (
  row: Row | undefined,
  { fingerprint, identity, leaseMillis, orphans, owner, retentionMillis }: Store.ClaimRequest,
  now: number
): Step<Store.Claimed> => {
  const take = (gen: number, createdAt: number, from: "nothing" | "released" | "orphan"): Step<Store.Claimed> => ({
    result: { _tag: "Claimed", ticket: { identity, owner, gen, leaseMillis }, from },
    row: {
      fingerprint,
      owner,
      gen,
      createdAt,
      expiresAt: now + Math.max(retentionMillis, leaseMillis),
      state: { _tag: "Running", leaseUntil: now + leaseMillis }
    }
  })
  const found = (row: Row): Step<Store.Claimed> => ({ result: { _tag: "Found", record: toRecord(row, now) }, row })

  if (row === undefined) return take(1, now, "nothing")
  if (isExpired(row, now)) return take(row.gen + 1, now, "nothing")
  if (row.fingerprint !== fingerprint) return found(row)
  if (row.state._tag === "Released") return take(row.gen + 1, row.createdAt, "released")
  if (row.state._tag !== "Running") return found(row)
  // The answer to an earlier claim was lost. What it was taken from is not remembered, so the careful word is given.
  if (row.owner === owner) return take(row.gen, row.createdAt, row.gen === 1 ? "nothing" : "orphan")
  if (!isOrphan(row, now)) return found(row)
  if (orphans === "take") return take(row.gen + 1, row.createdAt, "orphan")
  return found({
    ...row,
    owner: "",
    gen: row.gen + 1,
    expiresAt: now + retentionMillis,
    state: { _tag: "Parked", reason: "orphaned" }
  })
}

const isHeld = (row: Row | undefined, { gen, owner }: Store.Ticket): row is Row =>
  row !== undefined && row.gen === gen && row.owner === owner

/**
 * A lease that ran out can be renewed as long as nobody took the record over.
 *
 * @since 0.1.0
 * @category combinators
 */
export const renew = (
  row: Row | undefined,
  ticket: Store.Ticket,
  leaseMillis: number,
  now: number
): Step<Store.Change> => {
  if (!isHeld(row, ticket) || row.state._tag !== "Running") return { result: "lost", row }
  const leaseUntil = now + leaseMillis
  return {
    result: "ok",
    row: { ...row, expiresAt: Math.max(row.expiresAt, leaseUntil), state: { _tag: "Running", leaseUntil } }
  }
}

const ended = { Answer: "Done", Tombstone: "Tombstone", Release: "Released", Park: "Parked" } as const

/**
 * Only a running record ends, and only by its owner. To say the same again is `ok`: its answer may have been lost.
 *
 * @since 0.1.0
 * @category combinators
 */
export const settle = (
  row: Row | undefined,
  ticket: Store.Ticket,
  settlement: Store.Settlement,
  now: number
): Step<Store.Change> => {
  if (!isHeld(row, ticket)) return { result: "lost", row }
  if (row.state._tag !== "Running") {
    return { result: row.state._tag === ended[settlement._tag] ? "ok" : "lost", row }
  }
  switch (settlement._tag) {
    case "Answer": {
      const { response, retentionMillis } = settlement
      return { result: "ok", row: { ...row, expiresAt: now + retentionMillis, state: { _tag: "Done", response } } }
    }
    case "Tombstone": {
      const { reason, response, retentionMillis } = settlement
      const state = { _tag: "Tombstone", reason, response } as const
      return { result: "ok", row: { ...row, expiresAt: now + retentionMillis, state } }
    }
    case "Release":
      return { result: "ok", row: { ...row, state: { _tag: "Released", reason: settlement.reason } } }
    case "Park":
      return { result: "ok", row: { ...row, state: { _tag: "Parked", reason: settlement.reason } } }
  }
}

/**
 * The retention of an answer begins anew.
 *
 * @since 0.1.0
 * @category combinators
 */
export const touch = (row: Row | undefined, retentionMillis: number, now: number): Row | undefined =>
  row === undefined || isExpired(row, now) || (row.state._tag !== "Done" && row.state._tag !== "Tombstone")
    ? row
    : { ...row, expiresAt: Math.max(row.expiresAt, now + retentionMillis) }

/**
 * Only what nobody knows the end of can be decided.
 *
 * @since 0.1.0
 * @category combinators
 */
export const resolve = (row: Row | undefined, decision: Store.Decision, now: number): Step<Store.Change> => {
  if (row === undefined || isExpired(row, now) || (row.state._tag !== "Parked" && !isOrphan(row, now))) {
    return { result: "lost", row }
  }
  const unowned = { ...row, owner: "", gen: row.gen + 1 }
  switch (decision._tag) {
    case "Finish": {
      const { response, retentionMillis } = decision
      return { result: "ok", row: { ...unowned, expiresAt: now + retentionMillis, state: { _tag: "Done", response } } }
    }
    case "Free":
      return { result: "ok", row: { ...unowned, state: { _tag: "Released", reason: "resolved" } } }
    case "Forget":
      return { result: "ok", row: undefined }
  }
}

/**
 * Whether somebody who saw the record running under `gen` should look again.
 *
 * @since 0.1.0
 * @category combinators
 */
export const isChanged = (row: Row | undefined, gen: number): boolean =>
  row === undefined || row.gen !== gen || row.state._tag !== "Running"
