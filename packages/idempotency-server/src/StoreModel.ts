/**
 * Specification of a store: the effect of every operation on one record, as pure functions. The memory store runs it,
 * and the others are compared with it.
 *
 * @since 0.1.0
 */
import type * as Store from "./Store.js"

/**
 * A record as a store keeps it, expired or not. It has no owner if `owner` is empty. Before the record is resolved,
 * `expiresAt` says how long it would be kept if it were released.
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
  readonly summary: Store.Summary | undefined
  readonly state:
    | { readonly _tag: "Running"; readonly leaseUntil: number; readonly from: "nothing" | "released" | "orphan" }
    | { readonly _tag: "Done"; readonly response: Store.Response }
    | { readonly _tag: "Tombstone"; readonly reason: string; readonly response: Store.Response }
    | { readonly _tag: "Released"; readonly reason: string }
    | { readonly _tag: "Parked"; readonly reason: string }
}

/**
 * Result of an operation and the record that it leaves behind. An unchanged record is the same object.
 *
 * @since 0.1.0
 * @category models
 */
export interface Step<out A> {
  readonly result: A
  readonly row: Row | undefined
}

/**
 * The reason of a record that was parked because its owner let the lease run out. That owner may still renew or end it.
 *
 * @since 0.1.0
 * @category models
 */
export const orphaned = "orphaned"

/**
 * Outcomes that are known. The others never expire.
 *
 * @since 0.1.0
 * @category combinators
 */
export const isResolved = ({ state }: Row): boolean => state._tag !== "Running" && state._tag !== "Parked"

/**
 * A resolved record is there up to the last millisecond before `expiresAt`.
 *
 * @since 0.1.0
 * @category combinators
 */
export const isExpired = (row: Row, now: number): boolean => isResolved(row) && row.expiresAt <= now

/**
 * An owner is taken to be alive up to the last millisecond before its lease ends.
 *
 * @since 0.1.0
 * @category combinators
 */
export const isOrphan = (row: Row, now: number): boolean => row.state._tag === "Running" && row.state.leaseUntil <= now

const toRecord = ({ createdAt, expiresAt, fingerprint, gen, state }: Row, now: number): Store.Record => {
  const common = { fingerprint, gen, createdAt }
  switch (state._tag) {
    case "Running":
      return { ...common, _tag: "Running", leaseLeftMillis: Math.max(0, state.leaseUntil - now) }
    case "Parked":
      return { ...common, ...state }
    default:
      return { ...common, ...state, expiresAt }
  }
}

/** Above every generation that an earlier record of the key can have had, as long as the clock does not go back. */
const firstGen = (row: Row | undefined, now: number): number => Math.max(Math.floor(now), (row?.gen ?? 0) + 1)

/**
 * The state of a record that waits for a decision.
 *
 * @since 0.1.0
 * @category combinators
 */
export const unresolved = (row: Row, now: number): Store.Unresolved["state"] | undefined =>
  row.state._tag === "Parked" ? "Parked" : isOrphan(row, now) ? "Orphan" : undefined

/**
 * Record as every client sees it.
 *
 * @since 0.1.0
 * @category combinators
 */
export const look = (row: Row | undefined, now: number): Store.Record | undefined =>
  row === undefined || isExpired(row, now) ? undefined : toRecord(row, now)

/**
 * Takes a key that is expired or released, with any fingerprint. For the others a different fingerprint counts before the
 * state.
 *
 * @since 0.1.0
 * @category combinators
 */
export const claim = (
  row: Row | undefined,
  { fingerprint, identity, leaseMillis, orphans, owner, retentionMillis, summary }: Store.ClaimRequest,
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
      summary,
      state: { _tag: "Running", leaseUntil: now + leaseMillis, from }
    }
  })
  const found = (row: Row): Step<Store.Claimed> => ({ result: { _tag: "Found", record: toRecord(row, now) }, row })

  if (row === undefined || isExpired(row, now)) return take(firstGen(row, now), now, "nothing")
  if (row.state._tag === "Released") return take(row.gen + 1, row.createdAt, "released")
  if (row.fingerprint !== fingerprint) return found(row)
  if (row.state._tag !== "Running") return found(row)
  // The answer to an earlier claim was lost.
  if (row.owner === owner) return take(row.gen, row.createdAt, row.state.from)
  if (!isOrphan(row, now)) return found(row)
  if (orphans === "take") return take(row.gen + 1, row.createdAt, "orphan")
  return found({ ...row, expiresAt: now + retentionMillis, state: { _tag: "Parked", reason: orphaned } })
}

const isHeld = (row: Row | undefined, { gen, owner }: Store.Ticket): row is Row =>
  row !== undefined && row.gen === gen && row.owner === owner

/** Its owner may continue: it is running, or was parked only because the owner was late. */
const isOpen = ({ state }: Row): boolean =>
  state._tag === "Running" || (state._tag === "Parked" && state.reason === orphaned)

/**
 * A lease that ran out can be renewed as long as the record was not taken over or decided about. One that was parked for
 * it is running again.
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
  if (!isHeld(row, ticket) || !isOpen(row)) return { result: "lost", row }
  const leaseUntil = now + leaseMillis
  const from = row.state._tag === "Running" ? row.state.from : "orphan"
  return {
    result: "ok",
    row: { ...row, expiresAt: Math.max(row.expiresAt, leaseUntil), state: { _tag: "Running", leaseUntil, from } }
  }
}

const ended = { Answer: "Done", Tombstone: "Tombstone", Release: "Released", Park: "Parked" } as const

/**
 * Only a record that is open ends, and only by its owner. To say the same again is `ok`: its answer may have been lost.
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
  if (!isOpen(row)) {
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
 * Decides about a record whose end is not known, if it still has the generation that the operator saw. `Free` keeps it
 * for as long as the claim would have.
 *
 * @since 0.1.0
 * @category combinators
 */
export const resolve = (
  row: Row | undefined,
  gen: number,
  decision: Store.Decision,
  now: number
): Step<Store.Change> => {
  if (row === undefined || row.gen !== gen || unresolved(row, now) === undefined) return { result: "lost", row }
  const unowned = { ...row, owner: "", gen: row.gen + 1 }
  switch (decision._tag) {
    case "Finish": {
      const { response, retentionMillis } = decision
      return { result: "ok", row: { ...unowned, expiresAt: now + retentionMillis, state: { _tag: "Done", response } } }
    }
    case "Free": {
      const expiresAt = now + row.expiresAt - row.createdAt
      return { result: "ok", row: { ...unowned, expiresAt, state: { _tag: "Released", reason: "resolved" } } }
    }
    // Expired at once: the next claim still begins above its generation.
    case "Forget":
      return { result: "ok", row: { ...unowned, expiresAt: now, state: { _tag: "Released", reason: "forgotten" } } }
  }
}

/**
 * Decides whether a waiter that saw the record running under `gen` should look again.
 *
 * @since 0.1.0
 * @category combinators
 */
export const isChanged = (row: Row | undefined, gen: number): boolean =>
  row === undefined || row.gen !== gen || row.state._tag !== "Running"
