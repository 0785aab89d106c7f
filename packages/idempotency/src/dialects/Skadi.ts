import type { Dialect } from "../Dialect.js"

/**
 * The Skadi insurance API. The two conflicts, the longest key and the retention are documented. Its errors are problem
 * details whose type ends with the code, and whose instance ends with the request id. How a replay is marked is not
 * documented; the local server marks it like this.
 *
 * @since 0.1.0
 * @category constructors
 */
export const skadi: Dialect = {
  name: "Skadi",
  header: "idempotency-key",
  replayedHeader: "idempotency-replayed",
  credentialHeader: "x-api-key",
  keyRules: { minLength: 1, maxLength: 255 },
  retryStatuses: [429],
  inFlight: { status: 409, code: "in_flight" },
  mismatch: { status: 409, code: "idempotency-conflict" },
  codePath: ["type"],
  messagePath: ["detail"],
  requestIdPath: ["instance"],
  retentionMillis: 24 * 60 * 60 * 1000
}
