/**
 * A token bucket that all calls of a client share, so that retries cannot multiply the load on a server in trouble.
 *
 * @since 0.1.0
 */
import * as Core from "@qurl/idempotency/Retry/RetryBudget"
import * as Context from "effect/Context"
import * as Layer from "effect/Layer"
import { build } from "./internal/held.js"
import { retryBudgetId } from "./internal/references.js"

/**
 * Every service makes one of its own, unless one is provided when it is built.
 *
 * @since 0.1.0
 * @category tags
 */
export class RetryBudget extends Context.Service<RetryBudget, object>()(retryBudgetId) {}

/**
 * Layer of a retry budget that the services built with it share. A retry after a lost connection or a 5xx takes 5
 * tokens, after a timeout 10; success and time give them back.
 *
 * @default 500 tokens, 5 of them refilled per second
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (capacity?: number, refillPerSecond?: number): Layer.Layer<RetryBudget> =>
  Layer.effect(RetryBudget, build(Core.layer(capacity, refillPerSecond)))
