/**
 * Interruption of an effect at each of its steps.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import type * as FiberId from "effect/FiberId"
import * as Scheduler from "effect/Scheduler"

/** Interrupts one fiber before its n-th operation, so that every gap between two operations can be tried. */
class InterruptingScheduler implements Scheduler.Scheduler {
  private readonly next = new Scheduler.MixedScheduler(2048)
  private target: FiberId.FiberId | undefined
  private steps = 0

  constructor(private readonly at: number) {}

  readonly scheduleTask: Scheduler.Scheduler["scheduleTask"] = (task, priority) =>
    this.next.scheduleTask(task, priority)

  readonly shouldYield: Scheduler.Scheduler["shouldYield"] = (fiber) => {
    this.target ??= fiber.id()
    if (fiber.id() === this.target && ++this.steps === this.at) {
      fiber.unsafeInterruptAsFork(fiber.id())
      // Without a yield the fiber would see the interruption an operation later.
      return 0
    }
    return this.next.shouldYield(fiber)
  }
}

/**
 * The exit of an effect that is interrupted before its n-th operation.
 *
 * @since 0.1.0
 * @category combinators
 */
export const interruptedAt = <A, E, R>(self: Effect.Effect<A, E, R>, step: number) =>
  Effect.flatMap(Effect.forkDaemon(Effect.withScheduler(self, new InterruptingScheduler(step))), Fiber.await)

/**
 * Runs `trial` with an interruption before the first operation, the second, and so on, until one comes too late. With a
 * stride, only one step of so many is tried. Gives the last step.
 *
 * @since 0.1.0
 * @category combinators
 */
export const atEveryStep = <E, R>(
  trial: (step: number) => Effect.Effect<Exit.Exit<unknown, unknown>, E, R>,
  stride = 1
) =>
  Effect.iterate({ step: 1 - stride, isInterrupted: true }, {
    while: ({ isInterrupted }) => isInterrupted,
    body: ({ step }) =>
      Effect.map(trial(step + stride), (exit) => ({ step: step + stride, isInterrupted: Exit.isInterrupted(exit) }))
  }).pipe(Effect.map(({ step }) => step))
