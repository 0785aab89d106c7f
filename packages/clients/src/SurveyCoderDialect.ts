/**
 * SurveyCoder's idempotency conventions.
 *
 * @since 0.1.0
 */
import type { Dialect } from "@qurl/idempotency/Dialect"

/**
 * The SurveyCoder API. Its `VALIDATION_ERROR` stands for every wrong input, so that only the message says that a key was
 * reused; no status is documented for it. How it answers while a first request is still running is not documented
 * either: it is taken to wait, and to answer 503 when the waiting takes too long.
 *
 * @since 0.1.0
 * @category constructors
 */
export const surveyCoderDialect: Dialect = {
  name: "SurveyCoder",
  header: "idempotency-key",
  replayedHeader: "x-idempotent-replay",
  credentialHeader: "x-api-key",
  keyRules: { minLength: 1, maxLength: 255 },
  retryStatuses: [429, 502, 503, 504],
  inFlight: undefined,
  mismatch: { code: "VALIDATION_ERROR", message: "Idempotency-Key reused with different body" },
  envelope: { refusal: ["code", "request id"], success: [], conflicts: [] },
  codePaths: [["error", "code"], ["code"]],
  messagePaths: [["error", "message"], ["message"]],
  requestIdPaths: [["request_id"], ["error", "request_id"], ["meta", "request_id"]],
  retentionMillis: 24 * 60 * 60 * 1000
}
