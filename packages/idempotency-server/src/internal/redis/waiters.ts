import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import { Redis } from "ioredis"
import type { StoreError } from "../../Store.js"
import { ask } from "./ask.js"
import type { Client } from "./server.js"

/** Longest time between two looks of a waiter that hears nothing. */
const patience = "500 millis"

/**
 * Waiters for records of other processes. They look at intervals, and what the scripts publish makes them look at once.
 * A lost connection is subscribed again once it is back. In a cluster the client does that by itself, and every node hears
 * every message.
 */
export const makeWaiters = Effect.fnUntraced(function*(subscriber: Client, channel: string) {
  const waiting = new Map<string, Set<Deferred.Deferred<void>>>()
  subscriber.on("message", (_, key) => {
    for (const told of waiting.get(key) ?? []) Deferred.unsafeDone(told, Effect.void)
  })
  yield* ask(() => subscriber.subscribe(channel))
  if (subscriber instanceof Redis) {
    // If it fails, waiters still look at intervals, and the next connection tries again.
    subscriber.on("ready", () => void subscriber.subscribe(channel).catch(() => {}))
  }

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
