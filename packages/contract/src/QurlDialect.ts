/**
 * The qURL API's idempotency conventions.
 *
 * @since 0.1.0
 */
import type { Dialect } from "@qurl/idempotency/Dialect"
import type { StatusMarker } from "@qurl/idempotency/Marker"

/**
 * The qURL API. Key lengths, replay marker, retention and envelope are documented; the codes of the two markers are not,
 * and these are the ones that the emulator answers. A service with other words is never mistaken: its conflicts are not
 * among the documented ones, and leave the outcome unknown.
 *
 * @since 0.1.0
 * @category constructors
 */
export const qurlDialect: Dialect & { readonly inFlight: StatusMarker; readonly mismatch: StatusMarker } = {
  name: "qURL",
  header: "idempotency-key",
  replayedHeader: "idempotency-replayed",
  credentialHeader: "authorization",
  keyedMethods: ["POST", "PUT", "PATCH"],
  keyRules: { minLength: 1, maxLength: 256 },
  retryStatuses: [429],
  inFlight: { status: 409, code: "idempotency_in_progress" },
  mismatch: { status: 422, code: "idempotency_key_reused" },
  envelope: {
    refusal: ["code", "request id"],
    success: ["data"],
    conflicts: [
      "resource_type_conflict",
      "alias_in_use",
      "resource_alias_mismatch",
      "slug_in_use",
      "resource_revoked",
      "revoked"
    ]
  },
  codePaths: [["error", "code"]],
  messagePaths: [["error", "detail"]],
  requestIdPaths: [["meta", "request_id"]],
  retentionMillis: 24 * 60 * 60 * 1000
}
