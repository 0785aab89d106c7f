/**
 * How a call can fail without a final answer. Neither class holds a foreign error: those print headers and bodies.
 *
 * @since 0.1.0
 */
import * as Data from "effect/Data"
import { shorten } from "./IdempotencyKey.js"
import type { Report } from "./Report.js"

/**
 * No whole answer came back: `reason` says how the last attempt ended, `report` what is known of the effect.
 *
 * Next: go by `report.outcome`. When it is `unknown`, call again with `report.idempotencyKey` and the same input.
 *
 * @since 0.1.0
 * @category errors
 */
export class TransportError extends Data.TaggedError("TransportError")<{
  readonly reason: "not sent" | "reset" | "timeout" | "body cut" | "body too large"
  /** Code of the runtime, such as `ECONNRESET`, where it gives one. */
  readonly code: string | undefined
  readonly report: Report
}> {
  override get message(): string {
    const { attempts, endedBy, idempotencyKey, operation, outcome } = this.report
    const key = idempotencyKey === undefined ? "" : ` under key ${shorten(idempotencyKey)}`
    return `${operation}: ${this.reason} after ${attempts} attempt(s)${key}; outcome ${outcome}, ended by ${endedBy}`
  }
}

/**
 * A key was refused before anything was sent.
 *
 * - `invalid`: the server would not accept it.
 * - `reused`: this client has sent it with another body, and the server would answer with that body's result.
 * - `expired`: the server may have forgotten it, so that using it again could repeat the work.
 *
 * Next: do as `problem` says: another key, or the input that the key was first sent with.
 *
 * @since 0.1.0
 * @category errors
 */
export class KeyError extends Data.TaggedError("KeyError")<{
  readonly reason: "invalid" | "reused" | "expired"
  readonly operation: string
  /** What is wrong and how to mend it. */
  readonly problem: string
}> {
  override get message(): string {
    return `${this.operation}: the idempotency key ${this.problem}`
  }
}

/**
 * Everything that `Idempotent.execute` fails with.
 *
 * @since 0.1.0
 * @category errors
 */
export type CallError = TransportError | KeyError
