/**
 * Policies for retries: number of attempts, waits, and the failures that are retried.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Layer from "effect/Layer"
import type { RetryStatus } from "./Operation.js"
import * as OptionCheck from "./Support/OptionCheck.js"

/**
 * The waits between attempts: `base` times `factor` for each attempt made, up to `cap`, lengthened by a random share of
 * up to `jitter`.
 *
 * @since 0.1.0
 * @category models
 */
export interface Backoff {
  readonly base: Duration.DurationInput
  readonly factor: number
  readonly cap: Duration.DurationInput
  /** 0.5 lengthens a wait by 0 to 50 %. It never shortens one. */
  readonly jitter: number
}

/**
 * A retry policy. A policy that is wrong makes every call fail with an `OptionError` before anything is sent.
 *
 * @since 0.1.0
 * @category models
 */
export interface Policy {
  /**
   * Failures after which a write is repeated:
   * - `keyed`: lost answers and the retryable statuses, when a key was sent;
   * - `rejectedOnly`: only 429, when a key was sent;
   * - `unsafe`: as `keyed`, also without a key, which duplicates what the server had already done;
   * - `none`: nothing, and reads and deletes neither.
   */
  readonly repeat: "keyed" | "rejectedOnly" | "unsafe" | "none"
  /** Requests per call, the first included. Waiting for a call in flight does not count. */
  readonly attempts: number
  /** Longest duration of one attempt, its body included. */
  readonly attemptTimeout: Duration.DurationInput
  /** Longest duration of the whole call: key generator, attempts, waits and bodies. */
  readonly deadline: Duration.DurationInput
  readonly backoff: Backoff
  /** Statuses after which a keyed write is repeated, where the operation does not fix them. Default: the dialect's. */
  readonly statuses?: ReadonlyArray<RetryStatus> | undefined
}

/**
 * A policy of which only the differences from `RetryPolicy.keyed` are given.
 *
 * @since 0.1.0
 * @category models
 */
export interface Input extends Partial<Omit<Policy, "backoff">> {
  readonly backoff?: Partial<Backoff> | undefined
}

const backoffKinds: OptionCheck.Kinds<Backoff> = {
  base: OptionCheck.duration,
  factor: OptionCheck.number(0),
  cap: OptionCheck.duration,
  jitter: OptionCheck.number(0)
}

const statuses: ReadonlyArray<unknown> = [429, 502, 503, 504] satisfies ReadonlyArray<RetryStatus>

const kinds: OptionCheck.Kinds<Input> = {
  repeat: OptionCheck.oneOf(...(["keyed", "rejectedOnly", "unsafe", "none"] satisfies Array<Policy["repeat"]>)),
  attempts: OptionCheck.number(1),
  attemptTimeout: OptionCheck.duration,
  deadline: OptionCheck.duration,
  backoff: OptionCheck.nested<Backoff>(backoffKinds),
  statuses: OptionCheck.list(OptionCheck.kind(statuses.join(" or "), (value) => statuses.includes(value)))
}

/**
 * Kind of an option that takes a policy.
 *
 * @since 0.1.0
 * @category models
 */
export const policyKind: OptionCheck.Kind = {
  ...OptionCheck.nested<Input>(kinds),
  expected: "a policy, such as { attempts: 3 }"
}

const keyed: Policy = {
  repeat: "keyed",
  attempts: 4,
  attemptTimeout: Duration.seconds(30),
  deadline: Duration.minutes(2),
  backoff: { base: Duration.millis(500), factor: 2, cap: Duration.seconds(30), jitter: 0.5 }
}

/**
 * The policy of the calls in reach of a layer; `RetryPolicy.keyed` if there is none.
 *
 * @example
 * import { RetryPolicy } from "@qurl/idempotency"
 * import { Effect } from "effect"
 *
 * declare const program: Effect.Effect<void>
 *
 * const patient = Effect.provide(program, RetryPolicy.layer({ attempts: 8 }))
 *
 * @since 0.1.0
 * @category tags
 */
export class RetryPolicy extends Context.Reference<RetryPolicy>()("@qurl/idempotency/RetryPolicy", {
  defaultValue: (): Policy => keyed
}) {
  /** Writes are repeated under their key, never without one: 4 attempts, 30 s each, 2 min together. The default. */
  static readonly keyed: Policy = keyed

  /** Writes are repeated after 429 only, when the server has said that it did nothing. */
  static readonly rejectedOnly: Policy = { ...keyed, repeat: "rejectedOnly" }

  /** Every request is sent once. Writes carry their key all the same, since something below may resend them. */
  static readonly none: Policy = { ...keyed, repeat: "none", attempts: 1 }

  /** Repeats writes without a key as well. **A lost answer then duplicates what the server had already done.** */
  static readonly unsafe: Policy = { ...keyed, repeat: "unsafe" }

  /** Completes a policy from `keyed`. */
  static readonly make = (input: Input): Policy => ({
    ...keyed,
    ...input,
    backoff: { ...keyed.backoff, ...input.backoff }
  })

  /** A layer that makes this the policy of everything it is provided to. `keyed` fills in what is left out. */
  static readonly layer = (input: Input): Layer.Layer<never> => Layer.succeed(RetryPolicy, RetryPolicy.make(input))
}
