import type * as Headers from "@effect/platform/Headers"
import type * as Option from "effect/Option"
import { type Decision, evidence, freesKey, giveUp, type Observation, remember } from "../../Decision.js"
import type * as Gate from "../../Gate.js"
import type { Intent } from "../../Intent.js"
import * as RetrySchedule from "../../Retry/RetrySchedule.js"

/** An attempt's result: the observation to decide on, and the answer to return if it is the last one. */
export interface Seen {
  readonly observation: Observation
  readonly response: { readonly status: number; readonly headers: Headers.Headers } | undefined
  readonly bytes: Uint8Array
  readonly json: () => Option.Option<unknown>
}

/** Progress of a call. Every step of the call is one of the functions below. */
export interface CallState {
  readonly progress: RetrySchedule.Progress
  readonly last: Seen | undefined
  /** Requests begun. */
  readonly sent: number
  /** A request has left and its answer has not come. */
  readonly inTheAir: boolean
  /** When the gate was asked last. */
  readonly askedAt: number
  /** The last wait at the gate, and all of them. */
  readonly waitMillis: number
  readonly gateMillis: number
  /** The gate's refusal, which ends the call. */
  readonly refusal: Gate.Refusal | undefined
}

/** A call of which nothing was sent. */
export const initial: CallState = {
  progress: RetrySchedule.initial,
  last: undefined,
  sent: 0,
  inTheAir: false,
  askedAt: 0,
  waitMillis: 0,
  gateMillis: 0,
  refusal: undefined
}

export const asked = (state: CallState, now: number): CallState => ({ ...state, askedAt: now })

export const sending = (state: CallState, now: number): CallState => {
  const waitMillis = now - state.askedAt
  return { ...state, sent: state.sent + 1, inTheAir: true, waitMillis, gateMillis: state.gateMillis + waitMillis }
}

export const received = (state: CallState, last: Seen): CallState => ({ ...state, last, inTheAir: false })

export const refused = (state: CallState, refusal: Gate.Refusal): CallState => ({ ...state, refusal })

export const advanced = (state: CallState, progress: RetrySchedule.Progress): CallState => ({ ...state, progress })

/** The success answer that ended the attempts, if one did. */
export const successOf = (intent: Intent, { last, refusal }: CallState): Observation | undefined =>
  refusal === undefined && last?.observation._tag === "Answered" && evidence(intent, last.observation) === "applied"
    ? last.observation
    : undefined

/** How a call ends, however it came to its end. Times are on the monotonic clock. */
export interface End extends Pick<Extract<Decision, { readonly _tag: "End" }>, "outcome" | "endedBy" | "retryAt"> {
  readonly attempts: number
}

/** An answer that never came, as after a reset. */
const lost: Observation = { _tag: "Lost", reason: "reset", code: undefined, status: undefined }

/** The end of a call that came to its own end. */
export const settledEnd = (intent: Intent, state: CallState, now: number): End => {
  const { last, progress, refusal } = state
  const attempts = progress.history.attempts + progress.history.polls
  if (refusal === undefined) {
    const { decision } = progress
    if (decision?._tag !== "End") return cutShort(intent, state, now)
    const { endedBy, outcome, retryAt } = decision
    return { attempts, outcome, endedBy, retryAt }
  }
  const retryAt = refusal.opensIn === undefined ? undefined : now + refusal.opensIn
  const endedBy = retryAt === undefined ? "deadline" : "retry-after past the deadline"
  const outcome = last === undefined
    ? "not sent"
    : giveUp(intent, progress.history, last.observation, now, "deadline").outcome
  return { attempts, outcome, endedBy, retryAt }
}

/** The end of a call that was interrupted or met a defect: a request in the air counts as lost. */
export const cutShort = (intent: Intent, state: CallState, now: number): End => {
  const { inTheAir, last, progress } = state
  const history = inTheAir ? remember(intent, progress.history, lost) : progress.history
  const attempts = history.attempts + history.polls
  const observation = inTheAir ? lost : last?.observation
  if (observation === undefined) return { attempts, outcome: "not sent", endedBy: "deadline", retryAt: undefined }
  return { ...giveUp(intent, history, observation, now, "deadline"), attempts }
}

/** False if the server cannot have kept anything under the key: it has not seen it, or has refused it at the door. */
export const wasSent = (intent: Intent, { last }: CallState, { outcome }: End): boolean =>
  !freesKey(intent, last?.observation, outcome)
