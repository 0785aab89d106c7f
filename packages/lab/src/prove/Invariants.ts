/**
 * Invariants of every run.
 *
 * @since 0.1.0
 */
import * as Duration from "effect/Duration"
import type { Call, World } from "./World.js"

const reported = (world: World, call: Call): ReadonlyArray<string> => {
  if (call.dead) return []
  if (call.end === undefined) return [`call ${call.id} never ended`]
  const { outcome } = call.end
  const ofWish = world.effects.filter(({ request }) => request.call.wish === call.wish)
  const ofCall = ofWish.filter(({ request }) => request.call === call)
  const found: Array<string> = []
  if (outcome === "applied" && !ofWish.some(({ id }) => id === call.made)) {
    found.push(`call ${call.id} reported ${call.made ?? "a success"}, which does not exist`)
  }
  if (outcome === "applied but unreadable" && ofWish.length === 0) {
    found.push(`call ${call.id} reported its work as done, and it is not`)
  }
  if ((outcome === "rejected" || outcome === "not sent") && ofCall.length > 0) {
    found.push(`call ${call.id} reported "${outcome}" and had an effect`)
  }
  // A clock that is set during a call makes it shorter or longer; its attempts count as usual.
  if (!world.isSkewed && call.endedAt > call.intent.deadlineAt) found.push(`call ${call.id} ended after its deadline`)
  if (call.history.attempts > call.intent.policy.attempts) found.push(`call ${call.id} made too many attempts`)
  return found
}

/**
 * Violations at the end of all calls.
 *
 * @since 0.1.0
 * @category combinators
 */
export const check = (world: World): ReadonlyArray<string> => [
  ...world.wishes.flatMap(({ id, refused }) => {
    const count = world.effects.filter(({ request }) => request.call.wish.id === id).length
    return [
      ...(count > 1 ? [`intent ${id} has ${count} effects`] : []),
      ...(refused && count > 0 ? [`intent ${id} is forbidden and has an effect`] : [])
    ]
  }),
  ...world.calls.flatMap((call) => reported(world, call))
]

/**
 * Violations of a call made after the faults had stopped, which must learn its outcome. Only the outcome of parked work
 * may stay unknown.
 *
 * @since 0.1.0
 * @category combinators
 */
export const checkCalm = (world: World, call: Call): ReadonlyArray<string> => {
  const row = world.rows.get(call.intent.key._tag === "Some" ? call.intent.key.value : "")
  const state = row?.state._tag
  if (state === "Parked" && call.end?.outcome === "in flight") return []
  // A client that does not know the server's words for a refusal cannot learn of one. It must not guess.
  const isRefused = state === "Parked" || state === "Running" || call.wish.refused || world.bounds.sharedKey
  if (isRefused && world.bounds.words === "of their own" && call.end?.outcome === "unknown") return []
  if (call.end?.outcome === "applied" || call.end?.outcome === "rejected") return []
  return [`call ${call.id} ends "${call.end?.outcome ?? "never"}" although nothing goes wrong any more`]
}

/**
 * True if a program may still retry under the key of this call.
 *
 * @since 0.1.0
 * @category combinators
 */
export const isKept = (world: World, call: Call): boolean =>
  world.now + Duration.toMillis(world.parts.policy.deadline) < call.wish.startedAt + world.parts.retentionMillis
