import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { evidence, type Observation } from "../Decision.js"
import type { Intent } from "../Intent.js"
import type { Report } from "../Observability/Report.js"
import * as Tracing from "../Observability/Tracing.js"
import { shorten } from "./keys/shorten.js"

export const shortKey = (intent: Intent) => Option.match(intent.key, { onNone: () => "-", onSome: shorten })

/** Result of an attempt, in a word. */
export const resultOf = (observation: Observation): string => {
  switch (observation._tag) {
    case "Answered":
      return String(observation.status)
    case "Lost":
      return observation.reason
    case "NotSent":
      return "not sent"
  }
}

const isGood = (intent: Intent, observation: Observation) =>
  observation._tag === "Answered" && evidence(intent, observation) === "applied"

const attributesOf = (intent: Intent, observation: Observation) => ({
  result: resultOf(observation),
  ...(observation._tag === "Answered" ? { "http.response.status_code": observation.status } : {}),
  ...(isGood(intent, observation) ? {} : { "error.type": resultOf(observation) })
})

/**
 * Wraps an attempt in a span, if tracing is on. The span fails if the attempt did. Its error is only a word, because the
 * observation holds the body.
 */
export const attempt = <Seen extends { readonly observation: Observation }>(
  send: Effect.Effect<Seen>,
  about: { readonly intent: Intent; readonly count: number; readonly gateMillis: () => number }
): Effect.Effect<Seen> =>
  Tracing.whenOn(send, () => {
    const { count, gateMillis, intent } = about
    let seen: Seen | undefined
    const told = Effect.flatMap(send, (result) => {
      seen = result
      const { observation } = result
      const waited = gateMillis()
      return Effect.zipRight(
        Effect.annotateCurrentSpan({
          ...attributesOf(intent, observation),
          ...(waited > 0 ? { "idempotency.gate_wait_ms": waited } : {})
        }),
        isGood(intent, observation) ? Effect.succeed(result) : Effect.fail(resultOf(observation))
      )
    })
    return told.pipe(
      Effect.withSpan(`${intent.rules.name} attempt`, {
        kind: "client",
        captureStackTrace: false,
        attributes: {
          "http.request.method": intent.method,
          "url.path": intent.path,
          "http.request.resend_count": count - 1,
          "idempotency.key": shortKey(intent)
        }
      }),
      // There is a word only for what was seen.
      Effect.catchAll((word) => seen === undefined ? Effect.dieMessage(word) : Effect.succeed(seen))
    )
  })

/** Tells the span around a call how the call ended. */
export const ended = (intent: Intent, report: Report): Effect.Effect<void> =>
  Tracing.annotate(() => ({
    "idempotency.key": shortKey(intent),
    "idempotency.key_origin": intent.origin,
    "idempotency.attempts": report.attempts,
    "idempotency.outcome": report.outcome,
    "idempotency.ended_by": report.endedBy,
    "idempotency.replayed": report.replayed,
    ...(report.requestId === undefined ? {} : { "idempotency.request_id": report.requestId })
  }))
