/**
 * Ways in which a server words its refusals. Apart from the first they share nothing with the dialects of the clients:
 * other envelopes, codes and statuses for the same facts.
 *
 * @since 0.1.0
 */

/**
 * A refusal as it goes over the wire.
 *
 * @since 0.1.0
 * @category models
 */
export interface Refusal {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/**
 * The refusals of one server.
 *
 * @since 0.1.0
 * @category models
 */
export interface Vocabulary {
  readonly name: string
  /** Marks a replay, if the server marks replays. */
  readonly replayed: Readonly<Record<string, string>>
  /** The first request under the key is still running. */
  readonly inFlight: Refusal
  /** The key was used with another body. */
  readonly mismatch: Refusal
  /** The handler refuses what was asked. */
  readonly forbidden: Refusal
  /** The resource does not exist. */
  readonly missing: Refusal
}

const json = (status: number, body: unknown, type = "application/json"): Refusal => ({
  status,
  headers: { "content-type": type },
  body: JSON.stringify(body)
})

const qurlProblem = (status: number, code: string, detail: string): Refusal =>
  json(status, {
    error: { type: `https://api.layerv.ai/problems/${code}`, title: code, status, code, detail },
    meta: { request_id: `req_${code}` }
  }, "application/problem+json")

/** The words that the qURL dialect knows. */
const documented: Vocabulary = {
  name: "the dialect's words",
  replayed: { "idempotency-replayed": "true" },
  inFlight: qurlProblem(409, "idempotency_in_progress", "The first request under this key is still running."),
  mismatch: qurlProblem(422, "idempotency_key_reused", "This key was used with another body."),
  forbidden: qurlProblem(400, "invalid_request", "The target leads to a private host."),
  missing: qurlProblem(404, "not_found", "The resource was not found.")
}

const conflict: Vocabulary = {
  name: "409 for everything about keys",
  replayed: { "x-idempotent-replay": "1" },
  inFlight: json(409, { code: "idempotency_key_in_use", message: "still processing" }),
  mismatch: json(409, { code: "idempotency_key_mismatch", message: "parameters differ" }),
  forbidden: json(422, { code: "target_refused", message: "private host" }),
  missing: json(404, { code: "unknown_resource", message: "no such resource" })
}

const problem: Vocabulary = {
  name: "problem details, 423 and 425",
  replayed: {},
  inFlight: json(423, { type: "about:blank", title: "Locked", detail: "Retry later." }, "application/problem+json"),
  mismatch: json(400, { type: "about:blank", title: "Bad Request" }, "application/problem+json"),
  forbidden: json(403, { type: "urn:problem:policy", title: "Refused by policy" }, "application/problem+json"),
  missing: json(404, { type: "about:blank", title: "Not Found" }, "application/problem+json")
}

const text: Vocabulary = {
  name: "lists of errors and plain text",
  replayed: { "cache-status": "idempotency; hit" },
  inFlight: json(425, { errors: [{ reason: "inProgress", message: "Too early" }] }),
  mismatch: json(412, { errors: [{ reason: "keyConflict", message: "Precondition failed" }] }),
  forbidden: { status: 451, headers: { "content-type": "text/plain" }, body: "not here" },
  missing: { status: 410, headers: { "content-type": "text/plain" }, body: "gone" }
}

/**
 * All of them, the documented one first.
 *
 * @since 0.1.0
 * @category constructors
 */
export const all: readonly [Vocabulary, ...ReadonlyArray<Vocabulary>] = [documented, conflict, problem, text]
