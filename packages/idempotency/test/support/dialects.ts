import { Dialect } from "../../src/index.js"

/** An API whose answers stand in an envelope, with documented conflicts. */
export const enveloped = {
  ...Dialect.standard,
  name: "enveloped",
  keyedMethods: ["POST", "PUT", "PATCH"],
  envelope: { refusal: ["code", "request id"], success: ["data"], conflicts: ["name_in_use"] },
  codePaths: [["error", "code"]],
  messagePaths: [["error", "detail"]],
  requestIdPaths: [["meta", "request_id"]]
} as const satisfies Dialect.Dialect

/** An API that names the codes of its two markers and not their place, and documents no other refusal. */
export const unplaced = {
  ...Dialect.standard,
  name: "unplaced",
  inFlight: { status: 409, code: "in_flight" },
  mismatch: { status: 409, code: "idempotency-conflict" },
  envelope: { refusal: undefined, success: [], conflicts: [] },
  codePaths: [["code"], ["error", "code"], ["error"], ["type"]],
  markersAnywhere: true,
  requestIdPaths: [["request_id"], ["instance"]]
} as const satisfies Dialect.Dialect

/** An API that recognises a reused key by code and message at any status, and holds duplicates back. */
export const worded = {
  ...Dialect.standard,
  name: "worded",
  retryStatuses: [429, 502, 503, 504],
  inFlight: undefined,
  mismatch: { code: "VALIDATION_ERROR", message: "Idempotency-Key reused with different body" },
  envelope: { refusal: ["code", "request id"], success: [], conflicts: [] },
  codePaths: [["error", "code"], ["code"]],
  messagePaths: [["error", "message"], ["message"]],
  requestIdPaths: [["request_id"], ["error", "request_id"]]
} as const satisfies Dialect.Dialect

/** An API that documents no refusal at all, names its requests and logs keys. */
export const silent = {
  ...Dialect.standard,
  name: "silent",
  inFlight: undefined,
  mismatch: undefined,
  envelope: { refusal: undefined, success: [], conflicts: [] },
  requestIdHeader: "x-request-id",
  logsKeys: true
} as const satisfies Dialect.Dialect
