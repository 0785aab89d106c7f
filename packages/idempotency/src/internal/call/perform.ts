import type * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import type * as Fiber from "effect/Fiber"
import * as FiberRef from "effect/FiberRef"
import * as RuntimeFlags from "effect/RuntimeFlags"
import type { Answer } from "../../Answer.js"
import { CallDefect, type CallError, type TransportError } from "../../CallError.js"
import type { CallOptions } from "../../CallOptions.js"
import type { Observation } from "../../Decision.js"
import { isRandom } from "../../KeyGenerator.js"
import * as Now from "../now.js"
import type { Described } from "./described.js"
import { Execution, type Finished, type Shared } from "./execution.js"
import type { Restore } from "./naming.js"
import { describe, prepare } from "./prepare.js"
import { Settlement } from "./settlement.js"

/** Turns the failure of the attempts into the end of the call: interruption stays what it is, a defect gets the account. */
const broken = (execution: Execution, cause: Cause.Cause<never>): Effect.Effect<never> =>
  Cause.isInterruptedOnly(cause)
    ? Effect.zipRight(execution.cutShort("interrupted"), Effect.failCause(cause))
    : Effect.flatMap(
      execution.cutShort("defect"),
      (end) => Effect.die(new CallDefect({ end, cause: Cause.squash(cause) }))
    )

/** The result of a call, and whether the caller's receiving it uses up the key. */
interface Settled<A, E> {
  readonly result: Either.Either<A, E>
  readonly spent: boolean
}

/** The attempts, and the end of the call by their exit. `done` takes what the call came to. */
const attempted = <A, E, B, E2>(
  execution: Execution,
  read: (answer: Answer) => Either.Either<A, E>,
  restore: Restore,
  done: (settled: Settled<A, E | TransportError>) => Effect.Effect<B, E2>
): Effect.Effect<B, E2> => {
  const settled = ({ answer, end, spent }: Finished): Settled<A, E | TransportError> => {
    const result: Either.Either<A, E | TransportError> = Either.isRight(answer)
      ? read(answer.right)
      : Either.left(answer.left)
    // A success that its reader refuses is to be asked for again under the same key.
    return { result, spent: spent && (Either.isRight(result) || end.outcome === "rejected") }
  }
  const ended = (finished: Effect.Effect<Finished>) =>
    Effect.map(finished, settled).pipe(
      Effect.catchAllCause((cause) => broken(execution, cause)),
      Effect.flatMap(done)
    )
  const all = (failure?: Observation) =>
    ended(Effect.flatMap(restore(execution.attempts(failure)), () => execution.result()))
  const { first } = execution
  if (first === undefined) return all()
  return Effect.matchCauseEffect(restore(first), {
    onFailure: (cause) => broken(execution, cause),
    onSuccess: (received) => {
      try {
        const failure = execution.received(received)
        if (failure !== undefined) return all(failure)
        const finished = execution.result()
        return Now.isDone(finished) ? done(settled(finished.value)) : ended(finished)
      } catch (defect) {
        return broken(execution, Cause.die(defect))
      }
    }
  })
}

/**
 * Hands out the result, and settles the call in the very step in which the caller receives it. A fiber that is interrupted
 * before that step ends without the result, and its end gives the key back.
 */
const deliver = <A, E>(
  { result, spent }: Settled<A, E>,
  settlement: Settlement,
  fiber: Fiber.RuntimeFiber<unknown, unknown>
): Effect.Effect<A, E> => {
  if (!spent || !settlement.hasListeners) {
    settlement.settle(spent)
    return result
  }
  const undelivered = () => settlement.settle(false)
  const delivered = () => {
    fiber.removeObserver(undelivered)
    settlement.settle(true)
  }
  fiber.addObserver(undelivered)
  return Either.isLeft(result) ? Effect.zipRight(Effect.sync(delivered), result) : Effect.sync(() => {
    delivered()
    return result.right
  })
}

/** True if neither a custom generator nor a pinned region made the key: then none has to learn how the call ended. */
const isUnobserved = ({ parts: { generator, given, rules, run } }: Described): boolean =>
  given !== undefined || rules.idempotency !== "keyed" || (run === undefined && isRandom(generator))

/**
 * Performs a logical call: acquire (name and bind the key), use (the attempts), release by exit. Only custom generators
 * and attempts are interruptible. `read` turns the answer into the result, as part of the call.
 */
export const perform = <A, E>(
  shared: Shared,
  request: HttpClientRequest.HttpClientRequest,
  options: CallOptions,
  read: (answer: Answer) => Either.Either<A, E>
): Effect.Effect<A, E | CallError> =>
  Effect.withFiberRuntime((fiber, { runtimeFlags }) => {
    const described = describe(shared, request, options, fiber)
    if (Either.isLeft(described)) return Effect.fail(described.left)
    const settlement = new Settlement()

    const settled = <B, E2>(
      restore: Restore,
      done: (settled: Settled<A, E | TransportError>) => Effect.Effect<B, E2>
    ) =>
      Now.flatMap(
        prepare(shared.guard, described.right, settlement, restore),
        (prepared) => attempted(new Execution(shared, prepared, fiber), read, restore, done)
      )
    if (isUnobserved(described.right)) {
      return Effect.uninterruptibleMask((restore) => settled(restore, ({ result }) => result))
    }

    const isDropped = () =>
      RuntimeFlags.interruptible(runtimeFlags) && !Cause.isEmpty(fiber.getFiberRef(FiberRef.interruptedCause))
    const call = (restore: Restore) =>
      Effect.matchCauseEffect(settled(restore, Effect.succeed), {
        onFailure: (cause) => {
          settlement.settle(false)
          return Effect.failCause(cause)
        },
        onSuccess: (settled) =>
          Effect.sync(() => {
            if (isDropped()) settlement.settle(false)
            return deliver(settled, settlement, fiber)
          })
      })
    return Effect.flatten(Effect.uninterruptibleMask(call))
  })
