import * as Effect from "effect/Effect"
import type * as Schedule from "effect/Schedule"

/** Retries a step that has failed. */
export const retriedAfter = <A, E, R, Out>(
  failure: E,
  step: Effect.Effect<A, E, R>,
  schedule: Schedule.Schedule<Out, E>
): Effect.Effect<A, E, R> => {
  let next: Effect.Effect<A, E, R> = Effect.fail(failure)
  return Effect.retry(
    Effect.suspend(() => {
      const now = next
      next = step
      return now
    }),
    schedule
  )
}
