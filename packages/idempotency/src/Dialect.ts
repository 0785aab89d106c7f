/**
 * One vendor's idempotency conventions, as data.
 *
 * @since 0.1.0
 */
import type { KeyRules } from "./IdempotencyKey.js"
import type { Marker, StatusMarker } from "./Marker.js"
import type { RetryStatus } from "./Operation.js"

export type {
  /**
   * The answer by which one of the two refusals of a key is recognised.
   *
   * @since 0.1.0
   * @category models
   */
  Marker,
  /**
   * A marker that a server can answer with.
   *
   * @since 0.1.0
   * @category models
   */
  StatusMarker
} from "./Marker.js"

/**
 * Field names that lead to a value in a JSON body.
 *
 * @since 0.1.0
 * @category models
 */
export type Path = ReadonlyArray<string>

/**
 * How the API's own answers are told from those of gateways, proxies and sign-in pages. An answer that is not
 * recognised says nothing about what was done, whatever its status.
 *
 * @since 0.1.0
 * @category models
 */
export interface Envelope {
  /**
   * What every refusal carries in its body, as the vendor documents it. `undefined` where no form of refusals is
   * documented: only the two markers are recognised then.
   */
  readonly refusal: ReadonlyArray<"code" | "request id"> | undefined
  /** Where the payload of every success stands. An empty path takes any JSON. */
  readonly success: Path
  /**
   * Codes of documented refusals with 409, 423 or 425. Every other answer with such a status may be the vendor's way
   * of saying that the first request is still running.
   */
  readonly conflicts: ReadonlyArray<string>
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
  /**
   * How the header spells a key for the server. `string`: one quoted string, as the IETF draft has it. `text`: the key
   * itself, or one quoted string.
   *
   * @default "text"
   */
  readonly keySyntax?: "string" | "text" | undefined
  /** Methods whose keys count on the server. Default: POST and PATCH. */
  readonly keyedMethods?: ReadonlyArray<"POST" | "PUT" | "PATCH"> | undefined
  /** Statuses after which a keyed write is repeated. */
  readonly retryStatuses: ReadonlyArray<RetryStatus>
  /** The first request under the key is still running. None where the server holds a duplicate back until it is done. */
  readonly inFlight: Marker | undefined
  /** The key was used with another body. None where the vendor does not say how a client learns of it. */
  readonly mismatch: Marker | undefined
  readonly envelope: Envelope
  /** Where the code stands in an error body, the first that is there. A URI (a problem type, RFC 9457) counts by its last segment. */
  readonly codePaths: ReadonlyArray<Path>
  /**
   * Whether the codes of the two markers are looked for in every field of an error body, for a vendor who names the
   * codes and not their place.
   *
   * @default false
   */
  readonly markersAnywhere?: boolean | undefined
  /** Where the text for people stands in an error body. */
  readonly messagePaths: ReadonlyArray<Path>
  /** Where the request id stands in a body. A URI counts by its last segment. */
  readonly requestIdPaths: ReadonlyArray<Path>
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
 * The conventions of the IETF draft: `Idempotency-Key`, 409 for a request in flight, 422 for another body, problem
 * documents (RFC 9457), one day.
 *
 * @since 0.1.0
 * @category constructors
 */
export const standard: Dialect & { readonly inFlight: StatusMarker; readonly mismatch: StatusMarker } = {
  name: "standard",
  header: "idempotency-key",
  replayedHeader: "idempotency-replayed",
  credentialHeader: "authorization",
  keyRules: { minLength: 1, maxLength: 255 },
  retryStatuses: [429],
  inFlight: { status: 409, code: "idempotency_in_progress" },
  mismatch: { status: 422, code: "idempotency_key_reused" },
  envelope: { refusal: ["code"], success: [], conflicts: [] },
  codePaths: [["code"]],
  messagePaths: [["detail"]],
  requestIdPaths: [["request_id"]],
  retentionMillis: 24 * 60 * 60 * 1000
}
