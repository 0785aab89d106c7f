import * as Duration from "effect/Duration"
import * as Either from "effect/Either"
import { isObject } from "effect/Predicate"
import { type Input, type Policy, policyKind, RetryPolicy } from "../../RetryPolicy.js"
import type { WrongOption } from "../../Support/OptionCheck.js"

const check = (input: Input): Either.Either<Policy, WrongOption> => {
  const wrong = policyKind.find(input, "retry")
  if (wrong !== undefined) return Either.left(wrong)
  const policy = RetryPolicy.make(input)
  const { backoff } = policy
  return Either.right({
    ...policy,
    attemptTimeout: Duration.decode(policy.attemptTimeout),
    deadline: Duration.decode(policy.deadline),
    backoff: { ...backoff, base: Duration.decode(backoff.base), cap: Duration.decode(backoff.cap) }
  })
}

const known = new WeakMap<Input, Either.Either<Policy, WrongOption>>()

/** The complete policy with its durations decoded, or what is wrong with it. Each input is checked once. */
export const checkPolicy = (input: Input): Either.Either<Policy, WrongOption> => {
  const checked = known.get(input) ?? check(input)
  if (isObject(input)) known.set(input, checked)
  return checked
}
