/**
 * Findings of the exactly-once oracle, as data.
 *
 * @since 0.1.0
 */
import type { Outcome } from "@qurl/sdk"

/**
 * A request that changed something.
 *
 * @since 0.1.0
 * @category models
 */
export interface Execution {
  readonly requestId: string
  readonly operation: string
  /** Beginning and end of the request's idempotency key, where it is known here. */
  readonly key: string | undefined
  /** SHA-256 of that key, which the emulator has noted. Absent for a request without one. */
  readonly keyDigest: string | undefined
  /** How much of what it changed: `token.created` 100. */
  readonly changes: Readonly<Record<string, number>>
}

/**
 * A call and its report to the caller.
 *
 * @since 0.1.0
 * @category models
 */
export interface Told {
  /** The operation and the number of the call in its test: `create #3`. */
  readonly call: string
  readonly outcome: Outcome
}

/**
 * Violation of "exactly once".
 *
 * - `duplicate`: one intent was carried out by two requests.
 * - `repeated`: a call whose outcome was not known was made again under another key, and both had an effect.
 * - `missing`: a success was reported of something that does not exist.
 * - `unexpected`: something exists that was reported as rejected or not sent.
 *
 * @since 0.1.0
 * @category models
 */
export interface Violation {
  readonly kind: "duplicate" | "repeated" | "missing" | "unexpected"
  /** The label of the intent, or the name of the call that was one by itself. */
  readonly intent: string
  readonly calls: ReadonlyArray<Told>
  readonly executions: ReadonlyArray<Execution>
  /** The missing thing, if that is the violation. */
  readonly missing: ReadonlyArray<string>
}

/**
 * All that was found, and how much was looked at.
 *
 * @since 0.1.0
 * @category models
 */
export interface Verdict {
  readonly violations: ReadonlyArray<Violation>
  /** Calls that requested a change, whether or not the server received them. */
  readonly calls: ReadonlyArray<Told>
  /** Changes on the server that these calls and intents caused. */
  readonly changes: number
}
