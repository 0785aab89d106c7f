/**
 * The one place that says what follows an attempt. Pure, so that the schedule, simulations and tests share it.
 *
 * @since 0.1.0
 */
import * as Option from "effect/Option"
import { backoff, type Intent, isRead } from "./Intent.js"
import { type Marked, matches } from "./Marker.js"
import type { EndedBy, Outcome } from "./Outcome.js"

/**
 * The origin of an answer.
 *
 * - `api`: it has the form that the dialect documents.
 * - `replay`: it carries the marker of a stored answer.
 * - `unknown`: it may come from a gateway, a proxy or a sign-in page.
 *
 * @since 0.1.0
 * @category models
 */
export type Source = "api" | "replay" | "unknown"

/**
 * A whole answer. `retryAfter` is in milliseconds.
 *
 * @since 0.1.0
 * @category models
 */
export interface Answered {
  readonly _tag: "Answered"
  readonly status: number
  readonly source: Source
  readonly code: string | undefined
  readonly message?: string | undefined
  readonly retryAfter: number | undefined
}

/**
 * Observed result of one attempt.
 *
 * - `NotSent`: no connection was made. `permanent` where the next attempt would fail in the same way.
 * - `Lost`: the request may have arrived and no whole answer came back. `status` is present if the headers arrived.
 * - `Answered`: a whole answer.
 *
 * @since 0.1.0
 * @category models
 */
export type Observation =
  | { readonly _tag: "NotSent"; readonly code: string | undefined; readonly permanent?: boolean | undefined }
  | {
    readonly _tag: "Lost"
    readonly reason: "reset" | "timeout" | "body cut" | "body too large"
    readonly code: string | undefined
    readonly status: number | undefined
    /** `replay` if the headers carried the marker of a stored answer. No other header shows the origin of an answer. */
    readonly source?: Extract<Source, "replay"> | undefined
  }
  | Answered

/**
 * Evidence that an answer gives of the call's effect.
 *
 * - `applied`: the API's own success, or a 304 in answer to a conditional read.
 * - `refused`: the handler's own refusal, which the server keeps under the key.
 * - `turned away`: the API's own 401, 403 or 429. This attempt did nothing, and earlier ones may have.
 * - `already gone`: the target of a delete does not exist.
 * - `mismatch`: the key was used with another body.
 * - `in flight`: the first request under the key is still running.
 * - `none`: nothing. The status proves nothing by itself.
 *
 * @since 0.1.0
 * @category models
 */
export type Evidence = "applied" | "refused" | "turned away" | "already gone" | "mismatch" | "in flight" | "none"

/**
 * Record of the attempts so far, including the current one.
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
   * Effect under the key: `none`, `possible` (an answer was lost, or the call was in flight) or `certain` (the body of a
   * replayed success was lost). It only grows: a later 401, 403 or 429 says nothing about an earlier attempt.
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
 * Next step after an attempt.
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
 * Checks for a success status. Only {@link evidence} shows that the work was done.
 *
 * @since 0.1.0
 * @category combinators
 */
export const isSuccess = (status: number): boolean => status >= 200 && status < 300

const isTurnedAway = (status: number): boolean => status === 401 || status === 403 || status === 429

/** A broken handler, an interim answer, a redirect or a timeout may follow any effect, even in the API's own words. */
const isInconclusive = (status: number): boolean =>
  status >= 500 || status < 200 || (status >= 300 && status < 400) || status === 408

/** Statuses that some APIs use for a request that is still running. */
const isConflict = (status: number): boolean => status === 409 || status === 423 || status === 425

const isKnownConflict = ({ dialect, rules }: Intent, code: string | undefined): boolean =>
  code !== undefined && (dialect.envelope.conflicts.includes(code) || rules.conflicts?.includes(code) === true)

const isGone = ({ method, rules }: Intent, { code, status }: Marked): boolean =>
  method === "DELETE" && (rules.alreadyGone === undefined ? status === 404 : rules.alreadyGone(status, code))

/**
 * Derives the evidence that an answer gives. Statuses and codes are interpreted only here: a status alone proves
 * nothing, because anything between client and API can send one.
 *
 * @since 0.1.0
 * @category combinators
 */
export const evidence = (intent: Intent, answer: Pick<Answered, "source"> & Marked): Evidence => {
  const { code, source, status } = answer
  if (Option.isSome(intent.key)) {
    if (matches(intent.dialect.inFlight, answer)) return "in flight"
    if (matches(intent.dialect.mismatch, answer) || matches(intent.rules.mismatch, answer)) return "mismatch"
  }
  if (isSuccess(status)) return source !== "unknown" || isRead(intent.method) ? "applied" : "none"
  if (status === 304 && intent.isConditional === true) return "applied"
  if (source === "unknown" || isInconclusive(status)) return "none"
  if (isGone(intent, answer)) return "already gone"
  if (isTurnedAway(status)) return "turned away"
  return isConflict(status) && source !== "replay" && !isKnownConflict(intent, code) ? "none" : "refused"
}

/** The effect that this one attempt may have had. */
const effectOf = (intent: Intent, observation: Observation): History["effect"] => {
  switch (observation._tag) {
    case "NotSent":
      return "none"
    case "Lost":
      return isLostSuccess(intent, observation) ? "certain" : "possible"
    case "Answered":
      return evidence(intent, observation) === "none" ? "possible" : "none"
  }
}

/**
 * True if the headers of a stored success came and its body did not. Without the marker of a replay they may belong to a
 * page of a gateway, whatever their status.
 */
const isLostSuccess = (
  { rules }: Intent,
  { source, status }: Extract<Observation, { readonly _tag: "Lost" }>
): boolean =>
  source === "replay" && status !== undefined && isSuccess(status)
  && (rules.answers ?? rules.successes)?.includes(status) !== false

/**
 * The history after one more observation.
 *
 * @since 0.1.0
 * @category combinators
 */
export const remember = (intent: Intent, history: History, observation: Observation): History => {
  if (observation._tag === "Answered" && evidence(intent, observation) === "in flight") {
    // The work is being done under this key, whatever refuses a later request.
    return { ...history, polls: history.polls + 1, effect: history.effect === "none" ? "possible" : history.effect }
  }
  const added = isRead(intent.method) ? "none" : effectOf(intent, observation)
  return {
    attempts: history.attempts + 1,
    polls: history.polls,
    effect: added === "none" || history.effect === "certain" ? history.effect : added
  }
}

/** The outcome when the last attempt by itself did nothing, and says nothing about earlier ones. */
const standing = (history: History, otherwise: "not sent" | "rejected"): Outcome =>
  history.effect === "none" ? otherwise : open(history)

/** The outcome when nothing has settled it. */
const open = (history: History): Outcome => history.effect === "certain" ? "applied but unreadable" : "unknown"

/** The outcome if the call ended with this observation. */
const outcomeOf = (intent: Intent, history: History, observation: Observation): Outcome => {
  if (observation._tag === "NotSent") return standing(history, "not sent")
  if (observation._tag === "Lost") {
    return isLostSuccess(intent, observation) ? "applied but unreadable" : open(history)
  }
  const shown = evidence(intent, observation)
  switch (shown) {
    case "applied":
    case "in flight":
      return shown
    case "none":
      return open(history)
    case "already gone":
      // After an attempt of ours that may have deleted it: it did.
      return history.effect === "none" ? "rejected" : "applied"
    case "turned away":
      return standing(history, "rejected")
    case "mismatch":
    case "refused":
      // Only an answer under the same key speaks for the earlier attempts as well, and none undoes what was certain.
      return Option.isSome(intent.key) && history.effect !== "certain" ? "rejected" : standing(history, "rejected")
  }
}

const canRepeat = (intent: Intent, observation: Observation): boolean => {
  const { lost, notSent, statuses } = intent.repeatable
  switch (observation._tag) {
    case "NotSent":
      return notSent && observation.permanent !== true
    case "Lost": {
      const { reason, status } = observation
      if (reason === "body too large") return false
      // Without its body a refusal looks the same as "in flight", and repeating under the key settles which it was. For
      // the other statuses the rule is the same with and without a body.
      return status === undefined || !(isTurnedAway(status) || isInconclusive(status))
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
 * Checks if the server keeps this answer under the key, which spends the key. After any other answer the key can be
 * used again for the same call.
 *
 * @since 0.1.0
 * @category combinators
 */
export const spendsKey = (intent: Intent, observation: Observation, outcome: Outcome): boolean =>
  observation._tag === "Answered"
  && (outcome === "applied" || (outcome === "rejected" && evidence(intent, observation) === "refused"))

/**
 * Checks that the server has no record of the key, so that the key can be sent with another body.
 *
 * @since 0.1.0
 * @category combinators
 */
export const freesKey = (intent: Intent, observation: Observation | undefined, outcome: Outcome): boolean =>
  outcome === "not sent"
  || (outcome === "rejected" && observation?._tag === "Answered" && evidence(intent, observation) === "turned away")
