import * as Effect from "effect/Effect"
import * as MutableQueue from "effect/MutableQueue"

interface Turn {
  readonly given: Effect.Latch
  state: "waiting" | "given" | "left"
}

/**
 * So many effects at once; the others take their turns in the order in which they came. Whoever ends its turn wakes the
 * next and nobody else, where a semaphore of the library wakes all who wait, each time.
 */
export const make = (places: number): <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R> => {
  const waiting = MutableQueue.unbounded<Turn>()
  let free = places

  const next = (): Turn | undefined => {
    let turn = MutableQueue.poll(waiting, undefined)
    while (turn?.state === "left") turn = MutableQueue.poll(waiting, undefined)
    return turn
  }

  const enter = (): Turn => {
    const turn: Turn = { given: Effect.unsafeMakeLatch(), state: free > 0 ? "given" : "waiting" }
    if (turn.state === "given") free--
    else MutableQueue.offer(waiting, turn)
    return turn
  }

  /** Gives the turn to the next. Who has not had one leaves the queue. */
  const leave = (turn: Turn): void => {
    if (turn.state === "waiting") {
      turn.state = "left"
      return
    }
    const heir = next()
    if (heir === undefined) {
      free++
      return
    }
    heir.state = "given"
    heir.given.unsafeOpen()
  }

  return (effect) =>
    Effect.uninterruptibleMask((restore) =>
      Effect.suspend(() => {
        const turn = enter()
        // One end for both, so that a turn that comes together with an interruption is passed on.
        return Effect.ensuring(
          restore(turn.state === "given" ? effect : Effect.zipRight(turn.given.await, effect)),
          Effect.sync(() => leave(turn))
        )
      })
    )
}
