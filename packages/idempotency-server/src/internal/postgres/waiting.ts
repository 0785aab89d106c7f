import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import type { Identity } from "../../Store.js"

/** A fiber of this process that waits for the end of a record. */
export interface Waiter {
  readonly identity: Identity
  readonly gen: number
  readonly ended: Deferred.Deferred<void>
  isAwake: boolean
}

/** Part of a digest. A waiter that wakes for nothing does no harm, and many hints fit into one notification. */
export const hint = ({ keyHash }: Identity): string => keyHash.slice(0, 16)

export const wake = (waiter: Waiter): void => {
  waiter.isAwake = true
  Deferred.unsafeDone(waiter.ended, Effect.void)
}

/** The waiters of this process by hint. */
export const make = () => {
  const waiting = new Map<string, Set<Waiter>>()

  const enter = (identity: Identity, gen: number): Effect.Effect<Waiter> =>
    Effect.map(Deferred.make<void>(), (ended) => {
      const waiter: Waiter = { identity, gen, ended, isAwake: false }
      const waiters = waiting.get(hint(identity)) ?? new Set()
      waiting.set(hint(identity), waiters.add(waiter))
      return waiter
    })

  const leave = (waiter: Waiter): Effect.Effect<void> =>
    Effect.sync(() => {
      const waiters = waiting.get(hint(waiter.identity))
      waiters?.delete(waiter)
      if (waiters?.size === 0) waiting.delete(hint(waiter.identity))
    })

  return {
    all: (): ReadonlyArray<Waiter> => [...waiting.values()].flatMap((waiters) => [...waiters]),
    wakeAll: (hint: string): void => waiting.get(hint)?.forEach(wake),
    during: <A, E>(
      identity: Identity,
      gen: number,
      use: (waiter: Waiter) => Effect.Effect<A, E>
    ): Effect.Effect<A, E> => Effect.acquireUseRelease(enter(identity, gen), use, leave)
  }
}
