import { assert, describe, it } from "@effect/vitest"
import { Emulator, TestKey } from "@qurl/emulator"
import { Chunk, Effect, Layer, Redacted, Stream } from "effect"
import { Qurl } from "../src/index.js"
import * as Memory from "../src/Journal/Memory.js"

const layer = Qurl.layer({ apiKey: Redacted.make(TestKey.full) }).pipe(Layer.provideMerge(Emulator.layerHttpClient()))

const rowsOf = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ target_url: `https://example.com/guests/${index}` }))

describe("batchCreateAll", () => {
  it.effect("gives a result for every row, in the order of the rows", () =>
    Effect.gen(function*() {
      const results = Chunk.toReadonlyArray(yield* Stream.runCollect(Qurl.batchCreateAll(rowsOf(250), { job: "a" })))
      assert.deepStrictEqual(results.map(({ index }) => index), rowsOf(250).map((_, index) => index))
      assert.deepStrictEqual([...new Set(results.map(({ status }) => status))], ["done"])
      const { control } = yield* Emulator
      assert.strictEqual((yield* control.inventory).tokens.length, 250)
      assert.strictEqual((yield* control.requests).length, 3)
      const again = Chunk.toReadonlyArray(yield* Stream.runCollect(Qurl.batchCreateAll(rowsOf(250), { job: "a" })))
      assert.deepStrictEqual(again, results)
      assert.strictEqual((yield* control.requests).length, 3)
    }).pipe(Effect.provide([layer, Memory.layer])))
})
