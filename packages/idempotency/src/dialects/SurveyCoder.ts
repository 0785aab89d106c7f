import type { Dialect } from "../Dialect.js"

/**
 * The SurveyCoder API. Its `VALIDATION_ERROR` stands for every wrong input, so that only the message tells that a key
 * was reused. Whether it says that a first request is still running is not documented: it is taken to wait, and to
 * answer 503 when the waiting takes too long.
 *
 * @since 0.1.0
 * @category constructors
 */
export const surveyCoder: Dialect = {
  name: "SurveyCoder",
  header: "idempotency-key",
  replayedHeader: "x-idempotent-replay",
  credentialHeader: "x-api-key",
  keyRules: { minLength: 1, maxLength: 255 },
  retryStatuses: [429, 502, 503, 504],
  inFlight: undefined,
  mismatch: { status: 422, code: "VALIDATION_ERROR", message: "Idempotency-Key reused with different body" },
  codePath: ["error", "code"],
  messagePath: ["error", "message"],
  requestIdPath: ["error", "request_id"],
  retentionMillis: 24 * 60 * 60 * 1000
}
