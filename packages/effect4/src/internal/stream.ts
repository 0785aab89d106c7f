import type { NonEmptyReadonlyArray } from "effect/Array"
import * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as Pull from "effect/Pull"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import * as Chunk3 from "effect3/Chunk"
import * as Effect3 from "effect3/Effect"
import * as Exit3 from "effect3/Exit"
import * as Option3 from "effect3/Option"
import * as Scope3 from "effect3/Scope"
import * as Stream3 from "effect3/Stream"
import type { Caller } from "./caller.js"
import { fromEngine } from "./fromEngine.js"
import { toEngine } from "./toEngine.js"

const same = <A>(value: A): A => value

/** A stream of the engine, pulled by fibers of the engine for the fiber that pulls. */
export const fromStream3 = <A, E3, E>(
  self: Stream3.Stream<A, E3, Caller>,
  error: (error: E3) => E
): Stream.Stream<A, E> => {
  const opened = Effect.gen(function*() {
    const scope = yield* Effect.acquireRelease(
      fromEngine(Scope3.make(), same),
      (scope) => fromEngine(Scope3.close(scope, Exit3.void), same)
    )
    const pull = yield* fromEngine(Scope3.extend(Stream3.toPull(self), scope), same)
    const next: Pull.Pull<NonEmptyReadonlyArray<A>, E> = Effect.suspend(() =>
      Effect.flatMap(
        fromEngine(
          Effect3.catchAll(pull, (end) =>
            Option3.isNone(end) ? Effect3.succeed(Chunk3.empty<A>()) : Effect3.fail(end.value)),
          error
        ),
        (chunk) => {
          const [first, ...rest] = Chunk3.toReadonlyArray(chunk)
          return Chunk3.isEmpty(chunk) ? Cause.done() : Effect.succeed([first as A, ...rest] as const)
        }
      )
    )
    return next
  })
  return Stream.scoped(Stream.fromPull(opened))
}

/** An error of a caller's own stream, which passes through the engine untouched. */
export class Foreign {
  constructor(readonly error: unknown) {}
}

/** A stream of Effect 4 for the engine, pulled by fibers of Effect 4. `context` has what it needs. */
export const toStream3 = <A, R>(
  self: Stream.Stream<A, unknown, R>,
  context: Context.Context<R>
): Stream3.Stream<A, Foreign> =>
  Stream3.fromPull(Effect3.gen(function*() {
    const scope = yield* Effect3.acquireRelease(
      toEngine(Scope.make()),
      (scope) => toEngine(Scope.close(scope, Exit.void))
    )
    const pull = yield* toEngine(
      Effect.provideContext(Stream.toPull(self), Context.add(context, Scope.Scope, scope))
    )
    const next = Pull.matchEffect(pull, {
      onSuccess: (items) => Effect.succeed(Option.some(items)),
      onFailure: (cause: Cause.Cause<unknown>) => Effect.failCause(Cause.map(cause, (error) => new Foreign(error))),
      onDone: () => Effect.succeedNone
    })
    return Effect3.flatMap(
      Effect3.mapError(toEngine(next), Option3.some),
      (items) =>
        Option.isSome(items) ? Effect3.succeed(Chunk3.unsafeFromArray(items.value)) : Effect3.fail(Option3.none())
    )
  }))
