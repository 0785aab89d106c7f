import type { Policy } from "@qurl/idempotency"
import { OptionError } from "@qurl/idempotency/CallError"
import * as OptionCheck from "@qurl/idempotency/Support/OptionCheck"
import type * as Sdk from "@qurl/sdk"
import * as Duration from "effect/Duration"
import type { CallOptions } from "../CallOptions.js"
import { ConfigurationError } from "../ConfigurationError.js"
import type { Backoff, RetryPolicy } from "../RetryPolicy.js"

/** Throws the error of a wrong option. */
export const refuse = ({ option, problem }: OptionCheck.WrongOption): never => {
  throw new ConfigurationError({ setting: option, problem })
}

const raise = (error: unknown): never => {
  throw error
}

/** Throws if an option is unknown, missing or wrong: a key or a signal that is silently dropped does harm. */
export const assertOptions = <Options extends object>(
  options: Options | undefined,
  kinds: OptionCheck.Kinds<Options>,
  renamed?: Readonly<Record<string, string>>
): void => {
  const wrong = OptionCheck.find(options, kinds, renamed)
  if (wrong !== undefined) refuse(wrong)
}

/** Runs a function of the core; an option that it refuses is a setting of this face. */
export const withSettings = <A>(run: () => A): A => {
  try {
    return run()
  } catch (error) {
    return error instanceof OptionError ? refuse(error) : raise(error)
  }
}

/** Durations of this face. */
export const millis: OptionCheck.Kind = OptionCheck.kind(
  "a number of milliseconds, 0 or more",
  (value) => typeof value === "number" && value >= 0
)

const required = OptionCheck.required

const policyKind = OptionCheck.nested<RetryPolicy>({
  repeat: required(
    OptionCheck.oneOf(...(["keyed", "rejectedOnly", "unsafe", "none"] satisfies Array<Policy["repeat"]>))
  ),
  attempts: required(OptionCheck.number(1)),
  attemptTimeout: required(millis),
  deadline: required(millis),
  backoff: required(OptionCheck.nested<Backoff>({
    base: required(millis),
    factor: required(OptionCheck.number(0)),
    cap: required(millis),
    jitter: required(OptionCheck.number(0))
  })),
  // The core knows the statuses.
  statuses: OptionCheck.anything
})

const isObject = (value: unknown): boolean => typeof value === "object" && value !== null

/** A policy as the core knows it. */
export const toPolicy = (policy: RetryPolicy): Policy => {
  const wrong = isObject(policy)
    ? policyKind.find(policy, "retry")
    : { option: "retry", problem: "is not a policy: give one such as RetryPolicy.keyed" }
  if (wrong !== undefined) return refuse(wrong)
  const { backoff } = policy
  return {
    ...policy,
    attemptTimeout: Duration.millis(policy.attemptTimeout),
    deadline: Duration.millis(policy.deadline),
    backoff: { ...backoff, base: Duration.millis(backoff.base), cap: Duration.millis(backoff.cap) }
  }
}

const callKinds: OptionCheck.Kinds<CallOptions> = {
  // The core checks keys by the rules of the operation.
  idempotencyKey: OptionCheck.anything,
  retry: OptionCheck.anything,
  timeout: millis,
  deadline: millis,
  signal: OptionCheck.kind(
    "an AbortSignal",
    // Signals of another realm and of libraries have the method.
    (value) => isObject(value) && typeof Reflect.get(Object(value), "addEventListener") === "function"
  )
}

/** The options of a call as the core knows them. */
export const toCallOptions = (options: CallOptions): Sdk.CallOptions => {
  assertOptions(options, callKinds)
  const { deadline, idempotencyKey, retry, timeout } = options
  return {
    idempotencyKey,
    retry: retry === undefined ? undefined : toPolicy(retry),
    timeout: timeout === undefined ? undefined : Duration.millis(timeout),
    deadline: deadline === undefined ? undefined : Duration.millis(deadline)
  }
}
