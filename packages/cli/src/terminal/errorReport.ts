import type { BatchStoppedError, QurlError } from "@qurl/sdk"
import type { JobError } from "@qurl/sdk/Journal"
import type { Failure } from "../argv/command.js"
import { shellQuote } from "../argv/shellQuote.js"
import { exitCodes } from "../exitCodes.js"
import { json } from "./print.js"
import { style } from "./style.js"
import { visible } from "./visible.js"

/** Description of a failure: the cause, the effect of the call, and the next step. */
export interface Report {
  readonly exitCode: number
  readonly what: string
  readonly details: ReadonlyArray<string>
  /** Effect of the call as far as it is known. */
  readonly outcome: string
  readonly next: string
  /** For programs. */
  readonly facts: Readonly<Record<string, unknown>>
}

const codeOf = (error: QurlError): number => {
  switch (error._tag) {
    case "AuthenticationError":
      return exitCodes.authentication
    case "AuthorizationError":
      return exitCodes.forbidden
    case "NotFoundError":
    case "GoneError":
      return exitCodes.notFound
    case "ValidationError":
      return error.code === "revoked" ? exitCodes.notFound : exitCodes.invalid
    case "ConflictError":
    case "IdempotencyConflictError":
      return exitCodes.conflict
    case "IdempotencyInFlightError":
    case "NetworkError":
    case "TimeoutError":
      return exitCodes.unavailable
    case "RateLimitError":
      return exitCodes.rateLimited
    case "ServerError":
      return error.status === 503 ? exitCodes.unavailable : exitCodes.server
    case "UnexpectedResponseError":
      return exitCodes.server
  }
}

const kinds: Readonly<Record<QurlError["_tag"], string>> = {
  AuthenticationError: "The API key was refused",
  AuthorizationError: "The API key may not do this",
  NotFoundError: "Not found, or not owned by this account",
  GoneError: "It was used up, has expired or was revoked",
  ValidationError: "The input is wrong",
  ConflictError: "It clashes with what exists",
  IdempotencyConflictError: "The idempotency key belongs to another input",
  IdempotencyInFlightError: "An earlier request under this key is still running",
  RateLimitError: "Too many requests",
  ServerError: "The server failed",
  NetworkError: "The connection failed",
  TimeoutError: "No answer came in time",
  UnexpectedResponseError: "The answer is not one of the API"
}

const whatOf = (error: QurlError): string => {
  const status = "status" in error ? error.status : undefined
  const code = "code" in error ? error.code : undefined
  const detail = "detail" in error ? error.detail : undefined
  const label = [status, code].filter((part) => part !== undefined).join(" ")
  const answer = [label, detail].filter((part) => part !== undefined && part !== "").join(": ")
  const kind = error._tag === "NetworkError" && error.reason === "not sent"
    ? "The server could not be reached"
    : kinds[error._tag]
  return `${kind}${answer === "" ? "" : ` (${answer})`}${
    error.attempts > 1 ? `, after ${error.attempts} attempts` : ""
  }.`
}

const outcomes: Readonly<Record<QurlError["outcome"], string>> = {
  applied: "It was done.",
  "not sent": "Nothing was sent.",
  rejected: "The server did nothing.",
  unknown: "Unknown: it may have been done.",
  "in flight": "Unknown: an earlier attempt is still running.",
  "applied but unreadable": "It was done, but its answer could not be read."
}

const hints: Readonly<Partial<Record<QurlError["_tag"], string>>> = {
  AuthenticationError: "Check the key in QURL_API_KEY or QURL_API_KEY_FILE, else the one that qurl login stored.",
  AuthorizationError: "Check the scopes of the key and the limits of the plan (qurl quota).",
  GoneError: "It cannot be restored: create a new one.",
  ValidationError: "Fix it and run the command again.",
  ConflictError: "Remove the cause, and repeat it without --idempotency-key.",
  IdempotencyConflictError: "Leave --idempotency-key out for a new call, or repeat it with the arguments of the first."
}

/** Commands that list valid ids, by the subject of an operation. */
const listings = [
  ["ApiKey", "qurl keys list"],
  ["Webhook", "qurl webhooks list"],
  ["Domain", "qurl domains list"],
  ["Resource", "qurl resources list"]
] as const

const hintOf = (error: QurlError): string | undefined => {
  if (error._tag === "AuthorizationError" && error.code === "access_denied") {
    return "Commands such as qurl keys and qurl usage take a JWT in QURL_API_KEY; others take an API key of the owner."
  }
  if (error._tag !== "NotFoundError") return hints[error._tag]
  const [, listing] = listings.find(([about]) => error.operation.includes(about)) ?? ["", "qurl list"]
  return `Check the id: ${listing} lists the valid ones.`
}

const nextOf = (error: QurlError): string => {
  const wait = error.retryAt === undefined ? "" : `Wait until ${new Date(error.retryAt).toISOString()}. `
  const hint = hintOf(error)
  const open = error.outcome === "unknown" || error.outcome === "in flight"
    || error.outcome === "applied but unreadable"
  if (error.method === "GET") return `${wait}${hint ?? "Run the command again: reading is safe."}`
  if (open && error.method === "DELETE") return `${wait}Run the command again: deleting twice is safe.`
  if (open && error.idempotencyKey !== undefined) {
    return `${wait}Repeat the command with --idempotency-key ${error.idempotencyKey} to find out without doing it twice.`
  }
  if (open) return `${wait}Check what exists before you repeat it: without a key it may be done twice.`
  if (error._tag === "NetworkError") return "Check QURL_API_URL (or --api-url) and the network, and run it again."
  return `${wait}${hint ?? "Run the command again."}`
}

const ofQurl = (error: QurlError): Report => ({
  exitCode: codeOf(error),
  what: whatOf(error),
  details: [
    ..."invalidFields" in error ? Object.entries(error.invalidFields).map(([name, text]) => `${name} ${text}`) : [],
    ..."fields" in error ? error.fields : []
  ],
  outcome: error.method === "GET" ? "" : outcomes[error.outcome],
  next: nextOf(error),
  facts: {
    kind: error._tag,
    operation: error.operation,
    outcome: error.outcome,
    attempts: error.attempts,
    ...("status" in error ? { status: error.status } : {}),
    ...("code" in error ? { code: error.code } : {}),
    idempotency_key: error.idempotencyKey,
    request_id: error.requestId
  }
})

const ofMissing = (error: JobError): Report => ({
  exitCode: exitCodes.notFound,
  what: `The job ${JSON.stringify(error.job)} does not exist here.`,
  details: [],
  outcome: "",
  next: "qurl jobs list lists the jobs of this machine.",
  facts: { kind: error._tag, reason: error.reason }
})

const ofStopped = (error: BatchStoppedError): Report => {
  const cause = ofQurl(error.reason)
  const { done, failed, notSent, unknown } = error
  return {
    ...cause,
    what: `The batch stopped. ${cause.what}`,
    outcome: `${done} done, ${failed} failed, ${unknown} unknown, ${notSent} not sent.`,
    next: error.job === undefined
      ? cause.next
      : `Once the cause is fixed: qurl jobs resume ${shellQuote(error.job)}. `
        + "It settles the unknown rows and creates nothing twice.",
    facts: { ...cause.facts, done, failed, unknown, not_sent: notSent, job: error.job }
  }
}

export const reportOf = (error: Exclude<Failure, { readonly _tag: "Closed" }>): Report => {
  switch (error._tag) {
    case "Problem": {
      const { details = [], exitCode, next = "", outcome = "", what } = error
      return { exitCode, what, details, outcome, next, facts: { kind: "Problem" } }
    }
    case "ConfigurationError":
      return {
        exitCode: exitCodes.configuration,
        what: `${error.message}.`,
        details: [],
        outcome: "",
        next: "",
        facts: { kind: error._tag, setting: error.setting }
      }
    case "BatchStoppedError":
      return ofStopped(error)
    case "JobError":
    case "JournalError":
      if (error._tag === "JobError" && error.reason === "not found") return ofMissing(error)
      return {
        exitCode: exitCodes.conflict,
        what: error.message,
        details: [],
        outcome: "",
        next: "",
        facts: { kind: error._tag, reason: error.reason }
      }
    case "OutputError":
      return {
        exitCode: exitCodes.general,
        what: error.message,
        details: [],
        outcome: error.idempotencyKey === undefined ? "" : "The call was made; its result was not printed.",
        next: error.idempotencyKey === undefined
          ? ""
          : `Repeat the command with --idempotency-key ${error.idempotencyKey} to print the same result.`,
        facts: { kind: error._tag, code: error.code, idempotency_key: error.idempotencyKey }
      }
    case "BadArgument":
    case "SystemError":
      return {
        exitCode: exitCodes.general,
        what: error.message,
        details: [],
        outcome: "",
        next: "",
        facts: { kind: error._tag }
      }
    default:
      return ofQurl(error)
  }
}

/** Lines for a person. */
export const lines = (report: Report, colours: boolean): string => {
  const { bold, red } = style(colours)
  const request = report.facts["request_id"]
  return [
    `${red("error:")} ${visible(report.what)}`,
    ...report.details.map((detail) => `  ${visible(detail)}`),
    ...(report.outcome === "" ? [] : [`${bold("effect:")} ${visible(report.outcome)}`]),
    ...(report.next === "" ? [] : [`${bold("next:")} ${visible(report.next)}`]),
    ...(typeof request === "string" ? [`${bold("request:")} ${visible(request)}`] : [])
  ].join("\n") + "\n"
}

/** Single line for a program. */
export const asJson = ({ details, exitCode, facts, next, outcome, what }: Report): string =>
  json({
    error: {
      message: what,
      exit_code: exitCode,
      ...(outcome === "" ? {} : { effect: outcome }),
      details,
      next,
      ...facts
    }
  }) + "\n"
