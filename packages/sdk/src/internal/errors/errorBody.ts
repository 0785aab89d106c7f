import * as Predicate from "effect/Predicate"
import { clean, cleanName } from "../clean.js"

/** Content of an error body, cleaned. Bodies are foreign: nothing in them is taken for granted. */
export interface ErrorBody {
  readonly isEnvelope: boolean
  readonly code: string | undefined
  readonly detail: string | undefined
  readonly invalidFields: Readonly<Record<string, string>>
  readonly tombstone:
    | { readonly tombstonedAt?: string | undefined; readonly finalAccessCount?: number | undefined }
    | undefined
}

const record = (value: unknown): Readonly<Record<string, unknown>> => Predicate.isReadonlyRecord(value) ? value : {}

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value.trim() !== "" ? value : undefined

const invalidFieldsOf = (value: unknown, known: ReadonlyArray<string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(record(value)).slice(0, 100).map(([field, problem]) => [
      cleanName(field, known) ?? "(unprintable)",
      clean(typeof problem === "string" ? problem : "is invalid", known)
    ])
  )

const tombstoneOf = (value: unknown): ErrorBody["tombstone"] => {
  if (!Predicate.isReadonlyRecord(value)) return undefined
  const at = text(value.tombstoned_at) ?? text(value.closed_at)
  const count = value.final_access_count
  return {
    tombstonedAt: at !== undefined && !Number.isNaN(Date.parse(at)) ? new Date(at).toISOString() : undefined,
    finalAccessCount: typeof count === "number" ? count : undefined
  }
}

/** The words of the statuses that matter, since HTTP/2 sends none. */
const titles: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  409: "Conflict",
  410: "Gone",
  422: "Unprocessable Content",
  429: "Too Many Requests",
  500: "Internal Server Error",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout"
}

/**
 * Reads the vendor's envelope, its legacy shape (`message`) and the flat problem bodies of proxies. The status is the
 * one of HTTP; what the body claims is not looked at.
 */
export const errorBody = (json: unknown, status: number, known: ReadonlyArray<string>): ErrorBody => {
  const body = record(json)
  const isEnvelope = Predicate.isReadonlyRecord(body.error)
  const problem = isEnvelope ? record(body.error) : body
  const said = text(problem.detail) ?? text(problem.message) ?? text(problem.title)
  return {
    isEnvelope,
    code: cleanName(text(problem.code), known),
    detail: said === undefined ? titles[status] : clean(said, known),
    invalidFields: invalidFieldsOf(problem.invalid_fields, known),
    tombstone: tombstoneOf(record(body.meta).tombstone)
  }
}
