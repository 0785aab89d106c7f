import type { Dialect } from "../Dialect.js"

/**
 * The Atlas control plane. A duplicate waits for the first answer, so that nothing is ever said to be in flight. What a
 * used key with another body gets is not documented; this is what the local server answers. Answers are kept for 24 to
 * 48 hours: the shorter time is the one to rely on.
 *
 * @since 0.1.0
 * @category constructors
 */
export const atlas: Dialect = {
  name: "Atlas",
  header: "idempotency-key",
  replayedHeader: "idempotency-replayed",
  credentialHeader: "authorization",
  keyRules: { minLength: 1, maxLength: 255 },
  retryStatuses: [429, 502, 503, 504],
  inFlight: undefined,
  mismatch: { status: 422, code: "idempotency_key_reused" },
  codePath: ["code"],
  messagePath: ["detail"],
  requestIdPath: ["request_id"],
  requestIdHeader: "x-request-id",
  logsKeys: true,
  retentionMillis: 24 * 60 * 60 * 1000
}
