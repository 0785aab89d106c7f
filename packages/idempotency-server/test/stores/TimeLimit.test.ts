import { assert, describe, it } from "@effect/vitest"
import { Deferred, Effect, Exit, Fiber, FiberId, type Scheduler, TestClock } from "effect"
import { stat } from "node:fs"
import { storeTimeLimit } from "../../src/internal/timeLimit.js"
import { StoreError } from "../../src/Store.js"

const late = new StoreError({ reason: "failed" })

describe("a time to end in", () => {
  it.effect("ends what takes longer, even if it cannot be interrupted", () =>
    Effect.gen(function*() {
      const interrupted = yield* Deferred.make<void>()
      const endless = Effect.onInterrupt(Effect.never, () => Deferred.succeed(interrupted, undefined))
      const waiting = yield* Effect.fork(Effect.uninterruptible(storeTimeLimit(endless, 1000)))
      yield* TestClock.adjust("1 second")
      assert.deepStrictEqual(yield* Effect.flip(Fiber.join(waiting)), late)
      yield* Deferred.await(interrupted)
    }))

  it.effect("hands on what ends in time, and its failures", () =>
    Effect.gen(function*() {
      assert.strictEqual(yield* storeTimeLimit(Effect.succeed(1), 1000), 1)
      assert.strictEqual(yield* Effect.flip(storeTimeLimit(Effect.fail("broken"), 1000)), "broken")
    }))

  it.effect("within another, the one that is over first ends both", () =>
    Effect.gen(function*() {
      for (const [outer, inner] of [[1000, 2000], [2000, 1000]] as const) {
        const interrupted = yield* Deferred.make<void>()
        const endless = Effect.onInterrupt(Effect.never, () => Deferred.succeed(interrupted, undefined))
        const waiting = yield* Effect.fork(storeTimeLimit(Effect.exit(storeTimeLimit(endless, inner)), outer))
        yield* TestClock.adjust("999 millis")
        assert.isNull(waiting.unsafePoll())
        yield* TestClock.adjust("1 millis")
        assert.deepStrictEqual(yield* Effect.flip(Fiber.join(waiting)), late)
        yield* Deferred.await(interrupted)
      }
    }))

  it.effect("within another, what has ended in its time is over", () =>
    Effect.gen(function*() {
      const waiting = yield* Effect.fork(
        storeTimeLimit(Effect.zipRight(storeTimeLimit(Effect.void, 1000), Effect.sleep(2000)), 3000)
      )
      yield* TestClock.adjust("2 seconds")
      assert.deepStrictEqual(yield* Fiber.join(waiting), undefined)
    }))

  it.effect("ends with its caller", () =>
    Effect.gen(function*() {
      const started = yield* Deferred.make<void>()
      const interrupted = yield* Deferred.make<void>()
      const waiting = yield* Effect.fork(storeTimeLimit(
        Deferred.succeed(started, undefined).pipe(
          Effect.zipRight(Effect.never),
          Effect.onInterrupt(() => Deferred.succeed(interrupted, undefined))
        ),
        1000
      ))
      yield* Deferred.await(started)
      assert.isTrue(Exit.isInterrupted(yield* Fiber.interrupt(waiting)))
      yield* Deferred.await(interrupted)
    }))

  it("leaves nothing behind, at every step at which its caller can be interrupted", () => {
    for (let last = 1; last <= 60; last++) {
      const tasks: Array<() => void> = []
      let steps = 0
      const scheduler: Scheduler.Scheduler = {
        shouldYield: () => {
          if (++steps === last) waiting.unsafeInterruptAsFork(FiberId.none)
          return false
        },
        scheduleTask: (task) => tasks.push(task)
      }
      let running = 0
      const endless = Effect.acquireUseRelease(
        Effect.sync(() => running++),
        () => Effect.never,
        () => Effect.sync(() => running--)
      )
      const waiting = Effect.runFork(storeTimeLimit(endless, 1000), { scheduler, immediate: false })
      const run = () => {
        for (let task = tasks.shift(); task !== undefined; task = tasks.shift()) task()
      }
      run()
      waiting.unsafeInterruptAsFork(FiberId.none)
      run()
      assert.deepStrictEqual([running, waiting.unsafePoll() === null], [0, false], `after ${last} steps`)
    }
  })

  it.live("does not count while the process computes and cannot hear what has come", () =>
    Effect.gen(function*() {
      const answered = Effect.async<string>((resume) => {
        setImmediate(() => {
          stat(".", () => resume(Effect.succeed("heard")))
          // Longer than the time, which has begun; meanwhile the file system has answered.
          Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 400)
        })
      })
      assert.strictEqual(yield* storeTimeLimit(answered, 200), "heard")
    }))
})
