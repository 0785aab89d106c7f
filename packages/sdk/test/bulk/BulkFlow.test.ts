import { assert, describe, it } from "@effect/vitest"
import { Chunk, Effect, Stream } from "effect"
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
