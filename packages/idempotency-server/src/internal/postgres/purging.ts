import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import type { Service } from "../../Store.js"

const purgedAtOnce = 1000

/** Whoever purges at all does so more often. */
const trust = 10 * 60_000

/**
 * Removes what expired every minute as long as nobody else does: where `Operations.layer` purges, this rests. It ends
 * with the scope.
 */
export const purging = Effect.fnUntraced(function*(purge: Service["purge"]) {
  let asked = -Infinity
  yield* purge(purgedAtOnce).pipe(
    Effect.repeat({ until: (purged) => purged < purgedAtOnce }),
    Effect.catchTag("StoreError", (error) => Effect.logWarning(error.message)),
    Effect.unlessEffect(Effect.map(Clock.currentTimeMillis, (now) => now - asked < trust)),
    Effect.repeat(Schedule.jittered(Schedule.spaced("1 minute"))),
    Effect.delay("1 minute"),
    Effect.forkScoped
  )
  const noted: Service["purge"] = (limit) =>
    Effect.flatMap(Clock.currentTimeMillis, (now) => {
      asked = now
      return purge(limit)
    })
  return noted
})
