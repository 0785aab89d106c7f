/**
 * Intent of a logical call, fixed before anything is sent and shared by all its attempts.
 *
 * @since 0.1.0
 */
import * as Duration from "effect/Duration"
import type * as Option from "effect/Option"
import type { Dialect } from "./Dialect.js"
import type { RetryStatus, Rules } from "./Operation.js"
import type { Policy } from "./RetryPolicy.js"

/**
 * Source of the key: the caller, the generator, an earlier run of a pinned region, or `none` for a call without a key.
 *
 * @since 0.1.0
 * @category models
 */
export type Origin = "caller" | "generated" | "pinned" | "none"

/**
 * Results after which this call may be repeated, derived from operation, policy and dialect.
 *
 * @since 0.1.0
 * @category models
 */
export interface Repeatable {
  /** After an answer that was lost on the way. */
  readonly lost: boolean
  /** After a request that never left. */
  readonly notSent: boolean
  /** After these statuses. */
  readonly statuses: ReadonlyArray<RetryStatus>
}

/**
 * A logical call.
 *
 * @since 0.1.0
 * @category models
 */
export interface Intent {
  readonly rules: Rules
  readonly method: string
  /** Path without query. */
  readonly path: string
  readonly key: Option.Option<string>
  readonly origin: Origin
  /** Digest of the body, computed when it is first asked for. */
  readonly fingerprint: () => Option.Option<string>
  /** When the call began, in milliseconds on a clock that never steps back. */
  readonly startedAt: number
  /** When it must have ended, on the same clock. */
  readonly deadlineAt: number
  readonly policy: Policy
  readonly dialect: Dialect
  readonly repeatable: Repeatable
  /**
   * True for a read with `If-None-Match` or `If-Modified-Since`, whose answer may be 304.
   *
   * @default false
   */
  readonly isConditional?: boolean | undefined
}

/**
 * Checks for a method that changes nothing on the server.
 *
 * @since 0.1.0
 * @category combinators
 */
export const isRead = (method: string): boolean => method === "GET" || method === "HEAD" || method === "OPTIONS"

const nothing: Repeatable = { lost: false, notSent: false, statuses: [] }
const natural: ReadonlyArray<RetryStatus> = [429, 502, 503, 504]

/**
 * Derives what may be repeated from the operation's rules, the policy and the presence of a key.
 *
 * @since 0.1.0
 * @category constructors
 */
export const repeatable = (
  rules: Rules,
  policy: Policy,
  dialect: Dialect,
  hasKey: boolean
): Repeatable => {
  if (policy.repeat === "none") return nothing
  const narrowed = (wanted: ReadonlyArray<RetryStatus>) =>
    rules.retryStatuses === undefined ? wanted : wanted.filter((status) => rules.retryStatuses?.includes(status))
  if (rules.idempotency === "natural") {
    return { lost: rules.networkRetry !== false, notSent: true, statuses: narrowed(natural) }
  }
  if (!hasKey && policy.repeat !== "unsafe") return nothing
  if (policy.repeat === "rejectedOnly") return { lost: false, notSent: false, statuses: narrowed([429]) }
  return {
    lost: rules.networkRetry !== false,
    notSent: true,
    statuses: narrowed(policy.statuses ?? rules.retryStatuses ?? dialect.retryStatuses)
  }
}

/**
 * The delay before the next attempt, before any wish of the server: milliseconds, never more than the policy's cap.
 * `random` lies in [0, 1).
 *
 * @since 0.1.0
 * @category combinators
 */
export const backoff = (policy: Policy, attempts: number, random: number): number => {
  const { base, cap, factor, jitter } = policy.backoff
  const raw = Duration.toMillis(base) * factor ** Math.max(0, attempts - 1) * (1 + jitter * random)
  return Math.min(Duration.toMillis(cap), raw)
}
