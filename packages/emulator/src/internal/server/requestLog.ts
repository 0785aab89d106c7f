import * as Effect from "effect/Effect"
import * as PubSub from "effect/PubSub"
import * as Stream from "effect/Stream"
import type { RequestEntry } from "../../Inventory.js"

/** The latest requests, so many and no more. */
const kept = 10_000

/** Log of requests. An entry is completed while its request runs. */
export const make = Effect.gen(function*() {
  const entries: Array<RequestEntry> = []
  // Watchers read the whole log, so one notification stands for several changes.
  const changed = yield* PubSub.sliding<void>(1)
  const change = (write: () => void) => Effect.zipRight(Effect.sync(write), PubSub.publish(changed, undefined))
  return {
    add: (entry: RequestEntry) =>
      change(() => {
        entries.push(entry)
        if (entries.length > kept) entries.shift()
      }),
    complete: (id: string, outcome: Partial<RequestEntry>) =>
      change(() => {
        const index = entries.findLastIndex((entry) => entry.id === id)
        const entry = entries[index]
        if (entry !== undefined) entries[index] = { ...entry, ...outcome }
      }),
    all: Effect.sync((): ReadonlyArray<RequestEntry> => [...entries]),
    clear: change(() => {
      entries.length = 0
    }),
    /** At once, and after every change. */
    changes: Stream.unwrapScoped(
      Effect.map(Stream.fromPubSub(changed, { scoped: true }), (changes) => Stream.concat(Stream.void, changes))
    )
  }
})
