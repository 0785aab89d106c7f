/**
 * One vendor's idempotency conventions, as data.
 *
 * @since 0.1.0
 */
import type { KeyRules } from "./IdempotencyKey.js"
import type { RetryStatus, Rules } from "./Operation.js"

export {
  /**
   * The Atlas control plane.
   *
   * @since 0.1.0
   * @category constructors
   */
  atlas
} from "./dialects/Atlas.js"
export {
  /**
   * The qURL API.
   *
   * @since 0.1.0
   * @category constructors
   */
  qurl
} from "./dialects/Qurl.js"
export {
  /**
   * The Skadi insurance API.
   *
   * @since 0.1.0
   * @category constructors
   */
  skadi
} from "./dialects/Skadi.js"
export {
  /**
   * The SurveyCoder API.
   *
   * @since 0.1.0
   * @category constructors
   */
  surveyCoder
} from "./dialects/SurveyCoder.js"

/**
 * An answer that is recognised by its status and error code together, and its message where one is given.
 *
 * @since 0.1.0
 * @category models
 */
export interface Marker {
  readonly status: number
  readonly code: string
  /** The exact text, for a vendor whose code stands for other things as well. */
  readonly message?: string | undefined
}

/**
 * Whether an answer is the one that the marker describes.
 *
 * @since 0.1.0
 * @category combinators
 */
export const matches = (
  marker: Marker | undefined,
  answer: { readonly status: number; readonly code: string | undefined; readonly message?: string | undefined }
): boolean =>
  marker !== undefined && answer.status === marker.status && answer.code === marker.code
  && (marker.message === undefined || answer.message === marker.message)

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
  /** Methods whose keys count on the server. Default: POST and PATCH. */
  readonly keyedMethods?: ReadonlyArray<"POST" | "PUT" | "PATCH"> | undefined
  /** Statuses after which a keyed write is repeated. */
  readonly retryStatuses: ReadonlyArray<RetryStatus>
  /** The first request under the key is still running. None where the server never says so, but waits with its answer. */
  readonly inFlight: Marker | undefined
  /** The key was used with another body. */
  readonly mismatch: Marker
  /** Where the code stands in an error body. Of a URI (a problem type, RFC 9457) the last segment counts. */
  readonly codePath: ReadonlyArray<string>
  /** Where the text for people stands in an error body. */
  readonly messagePath: ReadonlyArray<string>
  /** Where the request id stands in a body. Of a URI the last segment counts. */
  readonly requestIdPath: ReadonlyArray<string>
  /**
   * Header in which the client names each request, in lower case, for a server that takes such a name. Debug logs then
   * show every request as it is sent, too.
   */
  readonly requestIdHeader?: string | undefined
  /** Whether debug logs show keys in full. Default: false, since a key lets others read the answer. */
  readonly logsKeys?: boolean | undefined
  /** How long the server keeps answers, in milliseconds. */
  readonly retentionMillis: number
}

/**
 * Whether an answer to this operation says that its key was used with another body.
 *
 * @since 0.1.0
 * @category combinators
 */
export const isMismatch = (
  dialect: Dialect,
  rules: Pick<Rules, "mismatch">,
  answer: Parameters<typeof matches>[1]
): boolean => matches(dialect.mismatch, answer) || matches(rules.mismatch, answer)
