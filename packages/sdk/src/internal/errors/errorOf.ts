import type { ApiOperation } from "@qurl/contract/ApiOperation"
import type * as E from "../../QurlError.js"

interface ByStatus {
  readonly 404: E.NotFoundError
  readonly 409: E.ConflictError
  readonly 410: E.GoneError
}

/** Errors of an operation: those of every call, those of the statuses that it declares, and those of its key. */
export type ErrorOf<Op extends Pick<ApiOperation, "errors" | "rules">> =
  | E.ReadError
  | ByStatus[Op["errors"][number] & keyof ByStatus]
  | (Op["rules"]["idempotency"] extends "keyed" ? E.IdempotencyConflictError | E.IdempotencyInFlightError : never)
