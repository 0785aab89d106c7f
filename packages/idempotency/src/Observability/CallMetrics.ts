/**
 * Metrics of calls.
 *
 * Nothing is counted until {@link layer} is provided. The metrics are Effect metrics, so any exporter of those picks
 * them up. They are tagged by operation and by how calls ended, never by key, host or credential.
 *
 * @since 0.1.0
 */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Metric from "effect/Metric"
import * as MetricBoundaries from "effect/MetricBoundaries"
import { type CallEnd, CallObserver } from "./CallObserver.js"
import { boundaries, type Definition, definitions } from "./MetricDefinitions.js"

const millis = MetricBoundaries.exponential(boundaries)

const timer = ({ description, name }: Definition) => Metric.timerWithBoundaries(name, [...millis.values], description)

const counter = ({ description, name }: Definition) => Metric.counter(name, { description, incremental: true })

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
 * Calls that were answered with what an attempt before had done, by `operation`.
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
 * Total time that a call waited at the gate over all its attempts, by `operation`. Calls that did not wait are left out.
 *
 * @since 0.1.0
 * @category constructors
 */
export const gateWaits = timer(definitions.gateWaits)

/**
 * Duration of calls, including waits and retries, by `operation`, `outcome` and `ended_by`.
 *
 * @since 0.1.0
 * @category constructors
 */
export const duration = timer(definitions.duration)

const count = (metric: Metric.Metric.Counter<number>, operation: string, by: number) =>
  by > 0 ? Metric.incrementBy(Metric.tagged(metric, "operation", operation), by) : Effect.void

const record = (end: CallEnd): Effect.Effect<void> => {
  const { attempts: sent, durationMillis, endedBy, gateMillis, operation, outcome, replayed } = end
  const ended = <Type, In, Out>(metric: Metric.Metric<Type, In, Out>) =>
    metric.pipe(
      Metric.tagged("operation", operation),
      Metric.tagged("outcome", outcome),
      Metric.tagged("ended_by", endedBy)
    )
  return Effect.all([
    Metric.increment(ended(calls)),
    count(attempts, operation, sent),
    count(retries, operation, sent - 1),
    count(replays, operation, replayed === "yes" ? 1 : 0),
    count(budgetRefusals, operation, endedBy === "budget" ? 1 : 0),
    gateMillis > 0
      ? Metric.update(Metric.tagged(gateWaits, "operation", operation), Duration.millis(gateMillis))
      : Effect.void,
    Metric.update(ended(duration), Duration.millis(durationMillis))
  ], { discard: true })
}

/**
 * Counts every call of the program that the layer is provided to, or of the clients that are built with it. An
 * observer that is already in place keeps observing calls.
 *
 * @example
 * import { CallMetrics } from "@qurl/idempotency"
 * import { Effect, Metric } from "effect"
 *
 * declare const program: Effect.Effect<void>
 *
 * const counted = program.pipe(
 *   Effect.zipRight(Metric.value(Metric.tagged(CallMetrics.retries, "operation", "batchCreate"))),
 *   Effect.provide(CallMetrics.layer)
 * )
 *
 * @since 0.1.0
 * @category layers
 */
export const layer: Layer.Layer<CallObserver> = Layer.effect(
  CallObserver,
  Effect.map(CallObserver, (others) => ({ ended: (end) => Effect.zipRight(record(end), others.ended(end)) }))
)
