/**
 * The options of a single call.
 *
 * @since 0.1.0
 */
import type * as Duration from "effect/Duration"
import type { Rules } from "./Operation.js"
import type { Input } from "./RetryPolicy.js"

/**
 * Options of a single call. Each comes before the layers around the call, which come before the layers that the client was
 * built with, which come before the defaults.
 *
 * @since 0.1.0
 * @category models
 */
export interface CallOptions {
  /** The operation's rules. Default: those of its method. */
  readonly operation?: Rules | undefined
  /** The caller's own key, for example an upstream job id, instead of a generated one. */
  readonly idempotencyKey?: string | undefined
  /** The retry policy. `RetryPolicy.keyed` fills in what is left out. */
  readonly retry?: Input | undefined
  /** Longest duration of one attempt, its body included. Default: the policy's. */
  readonly timeout?: Duration.DurationInput | undefined
  /** Longest duration of the whole call, key generator included. Default: the policy's. */
  readonly deadline?: Duration.DurationInput | undefined
  /** Name of the tenant that calls. Default: the client's. */
  readonly tenant?: string | undefined
}
