/**
 * The store in the memory of one process: for tests, and for servers that may forget when they stop.
 *
 * @since 0.1.0
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Waiters from "../internal/waiters.js"
import type { Identity, Resolution, Response, Service, Settlement, Stats } from "../Store.js"
import { idOf, Store } from "../Store.js"
import * as StoreModel from "../StoreModel.js"

/** Every claim looks at so many of the oldest records, so that what expired does not pile up. */
const purgedPerClaim = 2

/** Bytes that nobody else can change any more. */
const copied = (response: Response): Response => ({
  ...response,
  headers: { ...response.headers },
  body: response.body.slice()
})

const kept = (settlement: Settlement): Settlement =>
  "response" in settlement ? { ...settlement, response: copied(settlement.response) } : settlement

/**
 * A store of its own. It forgets everything with the process.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make: Effect.Effect<Service> = Effect.sync(() => {
  const rows = new Map<string, StoreModel.Row>()
  const resolutions = new Map<string, Array<Resolution>>()
  const waiters = Waiters.make()

  /** One synchronous step: nobody sees anything between reading and writing. */
  const step = <A>(
    identity: Identity,
    f: (row: StoreModel.Row | undefined, now: number) => StoreModel.Step<A>
  ): Effect.Effect<A> =>
    Effect.map(Clock.currentTimeMillis, (now) => {
      const id = idOf(identity)
      const before = rows.get(id)
      const { result, row } = f(before, now)
      if (row === before) return result
      if (row === undefined) rows.delete(id)
      else rows.set(id, row)
      waiters.wake(id)
      return result
    })

  const purge = (limit: number, seen: number, now: number): number => {
    let purged = 0
    for (const [id, row] of rows) {
      if (seen-- === 0 || purged === limit) break
      if (!StoreModel.isExpired(row, now)) continue
      rows.delete(id)
      purged++
    }
    return purged
  }

  const stats = (now: number): Stats => {
    const counts = { Running: 0, Done: 0, Tombstone: 0, Released: 0, Parked: 0 }
    const ages: Array<number> = []
    for (const row of rows.values()) {
      if (StoreModel.isExpired(row, now)) continue
      counts[row.state._tag]++
      if (row.state._tag === "Running" && StoreModel.isOrphan(row, now)) ages.push(now - row.state.leaseUntil)
    }
    return {
      running: counts.Running,
      done: counts.Done,
      tombstone: counts.Tombstone,
      released: counts.Released,
      parked: counts.Parked,
      orphans: ages.length,
      oldestOrphanMillis: Math.max(0, ...ages)
    }
  }

  return {
    capabilities: { durable: false, linearizable: true, transactional: false, notify: true, serverClock: true },
    probe: Effect.void,
    look: (identity) =>
      Effect.map(Clock.currentTimeMillis, (now) => {
        const record = StoreModel.look(rows.get(idOf(identity)), now)
        return Option.fromNullable(
          record !== undefined && "response" in record ? { ...record, response: copied(record.response) } : record
        )
      }),
    claim: (request) =>
      step(request.identity, (row, now) => {
        purge(purgedPerClaim, purgedPerClaim, now)
        const claimed = StoreModel.claim(row, request, now)
        const { result } = claimed
        return result._tag === "Found" && "response" in result.record
          ? {
            ...claimed,
            result: { ...result, record: { ...result.record, response: copied(result.record.response) } }
          }
          : claimed
      }),
    renew: (ticket, leaseMillis) =>
      step(ticket.identity, (row, now) => StoreModel.renew(row, ticket, leaseMillis, now)),
    settle: (ticket, settlement) =>
      step(ticket.identity, (row, now) => StoreModel.settle(row, ticket, kept(settlement), now)),
    touch: (identity, retentionMillis) =>
      step(identity, (row, now) => ({ result: undefined, row: StoreModel.touch(row, retentionMillis, now) })),
    awaitChange: (identity, gen) =>
      Effect.suspend(() => {
        const id = idOf(identity)
        return waiters.until(id, () => StoreModel.isChanged(rows.get(id), gen))
      }),
    resolve: (identity, decision, actor) =>
      step(identity, (row, now) => {
        const resolved = StoreModel.resolve(
          row,
          decision._tag === "Finish" ? { ...decision, response: copied(decision.response) } : decision,
          now
        )
        if (resolved.result === "ok") {
          const id = idOf(identity)
          resolutions.set(id, [...resolutions.get(id) ?? [], { decision: decision._tag, actor, at: now }])
        }
        return resolved
      }),
    resolutions: (identity) => Effect.sync(() => resolutions.get(idOf(identity)) ?? []),
    purge: (limit) => Effect.map(Clock.currentTimeMillis, (now) => purge(limit, Infinity, now)),
    stats: Effect.map(Clock.currentTimeMillis, stats)
  }
})

/**
 * A store in memory. It is no `TransactionalStore`, since nothing undoes what a handler did.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer: Layer.Layer<Store> = Layer.effect(Store, make)
