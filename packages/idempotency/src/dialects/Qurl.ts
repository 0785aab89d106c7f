import type { Dialect, Marker } from "../Dialect.js"

/**
 * The qURL API. Key lengths, replay marker, retention and envelope are documented; the codes of the two refusals are
 * not, and these are the ones that the emulator answers.
 *
 * @since 0.1.0
 * @category constructors
 */
export const qurl: Dialect & { readonly inFlight: Marker } = {
  name: "qURL",
  header: "idempotency-key",
  replayedHeader: "idempotency-replayed",
  credentialHeader: "authorization",
  keyedMethods: ["POST", "PUT", "PATCH"],
  keyRules: { minLength: 1, maxLength: 256 },
  retryStatuses: [429],
  inFlight: { status: 409, code: "idempotency_in_progress" },
  mismatch: { status: 422, code: "idempotency_key_reused" },
  codePath: ["error", "code"],
  messagePath: ["error", "detail"],
  requestIdPath: ["meta", "request_id"],
  retentionMillis: 24 * 60 * 60 * 1000
}
