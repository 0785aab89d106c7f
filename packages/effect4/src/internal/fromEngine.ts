import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Scheduler from "effect/Scheduler"
import type * as Effect3 from "effect3/Effect"
import * as Exit3 from "effect3/Exit"
import type * as Fiber3 from "effect3/Fiber"
import * as FiberId3 from "effect3/FiberId"
import * as Runtime3 from "effect3/Runtime"
import * as Scheduler3 from "effect3/Scheduler"
import type { Caller } from "./caller.js"
import { toCause } from "./exit.js"
import { toDefect } from "./failures.js"
import { runtimeOf } from "./runtime.js"

/** `runSync` of Effect 4 waits for its own fibers alone. */
const isSync = (context: Context.Context<never>): boolean =>
  Context.get(context, Scheduler.Scheduler).executionMode === "sync"

/** Interrupts a fiber of the engine and waits for its end, which tells generators and observers. */
const interrupt = <A, E>(fiber: Fiber3.RuntimeFiber<A, E>): Effect.Effect<void> =>
  Effect.callback<void>((resume) => {
    fiber.addObserver(() => resume(Effect.void))
    fiber.unsafeInterruptAsFork(FiberId3.none)
  })

/**
 * Runs an effect of the engine in a fiber of the engine, for the fiber that calls: on its clock, tracer and loggers, and no
 * longer than it. `error` translates what the effect fails with.
 */
export const fromEngine = <A, E3, E>(
  self: Effect3.Effect<A, E3, Caller>,
  error: (error: E3) => E
): Effect.Effect<A, E> =>
  Effect.withFiber((fiber) =>
    Effect.callback<A, E>((resume) => {
      const scheduler = isSync(fiber.context) ? new Scheduler3.SyncScheduler() : undefined
      const running = Runtime3.runFork(runtimeOf(fiber.context), self, scheduler === undefined ? {} : { scheduler })
      scheduler?.flush()
      running.addObserver((exit) =>
        resume(
          Exit3.isSuccess(exit)
            ? Effect.succeed(exit.value)
            // The failures of `self` are of its type.
            : Effect.failCause(toCause(exit.cause, (failure) => error(failure as E3), toDefect))
        )
      )
      return interrupt(running)
    })
  )

/** Runs an effect of the engine that ends at once. */
export const runSync = <A>(context: Context.Context<never>, self: Effect3.Effect<A, never, Caller>): A =>
  Runtime3.runSync(runtimeOf(context), self)
