import { unknownOption } from "@qurl/contract/Suggestion"
import type { Policy } from "@qurl/idempotency"
import type * as Sdk from "@qurl/sdk"
import * as Duration from "effect/Duration"
import type { CallOptions } from "../CallOptions.js"
import { ConfigurationError } from "../ConfigurationError.js"
import type { RetryPolicy } from "../RetryPolicy.js"

/** A name that is not known is a misspelt one, and a key or a signal that is silently dropped does harm. */
export const refuseOthers = (options: object, known: ReadonlyArray<string>): void => {
  const unknown = unknownOption(options, known, { apiUrl: "baseUrl", heldBack: "unkeyedOperations" })
  if (unknown !== undefined) throw new ConfigurationError({ setting: unknown.option, problem: unknown.problem })
}

const millis = (setting: string, value: number): Duration.Duration => {
  if (typeof value !== "number" || !(value >= 0)) {
    throw new ConfigurationError({ setting, problem: "is no duration: give a number of milliseconds, 0 or more" })
  }
  return Duration.millis(value)
}

const atLeast = (setting: string, value: number, least: number): number => {
  if (typeof value === "number" && value >= least) return value
  throw new ConfigurationError({ setting, problem: `is no number: give ${least} or more` })
}

const repeats: ReadonlyArray<string> = ["keyed", "rejectedOnly", "unsafe", "none"] satisfies Array<Policy["repeat"]>

const isObject = (value: unknown): boolean => typeof value === "object" && value !== null

/** A policy as the core knows it. */
export const toPolicy = (policy: RetryPolicy): Policy => {
  if (!isObject(policy) || !repeats.includes(policy.repeat) || !isObject(policy.backoff)) {
    throw new ConfigurationError({ setting: "retry", problem: "is no policy: give one such as RetryPolicy.keyed" })
  }
  const { attemptTimeout, attempts, backoff, deadline, repeat, statuses, ...others } = policy
  refuseOthers(others, ["repeat", "attempts", "attemptTimeout", "deadline", "backoff", "statuses"])
  return {
    repeat,
    attempts: atLeast("retry.attempts", attempts, 1),
    attemptTimeout: millis("retry.attemptTimeout", attemptTimeout),
    deadline: millis("retry.deadline", deadline),
    backoff: {
      base: millis("retry.backoff.base", backoff.base),
      factor: atLeast("retry.backoff.factor", backoff.factor, 0),
      cap: millis("retry.backoff.cap", backoff.cap),
      jitter: atLeast("retry.backoff.jitter", backoff.jitter, 0)
    },
    statuses
  }
}

const known = Object.keys(
  {
    idempotencyKey: true,
    retry: true,
    timeout: true,
    deadline: true,
    signal: true
  } satisfies Record<keyof CallOptions, true>
)

/** The options of a call as the core knows them. */
export const toCallOptions = (options: CallOptions): Sdk.CallOptions => {
  refuseOthers(options, known)
  const { deadline, idempotencyKey, retry, timeout } = options
  return {
    idempotencyKey,
    retry: retry === undefined ? undefined : toPolicy(retry),
    timeout: timeout === undefined ? undefined : millis("timeout", timeout),
    deadline: deadline === undefined ? undefined : millis("deadline", deadline)
  }
}
