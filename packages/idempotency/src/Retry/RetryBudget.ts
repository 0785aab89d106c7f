/**
 * A token bucket that all calls of a client share, so that retries cannot multiply the load on a server in trouble.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { refunds } from "../internal/instant.js"
import { monotonicMillis } from "../internal/monotonic.js"

/**
 * The budget: a retry after a lost connection or a 5xx takes 5 tokens, after a timeout 10; a success gives back what
 * its call took, and 1 when it took nothing; time gives back the rest. Rejections (429) are free: there the server says
 * when to come back.
 *
 * @since 0.1.0
 * @category models
 */
export interface Service {
  /** Takes `cost` tokens; false, and nothing taken, when there are fewer. */
  readonly take: (cost: number) => Effect.Effect<boolean>
  /** Gives tokens back after a success. */
  readonly refund: (taken: number) => Effect.Effect<void>
}

/**
 * Every client makes a budget of its own, unless one is provided when it is built.
 *
 * @since 0.1.0
 * @category tags
 */
export class RetryBudget extends Context.Tag("@qurl/idempotency/Retry/RetryBudget")<RetryBudget, Service>() {}

/**
 * A full bucket. The capacity and the costs are those of the AWS SDKs' standard mode (500, 5 and 10). It refills with time
 * as well, so that calls get their retries again once the trouble is over.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (capacity = 500, refillPerSecond = 5): Effect.Effect<Service> =>
  Effect.clockWith((clock) =>
    Effect.sync(() => {
      let tokens = capacity
      let refilledAt = monotonicMillis(clock)
      const add = (amount: number) => {
        tokens = Math.min(capacity, tokens + amount)
      }
      const refund = (taken: number) => add(Math.max(1, taken))
      const service: Service = {
        take: (cost) =>
          Effect.clockWith((clock) =>
            Effect.sync(() => {
              const now = monotonicMillis(clock)
              add(Math.max(0, now - refilledAt) / 1000 * refillPerSecond)
              refilledAt = now
              if (cost > tokens) return false
              tokens -= cost
              return true
            })
          ),
        refund: (taken) => Effect.sync(() => refund(taken))
      }
      refunds.set(service, refund)
      return service
    })
  )

/**
 * Shares a retry budget among all clients that are built with this layer.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (capacity?: number, refillPerSecond?: number): Layer.Layer<RetryBudget> =>
  Layer.effect(RetryBudget, make(capacity, refillPerSecond))
