import { assert, describe, it } from "@effect/vitest"
import { Chunk, Duration, Effect, Fiber, Stream, TestClock } from "effect"
import { flow, reader } from "../../src/internal/bulk/flow.js"
import { rowsOf } from "../support/bulk.js"

describe("flow of chunks", () => {
  it.live("takes no further chunk after one that failed", () =>
    Effect.gen(function*() {
      let taken = 0
      const begun: Array<number> = []
      const error = yield* flow({
        next: Effect.sync(() => taken < 5 ? taken++ : undefined),
        settle: (chunk: number) => {
          begun.push(chunk)
          return chunk === 1
            ? Effect.delay(Effect.fail("lost"), "1 millis")
            : Effect.delay(Effect.succeed([]), "20 millis")
        },
        finish: Effect.fail("finished"),
        concurrency: 2
      }).pipe(Stream.runDrain, Effect.flip)
      assert.strictEqual(error, "lost")
      assert.deepStrictEqual(begun, [0, 1])
      assert.strictEqual(taken, 2)
    }))

  it.effect("has as many chunks under way as it may, in their order, and no more", () =>
    Effect.gen(function*() {
      const concurrency = 40
      let taken = 0
      let underWay = 0
      let most = 0
      const settle = (chunk: number) =>
        Effect.suspend(() => {
          most = Math.max(most, ++underWay)
          // The first of them ends last.
          return Effect.delay(
            Effect.sync(() => {
              underWay--
              return [chunk]
            }),
            Duration.millis(100 - chunk % concurrency)
          )
        })
      const next = Effect.sync(() => taken < 100 ? taken++ : undefined)
      const run = yield* flow({ next, settle, finish: Effect.void, concurrency }).pipe(Stream.runCollect, Effect.fork)
      yield* TestClock.adjust("1 second")
      assert.deepStrictEqual([...(yield* Fiber.join(run))], Array.from({ length: 100 }, (_, chunk) => chunk))
      assert.strictEqual(most, concurrency)
    }))

  it.effect("interrupts the chunks in progress when its consumer stops", () =>
    Effect.gen(function*() {
      let taken = 0
      const interrupted: Array<number> = []
      yield* flow({
        next: Effect.sync(() => taken++),
        settle: (chunk: number) =>
          chunk === 0
            ? Effect.succeed([chunk])
            : Effect.onInterrupt(Effect.never, () => Effect.sync(() => interrupted.push(chunk))),
        finish: Effect.void,
        concurrency: 3
      }).pipe(Stream.take(1), Stream.runDrain)
      assert.isAbove(taken, 1)
      assert.sameMembers(interrupted, Array.from({ length: taken - 1 }, (_, place) => place + 1))
    }))
})

describe("reader of rows", () => {
  it.scoped("cuts parts of one size out of chunks of other sizes", () =>
    Effect.gen(function*() {
      const rows = rowsOf(8)
      const chunks = [rows.slice(0, 5), rows.slice(5, 6), [], rows.slice(6)].map((part) => Chunk.fromIterable(part))
      const read = yield* reader(Stream.fromChunks(...chunks), 3)
      assert.deepStrictEqual(yield* read, rows.slice(0, 3))
      assert.deepStrictEqual(yield* read, rows.slice(3, 6))
      assert.deepStrictEqual(yield* read, rows.slice(6))
      assert.isUndefined(yield* read)
    }))
})
