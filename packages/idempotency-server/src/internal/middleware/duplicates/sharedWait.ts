import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import type { Identity, StoreError } from "../../../Store.js"
import { idOf } from "../../../Store.js"

type Watch = Effect.Effect<void, StoreError>

interface Shared {
  readonly fiber: Fiber.RuntimeFiber<void, StoreError>
  watchers: number
}

/**
 * Shared wait for the end of one execution: the store is asked once, however many requests of this process wait. An
 * `RcMap` would interrupt the waiters when its scope closes, and they are to be answered that the server stops.
 */
export const make = (
  awaitChange: (identity: Identity, gen: number) => Watch
): (identity: Identity, gen: number) => Watch => {
  const watches = new Map<string, Shared>()

  const forget = (id: string, shared: Shared): void => {
    if (watches.get(id) === shared) watches.delete(id)
  }

  const begin = (identity: Identity, gen: number, id: string): Effect.Effect<Shared> =>
    Effect.map(Effect.forkDaemon(Effect.interruptible(awaitChange(identity, gen))), (fiber) => {
      const shared: Shared = { fiber, watchers: 1 }
      watches.set(id, shared)
      fiber.addObserver(() => forget(id, shared))
      return shared
    })

  return (identity, gen) => {
    const id = `${idOf(identity)}:${gen}`
    return Effect.acquireUseRelease(
      Effect.suspend(() => {
        const shared = watches.get(id)
        if (shared === undefined) return begin(identity, gen, id)
        shared.watchers++
        return Effect.succeed(shared)
      }),
      ({ fiber }) => Effect.flatten(Fiber.await(fiber)),
      (shared) =>
        Effect.suspend(() => {
          if (--shared.watchers > 0) return Effect.void
          forget(id, shared)
          return Fiber.interruptFork(shared.fiber)
        })
    )
  }
}
