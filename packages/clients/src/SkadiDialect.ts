/**
 * Skadi's idempotency conventions.
 *
 * @since 0.1.0
 */
import type { Dialect } from "@qurl/idempotency/Dialect"

/**
 * The Skadi insurance API. The two conflicts, the longest key and the retention are documented. The form of an error body
 * is not, so that the codes of the conflicts count wherever they stand in it, and no other refusal is recognised. How a
 * replay is marked is not documented either; the local server marks it like this.
 *
 * @since 0.1.0
 * @category constructors
 */
export const skadiDialect: Dialect = {
  name: "Skadi",
  header: "idempotency-key",
  replayedHeader: "idempotency-replayed",
  credentialHeader: "x-api-key",
  keyRules: { minLength: 1, maxLength: 255 },
  retryStatuses: [429],
  inFlight: { status: 409, code: "in_flight" },
  mismatch: { status: 409, code: "idempotency-conflict" },
  envelope: { refusal: undefined, success: [], conflicts: [] },
  codePaths: [["code"], ["error", "code"], ["error"], ["type"]],
  markersAnywhere: true,
  messagePaths: [["detail"], ["message"], ["error", "message"]],
  requestIdPaths: [["request_id"], ["instance"]],
  retentionMillis: 24 * 60 * 60 * 1000
}
