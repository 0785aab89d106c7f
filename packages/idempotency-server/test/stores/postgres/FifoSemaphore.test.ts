import { assert, describe, it } from "@effect/vitest"
import { Deferred, Effect, Exit, FastCheck, Fiber, Scheduler } from "effect"
import * as FifoSemaphore from "../../../src/internal/postgres/connections/fifoSemaphore.js"

/** Lets every fiber run that can. */
const settled = Effect.repeat(Effect.yieldNow(), { times: 20 })

/** Effects that end on a signal, and the list of those that have begun. */
const scene = (places: number) => {
  const inTurn = FifoSemaphore.make(places)
  const begun: Array<number> = []
  const state = { running: 0, most: 0 }
  const enter = (id: number) =>
    Effect.gen(function*() {
      const end = yield* Deferred.make<void>()
      const effect = Effect.acquireUseRelease(
        Effect.sync(() => {
          begun.push(id)
          state.most = Math.max(state.most, ++state.running)
        }),
        () => Deferred.await(end),
        () => Effect.sync(() => state.running--)
      )
      return { id, end, fiber: yield* Effect.fork(inTurn(effect)) }
    })
  return { begun, enter, inTurn, state }
}

describe("turns", () => {
  it.effect("are given in order, never more than the limit, and none is lost when a waiter leaves", () =>
    Effect.promise(() =>
      FastCheck.assert(
        FastCheck.asyncProperty(
          FastCheck.integer({ min: 1, max: 3 }),
          FastCheck.array(
            FastCheck.record({
              act: FastCheck.constantFrom("enter", "end", "interrupt", "both"),
              of: FastCheck.nat(50)
            }),
            { maxLength: 60 }
          ),
          (places, acts) =>
            Effect.gen(function*() {
              const { begun, enter, inTurn, state } = scene(places)
              const entered: Array<Effect.Effect.Success<ReturnType<typeof enter>>> = []
              // What they are to come to: who is in turn, and who waits, in order.
              let running: Array<number> = []
              let waiting: Array<number> = []
              const expected: Array<number> = []
              const fill = () => {
                while (running.length < places) {
                  const [first, ...rest] = waiting
                  if (first === undefined) return
                  waiting = rest
                  running.push(first)
                  expected.push(first)
                }
              }
              const without = (ids: ReadonlyArray<number>, gone: number) => ids.filter((id) => id !== gone)
              for (const { act, of } of acts) {
                if (act === "enter") {
                  const one = yield* enter(entered.length)
                  entered.push(one)
                  waiting.push(one.id)
                  fill()
                } else {
                  const one = entered[act === "interrupt" ? of : running[of % places] ?? Infinity]
                  if (one === undefined) continue
                  // Whose turn comes at the same moment may go before it begins.
                  const heir = waiting[0]
                  if (act !== "interrupt") yield* Deferred.succeed(one.end, undefined)
                  if (act === "interrupt") yield* Fiber.interruptFork(one.fiber)
                  if (act === "both" && heir !== undefined) {
                    yield* Effect.yieldNow()
                    entered[heir]?.fiber.unsafeInterruptAsFork(yield* Effect.fiberId)
                  }
                  yield* settled
                  if (act === "interrupt") waiting = without(waiting, one.id)
                  running = without(running, one.id)
                  fill()
                  if (act === "both" && heir !== undefined) {
                    running = without(running, heir)
                    if (!begun.includes(heir)) expected.splice(expected.indexOf(heir), 1)
                    fill()
                  }
                }
                yield* settled
                assert.deepStrictEqual([begun, state.running], [expected, running.length])
              }
              yield* Effect.forEach(entered, ({ fiber }) => Fiber.interrupt(fiber), { discard: true })
              assert.isAtMost(state.most, places)
              // All places are free again.
              const gate = yield* Deferred.make<void>()
              let met = 0
              const meet = Effect.suspend(() =>
                ++met === places ? Deferred.succeed(gate, undefined) : Deferred.await(gate)
              )
              yield* Effect.all(Array.from({ length: places }, () => inTurn(meet)), { concurrency: "unbounded" })
            }).pipe(Effect.runPromise)
        )
      )
    ))

  it.effect("are released by a holder that fails", () =>
    Effect.gen(function*() {
      const inTurn = FifoSemaphore.make(1)
      assert.strictEqual(yield* Effect.flip(inTurn(Effect.fail("broken"))), "broken")
      assert.isTrue(Exit.isFailure(yield* Effect.exit(inTurn(Effect.die("broken")))))
      assert.strictEqual(yield* inTurn(Effect.succeed(1)), 1)
    }))

  it.effect("wake only the next waiter", () =>
    Effect.gen(function*() {
      const many = 500
      let tasks = 0
      const scheduler = new Scheduler.MixedScheduler(2048)
      const counting: Scheduler.Scheduler = {
        shouldYield: (fiber) => scheduler.shouldYield(fiber),
        scheduleTask: (task, priority) => {
          tasks++
          scheduler.scheduleTask(task, priority)
        }
      }
      const inTurn = FifoSemaphore.make(2)
      yield* Effect.all(Array.from({ length: many }, () => inTurn(Effect.yieldNow())), { concurrency: "unbounded" })
        .pipe(
          Effect.withScheduler(counting)
        )
      assert.isAtMost(tasks, 10 * many)
    }))
})
