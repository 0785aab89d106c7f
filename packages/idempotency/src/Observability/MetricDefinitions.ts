/**
 * Definitions of the metrics of calls, as plain data: one table for every version of Effect that reports them.
 *
 * @since 0.1.0
 */

/**
 * Name and description of each metric, by its name in `CallMetrics`.
 *
 * @since 0.1.0
 * @category constructors
 */
export const definitions = {
  calls: { name: "idempotency.calls", description: "Logical calls" },
  attempts: { name: "idempotency.attempts", description: "Requests that may have reached the server" },
  retries: { name: "idempotency.retries", description: "Attempts after the first of a call" },
  replays: { name: "idempotency.replays", description: "Calls answered with a stored result" },
  budgetRefusals: {
    name: "idempotency.budget_refusals",
    description: "Calls that the retry budget did not let go on"
  },
  gateWaits: { name: "idempotency.gate_wait", description: "Time spent waiting until the host takes requests" },
  duration: { name: "idempotency.call.duration", description: "Time from the beginning of a call to its end" }
} as const

/**
 * Name and description of a metric.
 *
 * @since 0.1.0
 * @category models
 */
export type Definition = typeof definitions[keyof typeof definitions]

/**
 * Exponential boundaries of the histograms, in milliseconds.
 *
 * @since 0.1.0
 * @category constructors
 */
export const boundaries = { start: 5, factor: 2, count: 16 } as const
