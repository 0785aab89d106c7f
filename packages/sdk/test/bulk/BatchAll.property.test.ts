import { assert, describe, it } from "@effect/vitest"
import { Effect, FastCheck as fc, Layer, Stream } from "effect"
import { type BatchRow, Journal, Qurl } from "../../src/index.js"
import * as Memory from "../../src/Journal/Memory.js"
import { batchServer, type Exchange, type Item, type Script } from "../support/batchServer.js"
import { countsOf, hasty, qurlOn, targetOf } from "../support/bulk.js"

const exchange: fc.Arbitrary<Exchange> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Exchange>("answered") },
  { weight: 2, arbitrary: fc.constant<Exchange>("lost") },
  { weight: 1, arbitrary: fc.constantFrom<Exchange>("not sent", 401, 403, 500) }
)

const item: fc.Arbitrary<Item> = fc.oneof(
  { weight: 8, arbitrary: fc.constant<Item>("created") },
  { weight: 1, arbitrary: fc.constantFrom<Item>("creation_failed", "resource_type_conflict", "invalid") }
)

/** A row, by what it leads to: few targets, so that many rows are equal. `undefined` is a row that is wrong. */
const row = fc.option(fc.nat({ max: 5 }), { nil: undefined, freq: 8 })

const world = fc.record({
  rows: fc.array(row, { maxLength: 40 }),
  chunkSize: fc.integer({ min: 1, max: 12 }),
  concurrency: fc.integer({ min: 1, max: 4 }),
  exchanges: fc.array(exchange, { maxLength: 12 }),
  items: fc.array(item, { minLength: 1, maxLength: 30 }),
  /** After how many results each run is broken off. */
  breaks: fc.array(fc.nat({ max: 40 }), { maxLength: 4 })
})

/** After the given exchanges everything is answered, so that a job can come to its end. */
const scriptOf = (exchanges: ReadonlyArray<Exchange>, items: ReadonlyArray<Item>): Script => {
  let asked = 0
  return {
    exchange: (nth) => exchanges[nth] ?? "answered",
    item: () => items[asked++ % items.length] ?? "created"
  }
}

const inputOf = (rows: ReadonlyArray<number | undefined>) =>
  rows.map((target) => ({ target_url: target === undefined ? "nowhere" : targetOf(target) }))

const collected = (results: Array<BatchRow>) => (row: BatchRow) => Effect.sync(() => results.push(row))

/** Checks that each target has as many created links as rows done, and that no two rows report the same link. */
const exactlyOnce = (results: ReadonlyArray<BatchRow>, created: ReadonlyArray<string>) => {
  const done = results.filter((row) => row.status === "done")
  assert.deepStrictEqual(countsOf(done.map(({ input }) => input.target_url ?? "")), countsOf(created))
  assert.strictEqual(new Set(done.map(({ qurl_link }) => qurl_link)).size, done.length)
}

describe("batchCreateAll, whatever happens", () => {
  it.effect(
    "gives exactly one result for every row, and they count what the error counts",
    () =>
      Effect.promise(() =>
        fc.assert(
          fc.asyncProperty(world, ({ chunkSize, concurrency, exchanges, items, rows }) => {
            const server = batchServer(scriptOf(exchanges, items))
            const results: Array<BatchRow> = []
            return Qurl.batchCreateAll(inputOf(rows), { chunkSize, concurrency, retry: hasty }).pipe(
              Stream.runForEach(collected(results)),
              Effect.either,
              Effect.provide(qurlOn(server)),
              Effect.runPromise
            ).then((end) => {
              assert.deepStrictEqual(results.map(({ index }) => index), rows.map((_, index) => index))
              const counts = countsOf(results.map(({ status }) => status))
              if (end._tag === "Right") {
                exactlyOnce(results, server.created)
                return
              }
              assert(end.left._tag === "BatchStoppedError")
              const { done, failed, notSent, unknown } = end.left
              assert.deepStrictEqual(
                [done, failed, unknown, notSent],
                ["done", "failed", "unknown", "not sent"].map((status) => counts[status] ?? 0)
              )
              // What is not sent has no link.
              assert.isAtMost(server.created.length, done + unknown)
            })
          }),
          { numRuns: 40 }
        )
      ),
    120_000
  )

  it.effect(
    "with a journal, broken off anywhere and run again, ends with every row done once",
    () =>
      Effect.promise(() =>
        fc.assert(
          fc.asyncProperty(world, ({ breaks, chunkSize, concurrency, exchanges, items, rows }) => {
            const server = batchServer(scriptOf(exchanges, items))
            const run = (most: number, results: Array<BatchRow>) =>
              Qurl.batchCreateAll(inputOf(rows), { job: "guests", chunkSize, concurrency, retry: hasty }).pipe(
                Stream.take(most),
                Stream.runForEach(collected(results)),
                Effect.either
              )
            return Effect.gen(function*() {
              for (const most of breaks) yield* run(most, [])
              const results: Array<BatchRow> = []
              // Every run meets at least one of the exchanges that stop it.
              for (let runs = 0; runs <= exchanges.length; runs++) {
                results.length = 0
                if ((yield* run(1000, results))._tag === "Right") break
              }
              assert.deepStrictEqual(results.map(({ index }) => index), rows.map((_, index) => index))
              assert.isTrue(results.every(({ status }) => status === "done" || status === "failed"))
              exactlyOnce(results, server.created)
              const stored = yield* Stream.runCollect(Journal.results("guests"))
              assert.deepStrictEqual([...stored], results.map(({ input: _, ...result }) => result))
            }).pipe(Effect.provide([Layer.fresh(qurlOn(server)), Memory.layer]), Effect.runPromise)
          }),
          { numRuns: 40 }
        )
      ),
    120_000
  )
})
