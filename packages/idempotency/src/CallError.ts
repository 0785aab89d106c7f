/**
 * How a call can fail without a final answer. No error holds a foreign one: those print headers and bodies.
 *
 * @since 0.1.0
 */
import * as Data from "effect/Data"
import { shorten } from "./internal/keys/shorten.js"
import type { CallEnd, Report } from "./Observability/Report.js"
import { loggable } from "./Support/Loggable.js"

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
  static {
    loggable(this)
  }

  override get message(): string {
    const { attempts, endedBy, idempotencyKey, operation, outcome } = this.report
    const key = idempotencyKey === undefined ? "" : ` under key ${shorten(idempotencyKey)}`
    const code = this.code === undefined ? "" : ` (${this.code})`
    return `${operation}: ${this.reason}${code} after ${attempts} attempt(s)${key}; outcome ${outcome}, ended by ${endedBy}`
  }
}

/**
 * A key was refused before anything was sent.
 *
 * - `invalid`: the server would not accept it.
 * - `reused`: this client has sent it with another body, and the server would answer with that body's result.
 * - `expired`: the server may have forgotten it, so that using it again could repeat the work.
 * - `generator`: the key generator failed, or returned something that is not a key.
 *
 * Next: do as `problem` says: another key, or the input that the key was first sent with, or another generator.
 *
 * @since 0.1.0
 * @category errors
 */
export class KeyError extends Data.TaggedError("KeyError")<{
  readonly reason: "invalid" | "reused" | "expired" | "generator"
  readonly operation: string
  /** Problem and how to fix it. */
  readonly problem: string
}> {
  static {
    loggable(this)
  }

  override get message(): string {
    return `${this.operation}: the idempotency key ${this.problem}`
  }
}

/** An error's class or tag. Its message stays behind, since it can repeat what no log may show. */
const nameOf = (error: unknown): string => {
  const tag: unknown = typeof error === "object" && error !== null ? Reflect.get(error, "_tag") : undefined
  if (typeof tag === "string") return tag
  return error instanceof Error ? error.name : typeof error
}

/**
 * The failure of a generator, whatever it failed with. A `KeyError` stays what it is.
 *
 * @internal
 */
export const generatorFailed = (operation: string, error: unknown): KeyError =>
  error instanceof KeyError ? error : new KeyError({
    reason: "generator",
    operation,
    problem: `could not be made, since the key generator failed with ${nameOf(error)}: fix the generator, or pass a key`
  })

/**
 * An option of a call, of its retry policy, or of a constructor is unknown or wrong. Nothing was sent.
 *
 * Next: change the option that `option` names, as `problem` says.
 *
 * @since 0.1.0
 * @category errors
 */
export class OptionError extends Data.TaggedError("OptionError")<{
  /** Operation of the call, or name of the constructor. */
  readonly operation: string
  /** The option by its path, such as `retry.deadline`. */
  readonly option: string
  /** Problem and how to fix it. */
  readonly problem: string
}> {
  static {
    loggable(this)
  }

  override get message(): string {
    return `${this.operation}: ${this.option} ${this.problem}`
  }
}

/**
 * Everything that `Idempotent.execute` fails with.
 *
 * @since 0.1.0
 * @category errors
 */
export type CallError = TransportError | KeyError | OptionError

/**
 * A defect during a call: a bug in the client, a hook or a service that the call uses. It is what the call dies with, and
 * `cause` holds the defect itself.
 *
 * Next: fix the bug. When `end.outcome` is not `not sent`, call again with `end.idempotencyKey` and the same input to find
 * out what was done.
 *
 * @since 0.1.0
 * @category errors
 */
export class CallDefect extends Data.TaggedError("CallDefect")<{
  readonly end: CallEnd
  readonly cause: unknown
}> {
  static {
    loggable(this)
  }

  override get message(): string {
    const { attempts, idempotencyKey, operation, outcome } = this.end
    const key = idempotencyKey === undefined ? "" : ` under key ${shorten(idempotencyKey)}`
    return `${operation}: a defect (${nameOf(this.cause)}) after ${attempts} attempt(s)${key}; outcome ${outcome}`
  }
}
