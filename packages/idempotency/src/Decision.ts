/**
 * The one place that says what follows an attempt. Pure, so that the schedule, simulations and tests share it.
 *
 * @since 0.1.0
 */
import * as Option from "effect/Option"
import * as Dialect from "./Dialect.js"
import { backoff, type Intent, isRead } from "./Intent.js"
import type { EndedBy, Outcome } from "./Outcome.js"

/**
 * What one attempt showed.
 *
 * - `NotSent`: no connection was made.
 * - `Lost`: the request may have arrived and no whole answer came back. `status` is there when the headers did.
 * - `Answered`: a whole answer. `retryAfter` is in milliseconds.
 *
 * @since 0.1.0
 * @category models
 */
export type Observation =
  | { readonly _tag: "NotSent"; readonly code: string | undefined }
  | {
    readonly _tag: "Lost"
    readonly reason: "reset" | "timeout" | "body cut" | "body too large"
    readonly code: string | undefined
    readonly status: number | undefined
  }
  | {
    readonly _tag: "Answered"
    readonly status: number
    readonly code: string | undefined
    readonly message?: string | undefined
    readonly retryAfter: number | undefined
  }

/** What of an answer tells its kind. */
type Said = Pick<Extract<Observation, { readonly _tag: "Answered" }>, "status" | "code" | "message">

/**
 * What is remembered of the attempts so far, the current one included.
 *
 * @since 0.1.0
 * @category models
 */
export interface History {
  /** Requests sent, without polls. */
  readonly attempts: number
  /** Requests that were answered with "in flight". */
  readonly polls: number
  /**
   * What was done under the key: nothing, perhaps the work (an answer was lost, or it was in flight), or surely (a
   * success whose body was lost). It only grows: a later refusal at the door says nothing about an earlier attempt.
   */
  readonly effect: "none" | "possible" | "certain"
}

/**
 * The history before the first attempt.
 *
 * @since 0.1.0
 * @category constructors
 */
export const emptyHistory: History = { attempts: 0, polls: 0, effect: "none" }

/**
 * What follows.
 *
 * - `Repeat`: send the same request after `delay` milliseconds; `cost` is what the retry budget is charged.
 * - `End`: give the caller what there is.
 *
 * @since 0.1.0
 * @category models
 */
export type Decision =
  | { readonly _tag: "Repeat"; readonly delay: number; readonly cost: number }
  | {
    readonly _tag: "End"
    readonly outcome: Outcome
    readonly endedBy: EndedBy
    /** When the server asked to be called again, in milliseconds since 1970. */
    readonly retryAt: number | undefined
  }

/**
 * Whether the status says that the work was done.
 *
 * @since 0.1.0
 * @category combinators
 */
export const isSuccess = (status: number): boolean => status >= 200 && status < 300

/**
 * Whether the request was refused at the door: this attempt did nothing, and says nothing about earlier ones.
 *
 * @since 0.1.0
 * @category combinators
 */
export const isRefusedAtTheDoor = (status: number): boolean => status === 401 || status === 403 || status === 429

/** Nobody can tell whether the handler ran: a gateway gave up, the handler broke, or the answer came from elsewhere. */
const inconclusive = (status: number) =>
  status >= 500 || status < 200 || (status >= 300 && status < 400) || status === 408

/**
 * Whether the dialect says with this answer that the first request under the key is still running.
 *
 * @since 0.1.0
 * @category combinators
 */
export const isInFlight = (intent: Intent, answer: Said): boolean =>
  Option.isSome(intent.key) && Dialect.matches(intent.dialect.inFlight, answer)

/**
 * Whether this answer says, in the words of the dialect or of the operation, that the key was used with another body.
 *
 * @since 0.1.0
 * @category combinators
 */
export const isMismatch = (intent: Intent, answer: Said): boolean =>
  Option.isSome(intent.key) && Dialect.isMismatch(intent.dialect, intent.rules, answer)

/** A delete that finds nothing, after an attempt of ours that may have deleted it: it did. */
const isOwnDelete = (intent: Intent, history: History, status: number, code: string | undefined) =>
  intent.method === "DELETE" && history.effect !== "none"
  && (intent.rules.alreadyGone ?? ((status) => status === 404))(status, code)

/** The effect that this one attempt may have had. */
const effectOf = (observation: Observation): History["effect"] => {
  switch (observation._tag) {
    case "NotSent":
      return "none"
    case "Lost":
      if (observation.status === undefined) return "possible"
      if (isSuccess(observation.status)) return "certain"
      return isRefusedAtTheDoor(observation.status) ? "none" : "possible"
    case "Answered":
      return inconclusive(observation.status) ? "possible" : "none"
  }
}

/**
 * The history after one more observation.
 *
 * @since 0.1.0
 * @category combinators
 */
export const remember = (intent: Intent, history: History, observation: Observation): History => {
  if (observation._tag === "Answered" && isInFlight(intent, observation)) {
    // Somebody is doing the work under this key: whatever refuses us later, it may have been done.
    return { ...history, polls: history.polls + 1, effect: history.effect === "none" ? "possible" : history.effect }
  }
  const added = isRead(intent.method) ? "none" : effectOf(observation)
  return {
    attempts: history.attempts + 1,
    polls: history.polls,
    effect: added === "none" || history.effect === "certain" ? history.effect : added
  }
}

/** What is known when the last attempt by itself did nothing. */
const standing = (history: History, otherwise: "not sent" | "rejected"): Outcome =>
  history.effect === "none" ? otherwise : history.effect === "certain" ? "applied but unreadable" : "unknown"

/** What is known if the call ended with this observation. */
const outcomeOf = (intent: Intent, history: History, observation: Observation): Outcome => {
  switch (observation._tag) {
    case "NotSent":
      return standing(history, "not sent")
    case "Lost":
      if (observation.status !== undefined && isRefusedAtTheDoor(observation.status)) {
        return standing(history, "rejected")
      }
      if (observation.status !== undefined && isSuccess(observation.status)) return "applied but unreadable"
      return history.effect === "certain" ? "applied but unreadable" : "unknown"
    case "Answered": {
      const { code, status } = observation
      if (isSuccess(status)) return "applied"
      if (isInFlight(intent, observation)) return "in flight"
      if (isMismatch(intent, observation)) return "rejected"
      if (isOwnDelete(intent, history, status, code)) return "applied"
      if (inconclusive(status)) return history.effect === "certain" ? "applied but unreadable" : "unknown"
      // Only an answer under the same key speaks for the earlier attempts as well.
      return isRefusedAtTheDoor(status) || Option.isNone(intent.key) ? standing(history, "rejected") : "rejected"
    }
  }
}

const canRepeat = (intent: Intent, observation: Observation): boolean => {
  const { lost, notSent, statuses } = intent.repeatable
  switch (observation._tag) {
    case "NotSent":
      return notSent
    case "Lost": {
      const { reason, status } = observation
      if (reason === "body too large") return false
      // Without its body a refusal cannot be told from "in flight", and repeating under the key finds out; a refusal
      // at the door and an inconclusive status need no body.
      return status === undefined || !(isRefusedAtTheDoor(status) || inconclusive(status))
        ? lost
        : statuses.some((allowed) => allowed === status)
    }
    case "Answered":
      return statuses.some((allowed) => allowed === observation.status)
  }
}

/** Rejections cost nothing: the server said when to come back. A timeout has already cost it a full wait. */
const costOf = (observation: Observation): number => {
  if (observation._tag === "Answered") return observation.status >= 500 ? 5 : 0
  return observation._tag === "Lost" && observation.reason === "timeout" ? 10 : 5
}

/** The server's `Retry-After`, or no wish. */
const wish = (observation: Observation): number => observation._tag === "Answered" ? observation.retryAfter ?? 0 : 0

/**
 * The end of a call after `observation`, for a reason that lies outside of it: `history` is the history after it.
 *
 * @since 0.1.0
 * @category combinators
 */
export const giveUp = (
  intent: Intent,
  history: History,
  observation: Observation,
  now: number,
  endedBy: EndedBy
): Extract<Decision, { readonly _tag: "End" }> => {
  const asked = wish(observation)
  return {
    _tag: "End",
    outcome: outcomeOf(intent, history, observation),
    endedBy,
    retryAt: asked > 0 ? now + asked : undefined
  }
}

/**
 * Decides what follows `observation`. `history` is the history after it (see {@link remember}), `random` a number in
 * [0, 1) drawn for this delay, `now` in milliseconds since 1970.
 *
 * `Retry-After` is a floor under the delay, whatever the status. A delay that would pass the deadline ends the call at
 * once, with the time at which the server would have been ready.
 *
 * @since 0.1.0
 * @category combinators
 */
export const decide = (
  intent: Intent,
  history: History,
  observation: Observation,
  now: number,
  random: number
): Decision => {
  const asked = wish(observation)
  const end = (endedBy: EndedBy) => giveUp(intent, history, observation, now, endedBy)
  const outcome = outcomeOf(intent, history, observation)
  if (outcome === "applied") return end("answer")
  const polling = outcome === "in flight"
  if (polling ? intent.policy.repeat === "none" : !canRepeat(intent, observation)) return end("not retryable")
  if (!polling && history.attempts >= intent.policy.attempts) return end("attempts")
  // A server that says when the first request will be done is asked then, not ever more rarely.
  const step = !polling ? history.attempts : asked > 0 ? 1 : history.polls
  const delay = Math.max(asked, backoff(intent.policy, step, random))
  if (asked > 0 && now + asked >= intent.deadlineAt) return end("retry-after past the deadline")
  if (now + delay >= intent.deadlineAt) return end("deadline")
  return { _tag: "Repeat", delay, cost: polling ? 0 : costOf(observation) }
}

/**
 * Whether the server keeps this answer under the key, so that the key has done its work. An answer that was refused at
 * the door, is still being made or was not read leaves the key to be used again for the same call.
 *
 * @since 0.1.0
 * @category combinators
 */
export const spendsKey = (intent: Intent, observation: Observation, outcome: Outcome): boolean =>
  observation._tag === "Answered"
  && (outcome === "applied"
    || (outcome === "rejected" && !isRefusedAtTheDoor(observation.status)
      && !isMismatch(intent, observation)))
