import type { Policy } from "@qurl/idempotency"
import type * as Sdk from "@qurl/sdk"
import * as Duration from "effect/Duration"
import type { CallOptions } from "../CallOptions.js"
import { ConfigurationError } from "../ConfigurationError.js"
import type { RetryPolicy } from "../RetryPolicy.js"

/** A name that is not known is a misspelt one, and a key or a signal that is silently dropped does harm. */
export const refuseOthers = (options: object, known: ReadonlyArray<string>): void => {
  const other = Object.keys(options).find((name) => !known.includes(name))
  if (other !== undefined) {
    throw new ConfigurationError({ setting: other, problem: `is no option: give ${known.join(", ")}` })
  }
}

const millis = (setting: string, value: number): Duration.Duration => {
  if (typeof value !== "number" || !(value >= 0)) {
    throw new ConfigurationError({ setting, problem: "is no duration: give a number of milliseconds, 0 or more" })
  }
  return Duration.millis(value)
}

const repeats: ReadonlyArray<string> = ["keyed", "rejectedOnly", "unsafe", "none"] satisfies Array<Policy["repeat"]>

/** A policy as the core knows it. */
export const toPolicy = (policy: RetryPolicy): Policy => {
  if (typeof policy !== "object" || policy === null || !repeats.includes(policy.repeat)) {
    throw new ConfigurationError({ setting: "retry", problem: "is no policy: give one such as RetryPolicy.keyed" })
  }
  if (typeof policy.attempts !== "number" || !(policy.attempts >= 1)) {
    throw new ConfigurationError({ setting: "retry.attempts", problem: "must be 1 or more" })
  }
  return {
    ...policy,
    attemptTimeout: millis("retry.attemptTimeout", policy.attemptTimeout),
    deadline: millis("retry.deadline", policy.deadline),
    backoff: {
      ...policy.backoff,
      base: millis("retry.backoff.base", policy.backoff.base),
      cap: millis("retry.backoff.cap", policy.backoff.cap)
    }
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
