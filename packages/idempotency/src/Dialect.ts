/**
 * One vendor's idempotency conventions, as data.
 *
 * @since 0.1.0
 */
import type { KeyRules } from "./IdempotencyKey.js"
import type { RetryStatus } from "./Operation.js"

export {
  /**
   * The qURL API.
   *
   * @since 0.1.0
   * @category constructors
   */
  qurl
} from "./dialects/Qurl.js"

/**
 * An answer that is recognised by its status and error code together, and by nothing else.
 *
 * @since 0.1.0
 * @category models
 */
export interface Marker {
  readonly status: number
  readonly code: string
}

/**
 * What client and server of one API agree on.
 *
 * @since 0.1.0
 * @category models
 */
export interface Dialect {
  readonly name: string
  /** Header that carries the key, in lower case. */
  readonly header: string
  /** Header that marks a replay with the value `true`, in lower case. */
  readonly replayedHeader: string
  /** Header that carries the credential, in lower case: calls with one credential share a gate. */
  readonly credentialHeader: string
  readonly keyRules: KeyRules
  /** Statuses after which a keyed write is repeated. */
  readonly retryStatuses: ReadonlyArray<RetryStatus>
  /** The first request under the key is still running. */
  readonly inFlight: Marker
  /** The key was used with another body. */
  readonly mismatch: Marker
  /** Where the code stands in an error body. */
  readonly codePath: ReadonlyArray<string>
  /** Where the request id stands in a body. */
  readonly requestIdPath: ReadonlyArray<string>
  /** How long the server keeps answers, in milliseconds. */
  readonly retentionMillis: number
}
