import { RetryPolicy } from "@qurl/idempotency/RetryPolicy"
import type { CallOptions, Policy } from "@qurl/sdk"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { v7 } from "uuid"
import { choice, duration, text } from "../argv/flag.js"
import { Session } from "../terminal/session.js"
import * as Stdio from "../terminal/stdio.js"

/** Flags of commands that call the API. */
export const callFlags = {
  retry: choice(
    "retry",
    ["keyed", "rejected-only", "none"],
    "Retry lost answers and 429 under the same key (keyed, the default), 429 only, or nothing."
  ),
  timeout: duration("timeout", "Longest duration of one attempt. Default: 30s."),
  deadline: duration("deadline", "Longest duration of the whole call. Default: 2m.")
}

/** Flags of commands that change something. */
export const writeFlags = {
  idempotencyKey: text(
    "idempotency-key",
    "KEY",
    "Key of the call. A repeated command with the same key gets the first result. Default: a new one."
  ),
  ...callFlags
}

/** Values of `callFlags`. */
export interface CallGiven {
  readonly retry: "keyed" | "rejected-only" | "none" | undefined
  readonly timeout: Duration.Duration | undefined
  readonly deadline: Duration.Duration | undefined
}

const policies: Readonly<Record<"keyed" | "rejected-only" | "none", Policy>> = {
  keyed: RetryPolicy.keyed,
  "rejected-only": RetryPolicy.rejectedOnly,
  none: RetryPolicy.none
}

export const policyOf = ({ retry }: CallGiven): Policy => policies[retry ?? "keyed"]

/** Options of a read or a delete. */
export const callOptions = (given: CallGiven): CallOptions => ({
  retry: policyOf(given),
  timeout: given.timeout,
  deadline: given.deadline
})

/** Calls a write under a key that is made here, so that an interrupted command can name it. */
export const write = <A, E, R>(
  given: CallGiven & { readonly idempotencyKey: string | undefined },
  call: (options: CallOptions) => Effect.Effect<A, E, R>
): Effect.Effect<A, E, R | Session> =>
  Effect.suspend(() => {
    const idempotencyKey = given.idempotencyKey ?? v7()
    return Effect.onInterrupt(call({ ...callOptions(given), idempotencyKey }), () =>
      Effect.flatMap(Session, ({ json }) =>
        json
          ? Stdio.err(`${JSON.stringify({ interrupted: { outcome: "unknown", idempotency_key: idempotencyKey } })}\n`)
          : Stdio.err(
            `Interrupted. It may have been done: repeat the command with --idempotency-key ${idempotencyKey} to find out `
              + "without doing it twice.\n"
          )))
  })

/** Longest duration of a call. */
export const deadlineOf = (given: CallGiven): Duration.Duration =>
  Duration.decode(given.deadline ?? policyOf(given).deadline)
