/**
 * The decision as a `Schedule`.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import * as Schedule from "effect/Schedule"
import * as ScheduleDecision from "effect/ScheduleDecision"
import * as ScheduleInterval from "effect/ScheduleInterval"
import { decide, type Decision, emptyHistory, giveUp, type History, type Observation, remember } from "../Decision.js"
import type { Intent } from "../Intent.js"
import { monotonicMillis } from "../internal/monotonic.js"
import type * as RetryBudget from "./RetryBudget.js"

/**
 * How a call stands: what is remembered, what was decided last, and what its retries took from the budget.
 *
 * @since 0.1.0
 * @category models
 */
export interface Progress {
  readonly history: History
  readonly decision: Decision | undefined
  readonly taken: number
}

/**
 * The progress of a call that has not been sent.
 *
 * @since 0.1.0
 * @category constructors
 */
export const initial: Progress = { history: emptyHistory, decision: undefined, taken: 0 }

/**
 * Decides and charges the budget: a retry that it does not cover ends the call with what is known.
 *
 * @since 0.1.0
 * @category combinators
 */
export const advance = (
  intent: Intent,
  budget: RetryBudget.Service,
  progress: Progress,
  observation: Observation,
  now: number
): Effect.Effect<Progress & { readonly decision: Decision }> =>
  Effect.flatMap(Random.next, (random) => {
    const history = remember(intent, progress.history, observation)
    const decision = decide(intent, history, observation, now, random)
    const { taken } = progress
    if (decision._tag === "End") {
      const end = { history, decision, taken }
      return decision.endedBy === "answer" ? Effect.as(budget.refund(taken), end) : Effect.succeed(end)
    }
    const { cost } = decision
    return Effect.map(cost === 0 ? Effect.succeed(true) : budget.take(cost), (isCovered) =>
      isCovered
        ? { history, decision, taken: taken + cost }
        : { history, decision: giveUp(intent, history, observation, now, "budget"), taken })
  })

/** The schedule's own time is that of the wall clock, which can be set. */
const advanceNow = (
  intent: Intent,
  budget: RetryBudget.Service,
  progress: Progress,
  observation: Observation
) => Effect.clockWith((clock) => advance(intent, budget, progress, observation, monotonicMillis(clock)))

/**
 * A schedule for `Effect.retry`: it sees the intent, remembers the history and repeats what {@link decide} repeats.
 * Every step is reported to `onStep`, the last one with its reason to end.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (
  intent: Intent,
  budget: RetryBudget.Service,
  onStep: (progress: Progress & { readonly decision: Decision }) => void
): Schedule.Schedule<Decision, Observation> =>
  Schedule.makeWithState<Progress, Observation, Decision>(
    initial,
    (now, observation, progress) =>
      Effect.map(advanceNow(intent, budget, progress, observation), (next) => {
        onStep(next)
        return [
          next,
          next.decision,
          next.decision._tag === "Repeat"
            ? ScheduleDecision.continueWith(ScheduleInterval.after(now + next.decision.delay))
            : ScheduleDecision.done
        ]
      })
  )
