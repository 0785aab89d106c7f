/**
 * How a call of any of these APIs can fail. No class holds a foreign error or a credential, so that any can be logged.
 *
 * @since 0.1.0
 */
import type { CallError, Report } from "@qurl/idempotency"
import * as Data from "effect/Data"

/** Fields of a final answer that is not a success. */
interface Refusal {
  readonly operation: string
  readonly status: number
  /** The vendor's code: what to branch on. */
  readonly code: string | undefined
  /** The vendor's text, without credentials and control characters. It may change at any time. */
  readonly detail: string | undefined
  readonly report: Report
}

const describe = ({ code, detail, operation, report, status }: Refusal): string => {
  const said = [code, detail].filter((part) => part !== undefined).join(": ")
  const request = report.requestId === undefined ? "" : `, request ${report.requestId}`
  return `${operation}: ${status}${said === "" ? "" : ` (${said})`} after ${report.attempts} attempt(s)${request}; `
    + `outcome ${report.outcome}, ended by ${report.endedBy}`
}

/**
 * The server refused the call, or failed. `report.outcome` tells what is known of its effect.
 *
 * @since 0.1.0
 * @category errors
 */
export class RefusedError extends Data.TaggedError("RefusedError")<Refusal> {
  override get message(): string {
    return describe(this)
  }
}

/**
 * The key was used with another body before. It is never repeated: use a new key for a new request.
 *
 * @since 0.1.0
 * @category errors
 */
export class KeyConflictError extends Data.TaggedError("KeyConflictError")<Refusal> {
  override get message(): string {
    return describe(this)
  }
}

/**
 * The first request under the key was still running when the time was up. The same key finds its result later.
 *
 * @since 0.1.0
 * @category errors
 */
export class StillRunningError extends Data.TaggedError("StillRunningError")<Refusal> {
  override get message(): string {
    return describe(this)
  }
}

/**
 * A success whose body is not what the API promises: the work is done, and its answer makes no sense.
 *
 * @since 0.1.0
 * @category errors
 */
export class UnreadableAnswerError extends Data.TaggedError("UnreadableAnswerError")<{
  readonly operation: string
  readonly status: number
  readonly report: Report
}> {
  override get message(): string {
    return `${this.operation}: the body of a ${this.status} is not what the API promises`
  }
}

/**
 * The input was refused before anything was sent.
 *
 * @since 0.1.0
 * @category errors
 */
export class WrongInputError extends Data.TaggedError("WrongInputError")<{
  readonly operation: string
  /** The problem and its fix, without the value. */
  readonly problem: string
}> {
  override get message(): string {
    return `${this.operation}: ${this.problem}`
  }
}

/**
 * A client, or a local server, cannot be built as it is configured.
 *
 * @since 0.1.0
 * @category errors
 */
export class SetupError extends Data.TaggedError("SetupError")<{
  /** The option by its name. */
  readonly setting: string
  /** The problem and its fix, without the value. */
  readonly problem: string
}> {
  override get message(): string {
    return `${this.setting} ${this.problem}`
  }
}

/**
 * Everything that an operation can fail with.
 *
 * @since 0.1.0
 * @category errors
 */
export type ApiError =
  | RefusedError
  | KeyConflictError
  | StillRunningError
  | UnreadableAnswerError
  | WrongInputError
  | CallError
