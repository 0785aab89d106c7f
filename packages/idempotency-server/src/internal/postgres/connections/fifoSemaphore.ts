import * as Effect from "effect/Effect"
import * as MutableQueue from "effect/MutableQueue"

interface Permit {
  readonly granted: Effect.Latch
  state: "waiting" | "granted" | "abandoned"
}

/**
 * FIFO semaphore with `permits` permits. Releasing a permit wakes only the next waiter; a semaphore of Effect wakes all
 * of them, each time.
 */
export const make = (permits: number): <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R> => {
  const waiting = MutableQueue.unbounded<Permit>()
  let free = permits

  const next = (): Permit | undefined => {
    let permit = MutableQueue.poll(waiting, undefined)
    while (permit?.state === "abandoned") permit = MutableQueue.poll(waiting, undefined)
    return permit
  }

  const acquire = (): Permit => {
    const permit: Permit = { granted: Effect.unsafeMakeLatch(), state: free > 0 ? "granted" : "waiting" }
    if (permit.state === "granted") free--
    else MutableQueue.offer(waiting, permit)
    return permit
  }

  /** Passes the permit on to the next waiter. A waiter without one leaves the queue. */
  const release = (permit: Permit): void => {
    if (permit.state === "waiting") {
      permit.state = "abandoned"
      return
    }
    const heir = next()
    if (heir === undefined) {
      free++
      return
    }
    heir.state = "granted"
    heir.granted.unsafeOpen()
  }

  return (effect) =>
    Effect.uninterruptibleMask((restore) =>
      Effect.suspend(() => {
        const permit = acquire()
        // One finalizer for both, so that a permit that comes together with an interruption is passed on.
        return Effect.ensuring(
          restore(permit.state === "granted" ? effect : Effect.zipRight(permit.granted.await, effect)),
          Effect.sync(() => release(permit))
        )
      })
    )
}
