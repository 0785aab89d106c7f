import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import type { Service } from "../../Store.js"

const batch = 1000

/** A caller that purges at all does so more often. */
const idleMillis = 10 * 60_000

/**
 * Purges every minute unless the returned purge was called in the last ten minutes, as `Operations.layer` does. It ends
 * with the scope.
 */
export const make = Effect.fnUntraced(function*(purge: Service["purge"]) {
  let calledAt = -Infinity
  yield* purge(batch).pipe(
    Effect.repeat({ until: (purged) => purged < batch }),
    Effect.catchTag("StoreError", (error) => Effect.logWarning(error.message)),
    Effect.unlessEffect(Effect.map(Clock.currentTimeMillis, (now) => now - calledAt < idleMillis)),
    Effect.repeat(Schedule.jittered(Schedule.spaced("1 minute"))),
    Effect.delay("1 minute"),
    Effect.forkScoped
  )
  const noted: Service["purge"] = (limit) =>
    Effect.flatMap(Clock.currentTimeMillis, (now) => {
      calledAt = now
      return purge(limit)
    })
  return noted
})
