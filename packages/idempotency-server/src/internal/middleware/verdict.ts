import { causeResponse } from "@effect/platform/HttpServerError"
import type { HttpServerResponse } from "@effect/platform/HttpServerResponse"
import * as Cause from "effect/Cause"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type { Service, Verdict } from "../../Execution.js"
import type { Mode, Policy } from "../../Policy.js"
import type { Identity, Settlement } from "../../Store.js"
import { idOf } from "../../Store.js"
import { digest } from "../digest.js"
import { capture, type Captured, toKept } from "./capture.js"

export interface Rules {
  readonly mode: Mode
  readonly crash: NonNullable<Policy["crash"]>
  readonly verdict: NonNullable<Policy["verdict"]>
  readonly headers: ReadonlyArray<string>
  readonly retentionMillis: number
  readonly maxKeptBytes: number
}

/** The execution as its handler sees it, and what the handler said. */
export const makeExecution = (identity: Identity) => {
  const said: { verdict: Verdict | undefined; retentionMillis: number | undefined } = {
    verdict: undefined,
    retentionMillis: undefined
  }
  const service: Service = {
    childKey: (step) => Effect.sync(() => digest(JSON.stringify([idOf(identity), step]))),
    say: (verdict) => Effect.sync(() => void (said.verdict = verdict)),
    keepFor: (retention) => Effect.sync(() => void (said.retentionMillis = Duration.toMillis(retention)))
  }
  return { service, said }
}

/** Nobody knows what was done: in a transaction it is undone, and elsewhere the policy decides. */
export const uncertain = ({ crash, mode }: Rules, reason: string): Settlement =>
  mode === "lease" && (crash === "park" || typeof crash === "object")
    ? { _tag: "Park", reason }
    : { _tag: "Release", reason }

const settlementOf = (rules: Rules, said: ReturnType<typeof makeExecution>["said"], captured: Captured): Settlement => {
  const { status } = captured.response
  if (said.verdict === "no effect") return { _tag: "Release", reason: "no effect" }
  const verdict = said.verdict === undefined ? rules.verdict(status) : "final"
  if (verdict === "refused") return { _tag: "Release", reason: String(status) }
  if (verdict === "failed") return uncertain(rules, String(status))
  const retentionMillis = said.retentionMillis ?? rules.retentionMillis
  const response = toKept(captured, rules.headers)
  const reason = said.verdict === "withhold" ? "withheld" : captured.body
  return typeof reason === "string"
    ? { _tag: "Tombstone", reason, response: { ...response, body: new Uint8Array() }, retentionMillis }
    : { _tag: "Answer", response, retentionMillis }
}

/** Outcome of a handler: the answer for its request, and the end of its record. */
type Concluded<E> = { readonly answer: Exit.Exit<HttpServerResponse, E>; readonly settlement: Settlement }

const concludeResponse = <E>(
  rules: Rules,
  said: ReturnType<typeof makeExecution>["said"],
  response: HttpServerResponse
): Effect.Effect<Concluded<E>> =>
  Effect.map(capture(response, rules.maxKeptBytes), (captured) => ({
    answer: Exit.succeed(captured.response),
    settlement: settlementOf(rules, said, captured)
  }))

/**
 * Failures that the platform has an answer for (an unknown route, a body that does not decode) are judged by that
 * answer. What it answers with 500 stays a failure, so that the platform logs it.
 */
const concludeFailure = <E>(
  rules: Rules,
  said: ReturnType<typeof makeExecution>["said"],
  cause: Cause.Cause<E>
): Effect.Effect<Concluded<E>> =>
  Effect.flatMap(causeResponse(cause), ([response]) => {
    if (response.status < 500 && !Cause.isInterrupted(cause)) return concludeResponse(rules, said, response)
    const settlement: Settlement = said.verdict === "no effect"
      ? { _tag: "Release", reason: "no effect" }
      : uncertain(rules, "failed")
    return Effect.succeed({ answer: Exit.failCause(cause), settlement })
  })

/** Judges the end of a handler. */
export const conclude = <E>(
  rules: Rules,
  said: ReturnType<typeof makeExecution>["said"],
  exit: Exit.Exit<HttpServerResponse, E>
): Effect.Effect<Concluded<E>> =>
  Exit.match(exit, {
    onFailure: (cause) => concludeFailure(rules, said, cause),
    onSuccess: (response) => concludeResponse(rules, said, response)
  })
