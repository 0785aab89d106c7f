import * as Duration from "effect/Duration"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import { isRecord } from "effect/Predicate"
import { type Input, type Policy, RetryPolicy } from "../RetryPolicy.js"

/** A wrong option, by its path, and how to fix it. */
export interface WrongOption {
  readonly option: string
  readonly problem: string
}

const wrong = (option: string, problem: string): Either.Either<never, WrongOption> => Either.left({ option, problem })

/** A duration given as an option. */
export const duration = (
  option: string,
  input: Duration.DurationInput
): Either.Either<Duration.Duration, WrongOption> =>
  Number.isNaN(input)
    ? wrong(option, "is not a number: give milliseconds, or a text such as \"30 seconds\"")
    : Either.fromOption(Option.flatten(Option.liftThrowable(Duration.decodeUnknown)(input)), () => ({
      option,
      problem: "is not a duration: give a number of milliseconds, a text such as \"30 seconds\", or a Duration"
    }))

const atLeast = (option: string, value: number, least: number): Either.Either<number, WrongOption> =>
  typeof value === "number" && value >= least ? Either.right(value) : wrong(option, `is not a number from ${least} up`)

const repeats: ReadonlyArray<unknown> = ["keyed", "rejectedOnly", "unsafe", "none"] satisfies Array<Policy["repeat"]>

const check = (input: Input): Either.Either<Policy, WrongOption> =>
  Either.gen(function*() {
    if (!isRecord(input) || (input.backoff !== undefined && !isRecord(input.backoff))) {
      return yield* wrong("retry", "is not a policy: give one such as { attempts: 3 }")
    }
    const policy = RetryPolicy.make(input)
    if (!repeats.includes(policy.repeat)) {
      return yield* wrong("retry.repeat", `is unknown: give ${repeats.join(", ")}`)
    }
    const { backoff } = policy
    return {
      ...policy,
      attempts: yield* atLeast("retry.attempts", policy.attempts, 1),
      attemptTimeout: yield* duration("retry.attemptTimeout", policy.attemptTimeout),
      deadline: yield* duration("retry.deadline", policy.deadline),
      backoff: {
        base: yield* duration("retry.backoff.base", backoff.base),
        cap: yield* duration("retry.backoff.cap", backoff.cap),
        factor: yield* atLeast("retry.backoff.factor", backoff.factor, 0),
        jitter: yield* atLeast("retry.backoff.jitter", backoff.jitter, 0)
      }
    }
  })

const known = new WeakMap<Input, Either.Either<Policy, WrongOption>>()

/** The complete policy with its durations decoded, or what is wrong with it. Each input is checked once. */
export const checkPolicy = (input: Input): Either.Either<Policy, WrongOption> => {
  const checked = known.get(input) ?? check(input)
  if (isRecord(input)) known.set(input, checked)
  return checked
}
