/**
 * Faults between a client and the API, as data.
 *
 * @since 0.1.0
 */
import * as OptionCheck from "@qurl/idempotency/Support/OptionCheck"
import * as Schema from "effect/Schema"

const plain = <Kind extends string>(kind: Kind) => Schema.Struct({ kind: Schema.Literal(kind) })

const Seconds = Schema.NonNegativeInt

/**
 * How `Retry-After` is written: in seconds, as an HTTP date that many seconds ahead of the answer's `Date`, or not. A
 * plain number is read as seconds.
 *
 * @since 0.1.0
 * @category models
 */
export const RetryAfter = Schema.Union(
  Schema.transform(Seconds, Schema.typeSchema(Schema.Struct({ seconds: Seconds })), {
    strict: true,
    decode: (seconds) => ({ seconds }),
    encode: ({ seconds }) => seconds
  }),
  Schema.Struct({ seconds: Seconds }),
  Schema.Struct({ date: Seconds }),
  Schema.Literal("none")
)

/**
 * @since 0.1.0
 * @category models
 */
export type RetryAfter = typeof RetryAfter.Type

/**
 * A fault.
 *
 * The connection: `destroyBeforeHandler`, `destroyAfterCommit` (everything is stored, no byte is sent),
 * `destroyAfterHeaders`, `destroyMidBody`. Silence: `noAnswerBefore` (the handler did not run), `noAnswer` (it ran),
 * `stallBody` (half the body, then nothing). Time: `delay`, before the handler and outside its transaction, while the
 * key counts as in flight. Answers: `rateLimit`, `status` (before the handler, or in place of its answer), `inFlight`
 * and `mismatch` (as if the key were running, or used for another body).
 *
 * @since 0.1.0
 * @category models
 */
export const Fault = Schema.Union(
  plain("destroyBeforeHandler"),
  plain("destroyAfterCommit"),
  plain("destroyAfterHeaders"),
  plain("destroyMidBody"),
  plain("noAnswerBefore"),
  plain("noAnswer"),
  plain("stallBody"),
  plain("inFlight"),
  plain("mismatch"),
  Schema.Struct({ kind: Schema.Literal("delay"), millis: Schema.NonNegativeInt }),
  Schema.Struct({
    kind: Schema.Literal("rateLimit"),
    retryAfter: Schema.optionalWith(RetryAfter, { default: () => ({ seconds: 1 }) }),
    html: Schema.optionalWith(Schema.Boolean, { default: () => false })
  }),
  Schema.Struct({
    kind: Schema.Literal("status"),
    status: Schema.Int.pipe(Schema.between(400, 599)),
    when: Schema.optionalWith(Schema.Literal("before", "after"), { default: () => "before" as const }),
    retryAfter: Schema.optionalWith(RetryAfter, { default: () => "none" as const }),
    html: Schema.optionalWith(Schema.Boolean, { default: () => false })
  })
).annotations({ identifier: "Fault" })

/**
 * @since 0.1.0
 * @category models
 */
export type Fault = typeof Fault.Type

/**
 * The connection ends before the handler.
 *
 * @since 0.1.0
 * @category constructors
 */
export const destroyBeforeHandler: Fault = { kind: "destroyBeforeHandler" }

/**
 * The connection ends after everything was stored and before the first byte of the answer.
 *
 * @since 0.1.0
 * @category constructors
 */
export const destroyAfterCommit: Fault = { kind: "destroyAfterCommit" }

/**
 * The connection ends after the status and the headers.
 *
 * @since 0.1.0
 * @category constructors
 */
export const destroyAfterHeaders: Fault = { kind: "destroyAfterHeaders" }

/**
 * The connection ends after half the body.
 *
 * @since 0.1.0
 * @category constructors
 */
export const destroyMidBody: Fault = { kind: "destroyMidBody" }

/**
 * No answer, and no handler.
 *
 * @since 0.1.0
 * @category constructors
 */
export const noAnswerBefore: Fault = { kind: "noAnswerBefore" }

/**
 * No answer, although the handler ran.
 *
 * @since 0.1.0
 * @category constructors
 */
export const noAnswer: Fault = { kind: "noAnswer" }

/**
 * Half the body, and then nothing on an open connection.
 *
 * @since 0.1.0
 * @category constructors
 */
export const stallBody: Fault = { kind: "stallBody" }

/**
 * The answer to a duplicate of a request that is still running.
 *
 * @since 0.1.0
 * @category constructors
 */
export const inFlight: Fault = { kind: "inFlight" }

/**
 * The answer to a key that was used with another body.
 *
 * @since 0.1.0
 * @category constructors
 */
export const mismatch: Fault = { kind: "mismatch" }

/**
 * Waits this number of milliseconds before the handler.
 *
 * @since 0.1.0
 * @category constructors
 */
export const delay = (millis: number): Fault => ({ kind: "delay", millis })

interface RateLimitOptions {
  readonly retryAfter?: RetryAfter | undefined
  readonly html?: boolean | undefined
}

const rateLimitKinds: OptionCheck.Kinds<RateLimitOptions> = {
  retryAfter: OptionCheck.kind("\"none\", { seconds } or { date }", Schema.is(RetryAfter)),
  html: OptionCheck.flag
}

/**
 * A 429. One second, in JSON, unless said otherwise. Throws an `OptionError` when an option is wrong.
 *
 * @since 0.1.0
 * @category constructors
 */
export const rateLimit = (
  options: RateLimitOptions = {}
): Fault => {
  OptionCheck.assert("Fault.rateLimit", options, rateLimitKinds)
  return { kind: "rateLimit", retryAfter: options.retryAfter ?? { seconds: 1 }, html: options.html ?? false }
}

/**
 * Any failing status, before the handler or in place of its answer. Throws an `OptionError` when an option is wrong.
 *
 * @since 0.1.0
 * @category constructors
 */
export const status = (
  status: number,
  options: RateLimitOptions & { readonly when?: "before" | "after" | undefined } = {}
): Fault => {
  OptionCheck.assert("Fault.status", options, { ...rateLimitKinds, when: OptionCheck.oneOf("before", "after") })
  return {
    kind: "status",
    status,
    when: options.when ?? "before",
    retryAfter: options.retryAfter ?? "none",
    html: options.html ?? false
  }
}
