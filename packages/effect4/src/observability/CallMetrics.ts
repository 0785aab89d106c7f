/**
 * Metrics of calls.
 *
 * Nothing is counted until {@link layer} is provided. The numbers then are Effect metrics, exported like the program's
 * own. Their attributes are the operation and how calls ended, never a key, a host or a credential.
 *
 * @since 0.1.0
 */
import { boundaries, type Definition, definitions } from "@qurl/idempotency/Observability/MetricDefinitions"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Metric from "effect/Metric"
import { type CallEnd, CallObserver } from "./CallObserver.js"

const millis = Metric.exponentialBoundaries(boundaries)

const counter = ({ description, name }: Definition) => Metric.counter(name, { description, incremental: true })

const timer = ({ description, name }: Definition) => Metric.timer(name, { description, boundaries: millis })

/**
 * Logical calls, by `operation`, `outcome` and `ended_by`.
 *
 * @since 0.1.0
 * @category constructors
 */
export const calls = counter(definitions.calls)

/**
 * Requests that may have reached the server, polls included, by `operation`.
 *
 * @since 0.1.0
 * @category constructors
 */
export const attempts = counter(definitions.attempts)

/**
 * Attempts after the first of a call, by `operation`.
 *
 * @since 0.1.0
 * @category constructors
 */
export const retries = counter(definitions.retries)

/**
 * Calls that were answered with the stored result of an earlier attempt, by `operation`.
 *
 * @since 0.1.0
 * @category constructors
 */
export const replays = counter(definitions.replays)

/**
 * Calls that ended because the shared retry budget was spent, by `operation`.
 *
 * @since 0.1.0
 * @category constructors
 */
export const budgetRefusals = counter(definitions.budgetRefusals)

/**
 * Time that calls waited at the gate, all attempts together, by `operation`. Calls that did not wait are not counted.
 *
 * @since 0.1.0
 * @category constructors
 */
export const gateWaits = timer(definitions.gateWaits)

/**
 * Time that calls took, waits and retries included, by `operation`, `outcome` and `ended_by`.
 *
 * @since 0.1.0
 * @category constructors
 */
export const duration = timer(definitions.duration)

const record = (end: CallEnd): Effect.Effect<void> => {
  const { attempts: sent, durationMillis, endedBy, gateMillis, operation, outcome, replayed } = end
  const ended = { operation, outcome, ended_by: endedBy }
  const count = (metric: Metric.Counter<number>, by: number) =>
    by > 0 ? Metric.update(Metric.withAttributes(metric, { operation }), by) : Effect.void
  return Effect.all([
    Metric.update(Metric.withAttributes(calls, ended), 1),
    count(attempts, sent),
    count(retries, sent - 1),
    count(replays, replayed === "yes" ? 1 : 0),
    count(budgetRefusals, endedBy === "budget" ? 1 : 0),
    gateMillis > 0
      ? Metric.update(Metric.withAttributes(gateWaits, { operation }), Duration.millis(gateMillis))
      : Effect.void,
    Metric.update(Metric.withAttributes(duration, ended), Duration.millis(durationMillis))
  ], { discard: true })
}

/**
 * Counts every call in reach: those of a program that it is provided to, or those of services that are built with it. An
 * observer that was there before still observes them.
 *
 * @example
 * import { CallMetrics } from "@qurl/effect4"
 * import { Effect, Metric } from "effect"
 *
 * declare const program: Effect.Effect<void>
 *
 * const counted = program.pipe(
 *   Effect.andThen(Metric.value(Metric.withAttributes(CallMetrics.retries, { operation: "batchCreate" }))),
 *   Effect.provide(CallMetrics.layer)
 * )
 *
 * @since 0.1.0
 * @category layers
 */
export const layer: Layer.Layer<never> = Layer.effect(
  CallObserver,
  Effect.map(CallObserver, (others) => ({ ended: (end: CallEnd) => Effect.andThen(record(end), others.ended(end)) }))
)
