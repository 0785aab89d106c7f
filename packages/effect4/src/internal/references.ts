// The references of Effect 4 that the engine reads by name: the presence of one in a context says that it was provided.
import { type CallEnd } from "@qurl/idempotency"
import { KeyGenerator as KeyGenerator3 } from "@qurl/idempotency/KeyGenerator"
import { CallObserver as Observer3 } from "@qurl/idempotency/Observability/CallObserver"
import { RetryPolicy as RetryPolicy3 } from "@qurl/idempotency/RetryPolicy"
import type * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Context3 from "effect3/Context"
import * as Keys from "./keys.js"
import { toEngine } from "./toEngine.js"
import { toValue3 } from "./values.js"

export const retryPolicyId = "@qurl/effect4/RetryPolicy"
export const observerId = "@qurl/effect4/CallObserver"
export const pinId = "@qurl/effect4/Pin"
export const clientStateId = "@qurl/effect4/ClientState"
export const journalId = "@qurl/effect4/Journal"
export const gateId = "@qurl/effect4/Gate"
export const retryBudgetId = "@qurl/effect4/RetryBudget"
export const localGuardId = "@qurl/effect4/LocalGuard"

/** References that hold services of the engine. What stands later comes first. */
const held = [clientStateId, gateId, retryBudgetId, localGuardId, pinId, journalId]

/** Observer of calls. */
export interface Observer {
  readonly ended: (end: CallEnd) => Effect.Effect<void>
}

/** Context of the engine around a call, or around the construction of a service. */
export const references = (context: Context.Context<never>): Context3.Context<never> => {
  const given = context.mapUnsafe
  let found = Context3.empty()
  // Each was put there under its own name by a reference of this package, which has the type that is read here.
  for (const id of held) {
    const services = given.get(id) as Context3.Context<never> | undefined
    if (services !== undefined) found = Context3.merge(found, services)
  }
  const generator = given.get(Keys.id) as Keys.Service | undefined
  if (generator !== undefined) found = Context3.add(found, KeyGenerator3, Keys.toService3(generator))
  const policy: unknown = given.get(retryPolicyId)
  if (policy !== undefined) found = Context3.add(found, RetryPolicy3, toValue3(policy))
  const observer = given.get(observerId) as Observer | undefined
  if (observer !== undefined) {
    found = Context3.add(found, Observer3, { ended: (end) => toEngine(observer.ended(end)) })
  }
  return found
}
