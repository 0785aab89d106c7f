/**
 * Atlas's idempotency conventions.
 *
 * @since 0.1.0
 */
import type { Dialect } from "@qurl/idempotency/Dialect"

/**
 * The Atlas control plane. A duplicate waits for the first answer, so that nothing is ever in flight. Neither the form of
 * its errors nor the answer to a used key with another body is documented, so that no refusal is recognised. Answers are
 * kept for 24 to 48 hours: the shorter time is the one to rely on.
 *
 * @since 0.1.0
 * @category constructors
 */
export const atlasDialect: Dialect = {
  name: "Atlas",
  header: "idempotency-key",
  replayedHeader: "idempotency-replayed",
  credentialHeader: "authorization",
  keyRules: { minLength: 1, maxLength: 255 },
  retryStatuses: [429, 502, 503, 504],
  inFlight: undefined,
  mismatch: undefined,
  envelope: { refusal: undefined, success: [], conflicts: [] },
  codePaths: [["code"]],
  messagePaths: [["detail"]],
  requestIdPaths: [["request_id"]],
  requestIdHeader: "x-request-id",
  logsKeys: true,
  retentionMillis: 24 * 60 * 60 * 1000
}
