import * as Effect from "effect/Effect"

/** Waiters of this process for a key, by its id. */
export const make = () => {
  const waiting = new Map<string, Set<() => void>>()
  return {
    /** Wakes the waiters of a key, which look again. */
    wake: (id: string): void => {
      for (const look of waiting.get(id) ?? []) look()
    },
    /** Ends once `isOver`, which is asked now and at every wake. */
    until: (id: string, isOver: () => boolean): Effect.Effect<void> =>
      Effect.async((resume) => {
        if (isOver()) return resume(Effect.void)
        const waiters = waiting.get(id) ?? new Set()
        waiting.set(id, waiters)
        const leave = () => {
          waiters.delete(look)
          if (waiters.size === 0 && waiting.get(id) === waiters) waiting.delete(id)
        }
        const look = () => {
          if (!isOver()) return
          leave()
          resume(Effect.void)
        }
        waiters.add(look)
        return Effect.sync(leave)
      })
  }
}
