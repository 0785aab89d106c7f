import * as Effect from "effect/Effect"
import type * as Exit from "effect/Exit"
import type * as Fiber from "effect/Fiber"
import * as FiberId from "effect/FiberId"
import * as FiberRefs from "effect/FiberRefs"
import * as Option from "effect/Option"
import * as Runtime from "effect/Runtime"
import * as Timer from "../../Support/Timer.js"

/**
 * Runs code of the caller's own in a fiber that starts at once and is interrupted after `millis`. `done` receives its exit,
 * or none when the time is up: the fiber is left behind then, since not all code can be interrupted. The returned function
 * ends it early.
 */
export const run = <A, E>(
  parent: Fiber.RuntimeFiber<unknown, unknown>,
  self: Effect.Effect<A, E>,
  millis: number,
  done: (exit: Option.Option<Exit.Exit<A, E>>) => void
): () => void => {
  const id = FiberId.unsafeMake()
  // Forked references: an interruption of the parent is not one of this fiber.
  const runtime = Runtime.make({
    context: parent.currentContext,
    fiberRefs: FiberRefs.forkAs(parent.getFiberRefs(), id),
    runtimeFlags: Runtime.defaultRuntimeFlags
  })
  const fiber = Runtime.runFork(runtime, self)
  const finished = fiber.unsafePoll()
  if (finished !== null) {
    done(Option.some(finished))
    return () => {}
  }
  const stop = () => {
    stopTimer()
    fiber.unsafeInterruptAsFork(FiberId.none)
  }
  const stopTimer = Timer.start(parent, millis, () => {
    stop()
    done(Option.none())
  })
  fiber.addObserver((exit) => {
    stopTimer()
    done(Option.some(exit))
  })
  return stop
}

/** The exit of code of the caller's own; none if it takes longer than `millis`. */
export const exitOf = <A, E>(
  self: Effect.Effect<A, E>,
  millis: number
): Effect.Effect<Option.Option<Exit.Exit<A, E>>> =>
  Effect.withFiberRuntime((fiber) =>
    Effect.async((resume) => {
      const stop = run(fiber, self, millis, (exit) => resume(Effect.succeed(exit)))
      return Effect.sync(stop)
    })
  )
