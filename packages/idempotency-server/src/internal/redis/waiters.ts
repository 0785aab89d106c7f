import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import type { StoreError } from "../../Store.js"
import { ask } from "./ask.js"
import type { Client } from "./server.js"

/** Longest time between two looks of a waiter that hears nothing. */
const patience = "500 millis"

/**
 * Waiters for records of other processes. They look at intervals, and what the scripts publish makes them look at once.
 * The client subscribes again by itself after its connection was lost. In a cluster every node hears every message.
 */
export const makeWaiters = Effect.fnUntraced(function*(subscriber: Client, channel: string) {
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
