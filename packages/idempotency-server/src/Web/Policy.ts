/**
 * Policies of routes without Effect. `@qurl/idempotency-server/web` has all of this under its own name.
 *
 * @since 0.1.0
 */
import type { Policy } from "../Policy.js"
import type { Capabilities } from "../Store.js"

/**
 * Result of asking about an execution whose server is gone: its answer, that it did nothing, or that this is unknown.
 *
 * @since 0.1.0
 * @category models
 */
export type Findings = { readonly done: Response } | "not done" | "unknown"

/**
 * Treatment of a key whose handler failed or died under a lease. Only `park` and `reconcile` never run a handler twice.
 *
 * - `park`: the key waits for the decision of an operator.
 * - `resume`: the handler runs again and makes its calls under child keys, so that finished steps are not repeated.
 * - `re-execute`: the handler runs again and tolerates that.
 * - `reconcile`: looks for the effect first, and parks the key if the result is unknown. `childKey` returns the keys that
 *   the handler used.
 *
 * @since 0.1.0
 * @category models
 */
export type Crash =
  | "park"
  | "resume"
  | "re-execute"
  | {
    readonly reconcile: (
      request: Request,
      execution: { readonly childKey: (step: string) => string }
    ) => Findings | Promise<Findings>
  }

/**
 * Parts of a policy that routes may have for themselves. Every part has a default.
 *
 * @since 0.1.0
 * @category models
 */
export interface PolicyParts extends
  Pick<
    Policy,
    | "key"
    | "anonymous"
    | "uniqueWithin"
    | "sameBody"
    | "mismatch"
    | "unavailable"
    | "sliding"
    | "verdict"
    | "headers"
    | "maxBodyBytes"
    | "maxKeptBytes"
  >
{
  /** Treatment of a key whose handler failed or died under a lease. A transaction is undone. @default "park" */
  readonly crash?: Crash | undefined
  /** Capabilities that the store must have, or the server does not start. @default none */
  readonly requires?: ReadonlyArray<Exclude<keyof Capabilities, "transactional">> | undefined
  /** @default 30 000 */
  readonly leaseMillis?: number | undefined
  /** @default the dialect's */
  readonly retentionMillis?: number | undefined
  /** @default 0, or 30 000 if the dialect has no answer for a request in flight */
  readonly maxWaitMillis?: number | undefined
  /** Time limit for the arrival of a request's body. @default 30 000 */
  readonly bodyTimeoutMillis?: number | undefined
  /** Time limit for each operation of the store. @default 5000 */
  readonly storeTimeoutMillis?: number | undefined
}

/**
 * Policy of one handler. It replaces parts of the common policy.
 *
 * @since 0.1.0
 * @category models
 */
export interface RoutePolicy extends PolicyParts {
  readonly mode?: undefined
}

/**
 * Policy of one handler that holds its key by a lease and gets no transaction, for handlers that call other services.
 *
 * @since 0.1.0
 * @category models
 */
export interface LeasePolicy extends PolicyParts {
  readonly mode: "lease"
}
