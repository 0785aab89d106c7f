import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as FiberId from "effect/FiberId"

/** Something that happens once, and that nearly always nobody waits for. */
export interface Signal {
  readonly give: () => void
  readonly wait: Effect.Effect<void>
}

/** A `Deferred` that is made by the first who waits: making one costs more than most of what is waited for here. */
export const make = (): Signal => {
  let isGiven = false
  let waited: Deferred.Deferred<void> | undefined
  return {
    give: () => {
      isGiven = true
      if (waited !== undefined) Deferred.unsafeDone(waited, Effect.void)
    },
    wait: Effect.suspend(() => {
      if (isGiven) return Effect.void
      waited ??= Deferred.unsafeMake(FiberId.none)
      return Deferred.await(waited)
    })
  }
}
