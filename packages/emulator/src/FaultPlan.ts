/**
 * Which request meets which fault.
 *
 * @since 0.1.0
 */
import { OptionError } from "@qurl/idempotency/CallError"
import { didYouMean } from "@qurl/idempotency/Support/Suggestion"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import { ArrayFormatter } from "effect/ParseResult"
import * as Random from "effect/Random"
import * as Schema from "effect/Schema"
import { Fault } from "./Fault.js"
import { operations } from "./internal/server/routes.js"

/** A name that is none would match no request, and a test would pass in vain. */
const Operation = Schema.String.pipe(
  Schema.filter((name) => operations.includes(name) || `there is no operation ${name}. ${didYouMean(name, operations)}`)
)

const Method = Schema.Literal("GET", "POST", "PUT", "PATCH", "DELETE")

/**
 * A fault and the requests that meet it. Requests that match are counted, all together or by key or intent; of each
 * count the rule takes those from `nth` on, as many as `times`, and of these a share of `probability`.
 *
 * @since 0.1.0
 * @category models
 */
export const Rule = Schema.Struct({
  fault: Fault,
  /** The operation as in the contract (`batchCreate`). Default: every operation. */
  operation: Schema.optional(Operation),
  /** Default: every method. */
  method: Schema.optional(Method),
  /** Requests that are counted together. With `key` and `intent`, requests without one are left alone. Default: `all`. */
  per: Schema.optional(Schema.Literal("all", "key", "intent")),
  /** Default: 1. */
  nth: Schema.optional(Schema.Int.pipe(Schema.positive())),
  /** Default: 1 when `nth` is given, else without end. */
  times: Schema.optional(Schema.Int.pipe(Schema.positive())),
  /** Default: 1. */
  probability: Schema.optional(Schema.Number.pipe(Schema.between(0, 1)))
}).annotations({ identifier: "FaultRule", parseOptions: { onExcessProperty: "error" } })

/**
 * @since 0.1.0
 * @category models
 */
export type Rule = typeof Rule.Type

/**
 * Rules in order of precedence, and the seed of their probabilities: the same requests in the same order meet the same
 * faults.
 *
 * @since 0.1.0
 * @category models
 */
export const FaultPlan = Schema.Struct({
  rules: Schema.Array(Rule),
  seed: Schema.optional(Schema.Union(Schema.String, Schema.Number))
}).annotations({ identifier: "FaultPlan", parseOptions: { onExcessProperty: "error" } })

/**
 * @since 0.1.0
 * @category models
 */
export type FaultPlan = typeof FaultPlan.Type

/**
 * The plan in which nothing goes wrong.
 *
 * @since 0.1.0
 * @category constructors
 */
export const none: FaultPlan = { rules: [] }

const validate = Schema.validateEither(FaultPlan)

/**
 * A plan of these rules. Throws an `OptionError` if one of them is wrong, or names an operation that the API does not have.
 *
 * @example
 * import { Fault, FaultPlan } from "@qurl/emulator"
 *
 * // The answer to the first batch is lost after everything was stored.
 * const plan = FaultPlan.of({ fault: Fault.destroyAfterCommit, operation: "batchCreate", nth: 1 })
 *
 * @since 0.1.0
 * @category constructors
 */
export const of = (...rules: ReadonlyArray<Rule>): FaultPlan =>
  Either.getOrThrowWith(validate({ rules }), (error) => {
    const [issue] = ArrayFormatter.formatErrorSync(error)
    return new OptionError({
      operation: "FaultPlan.of",
      option: issue?.path.join(".") ?? "rules",
      problem: `is wrong: ${issue?.message.trim() ?? error.message}`
    })
  })

/**
 * Properties of a request that rules match.
 *
 * @since 0.1.0
 * @category models
 */
export interface Seen {
  readonly method: string
  readonly operation: string | null
  readonly keyDigest: string | null
  readonly intent: string | null
}

const groupOf = (rule: Rule, seen: Seen): string | null =>
  rule.per === "key" ? seen.keyDigest : rule.per === "intent" ? seen.intent : ""

/**
 * A plan at work: asked once per request, in the order of their arrival. Every rule counts every request that matches
 * it, whether or not another rule takes it.
 *
 * @since 0.1.0
 * @category constructors
 */
export const start = (plan: FaultPlan): (seen: Seen) => Effect.Effect<Fault | undefined> => {
  const rules = plan.rules.map((rule, index) => ({
    rule,
    counts: new Map<string, number>(),
    random: Random.make([plan.seed ?? 0, index].join("/"))
  }))
  return Effect.fnUntraced(function*(seen: Seen) {
    let met: Fault | undefined
    for (const { counts, random, rule } of rules) {
      const group = groupOf(rule, seen)
      if (group === null) continue
      if (rule.operation !== undefined && rule.operation !== seen.operation) continue
      if (rule.method !== undefined && rule.method !== seen.method) continue
      const count = (counts.get(group) ?? 0) + 1
      counts.set(group, count)
      const nth = rule.nth ?? 1
      const times = rule.times ?? (rule.nth === undefined ? Number.POSITIVE_INFINITY : 1)
      if (count < nth || count >= nth + times) continue
      if (rule.probability !== undefined && (yield* random.next) >= rule.probability) continue
      met ??= rule.fault
    }
    return met
  })
}
