import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import type * as Fiber from "effect/Fiber"
import { isNone, type Service } from "../../Observability/CallObserver.js"
import type { CallEnd } from "../../Observability/Report.js"
import * as Now from "../now.js"
import * as Detached from "./detached.js"

/** Longest duration of an observer, in milliseconds. */
const patience = 10_000

/** Effect of the observer. One in plain JavaScript may throw in place of returning it. */
const effectOf = (observer: Service, end: CallEnd): Effect.Effect<void> => {
  try {
    return observer.ended(end)
  } catch (error) {
    return Effect.die(error)
  }
}

/**
 * Hands the end of a call to its observer. The call neither waits for it nor fails with it. An observer that has done its
 * work when it returns needs no fiber.
 */
export const notify = (fiber: Fiber.RuntimeFiber<unknown, unknown>, observer: Service, end: CallEnd): void => {
  if (isNone(observer)) return
  const effect = effectOf(observer, end)
  if (Now.isDone(effect)) return
  const observed = Effect.suspend(() => effect).pipe(
    Effect.catchAllCause((cause) =>
      Cause.isInterruptedOnly(cause)
        ? Effect.logWarning("A CallObserver was stopped, since it took too long.")
        : Effect.logWarning("A CallObserver failed.", cause)
    )
  )
  Detached.run(fiber, observed, patience, () => {})
}
