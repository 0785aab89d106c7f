/**
 * Idempotency conventions of a vendor, as data.
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
 * Marks that distinguish the API's own answers from those of gateways, proxies and sign-in pages. An answer that is not
 * recognised says nothing about what was done, whatever its status.
 *
 * @since 0.1.0
 * @category models
 */
export interface Envelope {
  /**
   * Fields that every refusal carries in its body, according to the vendor's documentation. `undefined` if the vendor
   * documents none: only the two markers are recognised then.
   */
  readonly refusal: ReadonlyArray<"code" | "request id"> | undefined
  /** Path to the payload of every success. An empty path accepts any JSON. */
  readonly success: Path
  /**
   * Codes of documented refusals with 409, 423 or 425. Every other answer with such a status may be the vendor's way
   * of saying that the first request is still running.
   */
  readonly conflicts: ReadonlyArray<string>
}

/**
 * Conventions that the client and the server of an API share.
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
  /**
   * Paths to the code in an error body; the first path that exists wins. If the code is a URI (a problem type, RFC
   * 9457), its last segment counts.
   */
  readonly codePaths: ReadonlyArray<Path>
  /**
   * Looks for the codes of the two markers in every field of an error body, for a vendor that documents the codes but
   * not their place.
   *
   * @default false
   */
  readonly markersAnywhere?: boolean | undefined
  /** Paths to the human-readable message in an error body. */
  readonly messagePaths: ReadonlyArray<Path>
  /** Paths to the request id in a body. If the id is a URI, its last segment counts. */
  readonly requestIdPaths: ReadonlyArray<Path>
  /**
   * Header in which the client names each request, in lower case, for a server that takes such a name. Debug logs then
   * show every request as it is sent, too.
   */
  readonly requestIdHeader?: string | undefined
  /**
   * Shows keys in full in debug logs. Off by default, since a key lets others read the answer.
   *
   * @default false
   */
  readonly logsKeys?: boolean | undefined
  /** Time that the server keeps answers, in milliseconds. */
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
