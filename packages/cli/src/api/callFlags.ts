import { type CallOptions, type Policy, RetryPolicy } from "@qurl/sdk"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { v7 } from "uuid"
import { choice, duration, text } from "../argv/flag.js"
import { Session } from "../terminal/session.js"
import * as Stdio from "../terminal/stdio.js"

/** The flags of everything that calls the API. */
export const callFlags = {
  retry: choice(
    "retry",
    ["keyed", "rejected-only", "none"],
    "What is repeated: lost answers and 429 under the same key (keyed, the default), 429 only, or nothing."
  ),
  timeout: duration("timeout", "Longest duration of one attempt. Default: 30s."),
  deadline: duration("deadline", "Longest duration of the whole call. Default: 2m.")
}

/** The flags of everything that changes something. */
export const writeFlags = {
  idempotencyKey: text(
    "idempotency-key",
    "KEY",
    "Makes a repetition of this command the same call: the server answers it with the first result. Default: a new one."
  ),
  ...callFlags
}

interface CallGiven {
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

/** How a read, or a delete, is called. */
export const callOptions = (given: CallGiven): CallOptions => ({
  retry: policyOf(given),
  timeout: given.timeout,
  deadline: given.deadline
})

/**
 * Calls a write. Its key is made here and not further down, so that whoever interrupts the command is told how to
 * repeat it as the same call.
 */
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

/** For messages: the longest that a call can take. */
export const deadlineOf = (given: CallGiven): Duration.Duration =>
  Duration.decode(given.deadline ?? policyOf(given).deadline)
