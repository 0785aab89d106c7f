import type { CallError, Outcome, Report } from "@qurl/idempotency"
import type * as Idempotent from "@qurl/idempotency/Idempotent"
import * as E from "../../QurlError.js"
import { cleanName } from "../clean.js"
import { errorBody } from "../errors/errorBody.js"

/** The call that failed, and what its errors must not repeat. */
export interface Failing {
  readonly operation: string
  readonly method: string
  /** The host that is called; none if nothing is going to be sent. */
  readonly host?: string | undefined
  readonly secrets: ReadonlyArray<string>
  /** Statuses that the operation declares for its successes. */
  readonly successes?: ReadonlyArray<number> | undefined
  /** Statuses that the operation declares for its failures. */
  readonly statuses?: ReadonlyArray<number>
}

const notSent = ({ method, operation }: Failing) => ({
  operation,
  method,
  outcome: "not sent" as const,
  endedBy: "not retryable" as const,
  attempts: 0
})

const story = (call: Failing, report: Report) => ({
  operation: call.operation,
  method: call.method,
  outcome: report.outcome,
  endedBy: report.endedBy,
  idempotencyKey: report.idempotencyKey,
  requestId: cleanName(report.requestId, call.secrets),
  attempts: report.attempts,
  retryAt: report.retryAt,
  host: call.host
})

/** An input that was refused before anything was sent. */
export const invalid = (call: Failing, invalidFields: Readonly<Record<string, string>>): E.ValidationError =>
  new E.ValidationError({ ...notSent(call), source: "client", invalidFields })

/** A call that the core ended without an answer. */
export const fromCallError = (call: Failing, error: CallError): E.QurlError => {
  if (error._tag === "OptionError") return invalid(call, { [error.option]: error.problem })
  if (error._tag === "KeyError") {
    return error.reason === "invalid" || error.reason === "generator"
      ? invalid(call, { idempotencyKey: error.problem })
      : new E.IdempotencyConflictError({ ...notSent(call), reason: error.reason, detail: `the key ${error.problem}` })
  }
  const { code, reason, report } = error
  const told = story(call, report)
  switch (reason) {
    case "timeout":
      return new E.TimeoutError(told)
    case "body too large":
      return new E.UnexpectedResponseError({ ...told, reason: "too large", fields: [] })
    case "not sent":
      if (report.attempts > 0) return new E.NetworkError({ ...told, reason, code })
      // The network is fine: the call waited for others, or an earlier 429 asks all of them to wait longer than it may.
      return report.endedBy === "retry-after past the deadline"
        ? new E.RateLimitError({ ...told, status: 429 })
        : new E.TimeoutError(told)
    default:
      return new E.NetworkError({ ...told, reason, code })
  }
}

/**
 * The outcome of a call whose answer has the envelope of a success and cannot be read. Other APIs and gateways have such
 * an envelope, too: only a status that the operation names, or the marker of a replay, shows that it was applied.
 */
const outcomeOf = ({ successes }: Failing, { report, source, status, wasApplied }: Idempotent.Answer): Outcome => {
  if (report.outcome !== "applied") return report.outcome === "rejected" ? "unknown" : report.outcome
  return wasApplied || source === "replay" || successes?.includes(status) !== false
    ? "applied but unreadable"
    : "unknown"
}

/** An answer with the envelope of a success that cannot be read. */
export const unreadable = (
  call: Failing,
  answer: Idempotent.Answer,
  reason: "not json" | "contract",
  fields: ReadonlyArray<string>,
  detail?: string
): E.UnexpectedResponseError =>
  new E.UnexpectedResponseError({
    ...story(call, answer.report),
    outcome: outcomeOf(call, answer),
    status: answer.status,
    answeredBy: answer.source === "unknown" ? "unknown" : "api",
    reason,
    fields,
    detail
  })

const isSuccess = (status: number) => status >= 200 && status < 300

/** A 304 leads nowhere: it answers a condition. */
const isRedirect = (status: number) => status === 0 || (status >= 300 && status < 400 && status !== 304)

/** Only these statuses depend on the operation. Any other can come from its credentials, limits and surroundings. */
const isUndeclared = ({ statuses = [] }: Failing, status: number): boolean =>
  [404, 409, 410].includes(status) && !statuses.includes(status)

/** A final answer that is not a success. The status of HTTP chooses the class; the core knows what the answer proves. */
export const fromAnswer = (call: Failing, answer: Idempotent.Answer): E.QurlError => {
  const { report, status } = answer
  if (isRedirect(status)) {
    // Neither its target nor its body is shown: both are foreign.
    return new E.UnexpectedResponseError({ ...story(call, report), status, reason: "redirect", fields: [] })
  }
  const json = answer.json()
  const body = errorBody(json._tag === "Some" ? json.value : undefined, status, call.secrets)
  const { code, detail, invalidFields } = body
  const answeredBy = answer.source === "unknown" ? "unknown" as const : "api" as const
  const told = { ...story(call, report), status, code, detail, answeredBy }
  if (answer.evidence === "in flight") return new E.IdempotencyInFlightError(told)
  if (answer.evidence === "mismatch") return new E.IdempotencyConflictError({ ...told, reason: "mismatch" })
  // A delete that was answered with another success than its own was perhaps not answered by the API.
  if (isSuccess(status) || status === 304 || isUndeclared(call, status)) {
    return new E.UnexpectedResponseError({ ...told, reason: "status", fields: [] })
  }
  switch (status) {
    case 400:
    case 422:
      return new E.ValidationError({ ...told, source: "server", invalidFields })
    case 401:
      return new E.AuthenticationError(told)
    case 403:
      return new E.AuthorizationError(told)
    case 404:
      return new E.NotFoundError(told)
    case 409:
      return new E.ConflictError(told)
    case 410:
      return new E.GoneError({ ...told, tombstone: body.tombstone })
    case 429:
      return new E.RateLimitError(told)
    default:
      return status >= 500
        ? new E.ServerError(told)
        : new E.UnexpectedResponseError({ ...told, reason: "status", fields: [] })
  }
}
