import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import type { Redis } from "ioredis"
import type { StoreError } from "../../Store.js"
import { ask } from "./ask.js"

/** How long a waiter believes that nothing happened because nobody said so. */
const patience = "500 millis"

/**
 * Whoever waits for a record of another process. Looking again and again is what it rests on; what the scripts publish
 * makes it quick. The client subscribes again by itself when its connection was lost.
 */
export const makeWaiters = Effect.fnUntraced(function*(subscriber: Redis, channel: string) {
  const waiting = new Map<string, Set<Deferred.Deferred<void>>>()
  subscriber.on("message", (_, key) => {
    for (const told of waiting.get(key) ?? []) Deferred.unsafeDone(told, Effect.void)
  })
  yield* ask(() => subscriber.subscribe(channel))

  /** Ends once `isOver`, which is asked now, whenever the key is named on the channel, and every now and then. */
  return (key: string, isOver: Effect.Effect<boolean, StoreError>): Effect.Effect<void, StoreError> =>
    Effect.acquireUseRelease(
      Effect.map(Deferred.make<void>(), (told) => {
        const waiters = waiting.get(key) ?? new Set()
        waiting.set(key, waiters.add(told))
        return told
      }),
      (told) => Effect.flatMap(isOver, (over) => over ? Effect.succeed(true) : Effect.as(pause(told), false)),
      (told) =>
        Effect.sync(() => {
          const waiters = waiting.get(key)
          waiters?.delete(told)
          if (waiters?.size === 0) waiting.delete(key)
        })
    ).pipe(Effect.repeat({ until: (over) => over }), Effect.asVoid)
})

const pause = (told: Deferred.Deferred<void>): Effect.Effect<void> =>
  Effect.raceFirst(Deferred.await(told), Effect.sleep(patience))
