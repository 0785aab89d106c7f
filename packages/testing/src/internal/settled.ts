import type { Emulator, Inventory } from "@qurl/emulator"
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type { Ledger } from "./ledger.js"

type Control = Context.Tag.Service<typeof Emulator>["control"]

/** Faults in place of the handler. A `status` may be one, and one that is not is answered at once. */
const withoutHandler = new Set([
  "destroyBeforeHandler",
  "noAnswerBefore",
  "rateLimit",
  "status",
  "inFlight",
  "mismatch"
])

const isRunning = ({ fault, status }: Inventory.RequestEntry): boolean =>
  status === null && (fault === null || !withoutHandler.has(fault))

/** In real time: a test that moves the clock would wait for itself. */
const pause = Effect.async<void>((resume) => {
  const timer = setTimeout(() => resume(Effect.void), 10)
  return Effect.sync(() => clearTimeout(timer))
})

/**
 * Waits for requests of this ledger that still run on the server after their client has left, because their effects
 * count. A request that runs on under a stopped clock is given up after three seconds.
 */
export const settled = (control: Control, ledger: Ledger): Effect.Effect<void> => {
  const wait = (left: number): Effect.Effect<void> =>
    Effect.flatMap(
      control.requests,
      (requests) =>
        left > 0
          && requests.some((entry) => entry.intent !== null && ledger.traces.has(entry.intent) && isRunning(entry))
          ? Effect.zipRight(pause, wait(left - 1))
          : Effect.void
    )
  return wait(300)
}
