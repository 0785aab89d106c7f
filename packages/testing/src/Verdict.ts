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
  /** Beginning and end of the request's idempotency key, if the test process knows it. */
  readonly key: string | undefined
  /** SHA-256 of that key, which the emulator records. Absent for a request without one. */
  readonly keyDigest: string | undefined
  /** Number of changes of each kind: `token.created` 100. */
  readonly changes: Readonly<Record<string, number>>
}

/**
 * A call and its report to the caller.
 *
 * @since 0.1.0
 * @category models
 */
export interface ReportedCall {
  /** The operation and the number of the call in its test: `create #3`. */
  readonly call: string
  readonly outcome: Outcome
}

/**
 * Violation of "exactly once".
 *
 * - `duplicate`: one intent was carried out by two requests.
 * - `repeated`: a call with an unknown outcome was made again under another key, and both had an effect.
 * - `missing`: a success was reported of something that does not exist.
 * - `unexpected`: something exists that was reported as rejected or not sent.
 *
 * @since 0.1.0
 * @category models
 */
export interface Violation {
  readonly kind: "duplicate" | "repeated" | "missing" | "unexpected"
  /** The label of the intent, or the name of a call outside of declared intents. */
  readonly intent: string
  readonly calls: ReadonlyArray<ReportedCall>
  readonly executions: ReadonlyArray<Execution>
  /** The missing thing, if that is the violation. */
  readonly missing: ReadonlyArray<string>
}

/**
 * Findings, with the numbers of calls and changes that were examined.
 *
 * @since 0.1.0
 * @category models
 */
export interface Verdict {
  readonly violations: ReadonlyArray<Violation>
  /** Calls that requested a change, whether or not the server received them. */
  readonly calls: ReadonlyArray<ReportedCall>
  /** Changes on the server that these calls and intents caused. */
  readonly changes: number
}
