/**
 * The client of the model: attempts, and what the shipped decision makes of what they show.
 *
 * @since 0.1.0
 */
import { qurlDialect } from "@qurl/contract/QurlDialect"
import * as Decision from "@qurl/idempotency/Decision"
import { repeatable } from "@qurl/idempotency/Intent"
import * as Duration from "effect/Duration"
import * as Option from "effect/Option"
import type { Call, Wish, World } from "./World.js"

const rules = { name: "create", idempotency: "keyed", answers: [201] } as const

/**
 * Longest time a request can be in transit.
 *
 * @since 0.1.0
 * @category models
 */
export const transitMillis = 300_000

/**
 * Begins a call.
 *
 * @since 0.1.0
 * @category combinators
 */
export const begin = (world: World, wish: Wish): Call => {
  const { now, parts: { key, policy }, skew } = world
  const id = world.calls.length
  const named = Option.fromNullable(key(wish.id, id, 0))
  const call: Call = {
    id,
    wish,
    intent: {
      rules,
      method: "POST",
      path: "/v1/qurls",
      key: named,
      origin: Option.isSome(named) ? "generated" : "none",
      fingerprint: () => Option.some(`body-${wish.id}`),
      startedAt: now + skew,
      deadlineAt: now + skew + Duration.toMillis(policy.deadline),
      policy,
      dialect: qurlDialect,
      repeatable: repeatable(rules, policy, qurlDialect, Option.isSome(named))
    },
    history: Decision.emptyHistory,
    sent: 0,
    waiting: undefined,
    wakeAt: now,
    end: undefined,
    endedAt: now,
    made: undefined,
    door: undefined,
    dead: false
  }
  world.calls.push(call)
  return call
}

/**
 * Sends an attempt.
 *
 * @since 0.1.0
 * @category combinators
 */
export const send = (world: World, call: Call): void => {
  const { now, parts, skew } = world
  const request = {
    call,
    key: parts.key(call.wish.id, call.id, call.sent),
    until: now + transitMillis,
    door: call.door,
    arrived: false
  }
  call.sent += 1
  call.waiting = {
    request,
    // A deadline that is over is noticed at once.
    until: now
      + Math.max(1, Math.min(Duration.toMillis(call.intent.policy.attemptTimeout), call.intent.deadlineAt - now - skew))
  }
  world.requests.push(request)
  world.log?.push(`call ${call.id} sends attempt ${call.sent} under ${request.key ?? "no key"}`)
}

/**
 * Shows the call how its attempt ended.
 *
 * @since 0.1.0
 * @category combinators
 */
export const observe = (world: World, call: Call, observation: Decision.Observation, made?: string): void => {
  const { now, parts, skew } = world
  const before = call.history
  call.waiting = undefined
  call.history = parts.remember(call.intent, before, observation)
  const decision = parts.decide(call.intent, call.history, observation, now + skew, 0)
  world.log?.push(
    `call ${call.id} sees ${observation._tag} ${"status" in observation ? observation.status ?? "" : ""}: ${
      decision._tag === "Repeat" ? `again in ${decision.delay} ms` : decision.outcome
    }`
  )
  if (decision._tag === "Repeat") {
    call.wakeAt = now + decision.delay
    return
  }
  call.end = decision
  call.endedAt = now + skew
  call.made = made
}
