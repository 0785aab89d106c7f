import { RateLimiter } from "@effect/experimental"
import { NodeFileSystem } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import { WorkflowEngine } from "@effect/workflow"
import { Emulator, Fault, FaultPlan, TestKey } from "@qurl/emulator"
import { Gate, Journal, Qurl } from "@qurl/sdk"
import * as Memory from "@qurl/sdk/Journal/Memory"
import { Chunk, Context, Effect, Fiber, Layer, Redacted, Stream, TestClock, TestServices } from "effect"
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { BulkCreate, Pace, RowSource } from "../src/index.js"

const rowsFile = (count: number) =>
  Effect.map(
    Effect.acquireRelease(
      Effect.sync(() => mkdtempSync(join(tmpdir(), "qurl-rows-"))),
      (folder) => Effect.sync(() => rmSync(folder, { recursive: true }))
    ),
    (folder) => {
      const file = join(folder, "rows.ndjson")
      const line = (index: number) => JSON.stringify({ target_url: `https://example.com/guests/${index}` })
      writeFileSync(file, Array.from({ length: count }, (_, index) => line(index)).join("\n"))
      return file
    }
  )

const layerRows = RowSource.layerFile.pipe(Layer.provide(NodeFileSystem.layer))

const layerPace = RateLimiter.layer.pipe(Layer.provide(RateLimiter.layerStoreMemory))

const layerWith = (
  storage: Layer.Layer<RowSource.RowSource | Journal.Journal>,
  gate: Layer.Layer<Gate.Gate> = Gate.layer()
) =>
  BulkCreate.layer.pipe(
    Layer.provide(layerPace),
    Layer.provideMerge(storage),
    Layer.provideMerge(WorkflowEngine.layerMemory),
    Layer.provideMerge(Qurl.layer({ apiKey: Redacted.make(TestKey.full), baseUrl: "http://127.0.0.1" })),
    Layer.provide(gate),
    Layer.provideMerge(Emulator.layerHttpClient())
  )

const layerTest = layerWith(Layer.merge(layerRows, Memory.layer))

const targets = Effect.flatMap(
  Emulator,
  ({ control }) => Effect.map(control.inventory, ({ resources }) => resources.map(({ target_url }) => target_url))
)

/** Lets virtual time pass until a workflow has ended; files are read in real time. */
const ended = <A, E, R>(workflow: Effect.Effect<A, E, R>) =>
  Effect.gen(function*() {
    const fiber = yield* Effect.fork(workflow)
    while ((yield* Fiber.poll(fiber))._tag === "None") {
      yield* TestServices.provideLive(Effect.sleep("2 millis"))
      yield* TestClock.adjust("1 minute")
    }
    return yield* Fiber.join(fiber)
  })

describe("a bulk job as a workflow", () => {
  it.scoped("creates every row once, although answers are lost, and reports its results in order", () =>
    Effect.gen(function*() {
      const { control } = yield* Emulator
      yield* control.setFaults(
        FaultPlan.of({ fault: Fault.destroyAfterCommit, operation: "batchCreate", nth: 2, times: 6 })
      )
      const rows = yield* rowsFile(450)
      const counts = yield* ended(BulkCreate.BulkCreate.execute({ job: "invite", rows, rangeSize: 100 }))
      assert.deepStrictEqual(counts, { done: 450, failed: 0, unknown: 0, notSent: 0 })
      assert.strictEqual((yield* control.inventory).tokens.length, 450)
      assert.strictEqual(new Set(yield* targets).size, 450)
      const results = Chunk.toReadonlyArray(yield* Stream.runCollect(BulkCreate.results("invite")))
      assert.deepStrictEqual(results.map(({ index }) => index), Array.from({ length: 450 }, (_, index) => index))
      assert.deepStrictEqual(yield* BulkCreate.progress("invite"), counts)
    }).pipe(Effect.provide(layerTest)))

  it.scoped("a job that stopped is resumed by its next run, and nothing is created twice", () =>
    Effect.gen(function*() {
      const { control } = yield* Emulator
      yield* control.setFaults(
        FaultPlan.of({ fault: Fault.destroyAfterCommit, operation: "batchCreate", nth: 2, times: 500 })
      )
      const job = { job: "invite", rows: yield* rowsFile(300), rangeSize: 100 }
      const error = yield* Effect.flip(ended(BulkCreate.BulkCreate.execute(job)))
      assert.strictEqual(error._tag, "BulkCreateError")
      assert.include(error.message, "Execute it again with the next `run`")
      yield* control.clearFaults
      // The engine keeps the result of the first run.
      assert.strictEqual((yield* Effect.flip(BulkCreate.BulkCreate.execute(job)))._tag, "BulkCreateError")
      const counts = yield* ended(BulkCreate.BulkCreate.execute({ ...job, run: 2 }))
      assert.strictEqual(counts.done, 300)
      assert.strictEqual((yield* control.inventory).tokens.length, 300)
    }).pipe(Effect.provide(layerTest)))

  it.scoped("a job waits for rows and a journal that cannot be reached at the moment", () =>
    Effect.gen(function*() {
      const outages = { rows: 3, journal: 3 }
      const flaky = Layer.mergeAll(
        Layer.map(layerRows, (context) => {
          const source = Context.get(context, RowSource.RowSource)
          const down = (rows: string) =>
            Effect.suspend(() =>
              outages.rows-- > 0
                ? new RowSource.RowSourceError({ rows, reason: "unavailable", problem: "ECONNREFUSED" })
                : Effect.void
            )
          return Context.make(RowSource.RowSource, {
            count: (rows) => Effect.zipRight(down(rows), source.count(rows)),
            read: (rows, range) => Stream.unwrap(Effect.as(down(rows), source.read(rows, range)))
          })
        }),
        Layer.map(Memory.layer, (context) => {
          const journal = Context.get(context, Journal.Journal)
          return Context.make(Journal.Journal, {
            ...journal,
            open: (...args) =>
              Effect.suspend(() =>
                outages.journal-- > 0 ? new Journal.JournalError({ reason: "failed" }) : journal.open(...args)
              )
          })
        })
      )
      const rows = yield* rowsFile(300)
      const counts = yield* ended(BulkCreate.BulkCreate.execute({ job: "invite", rows, rangeSize: 100 })).pipe(
        Effect.provide(layerWith(flaky))
      )
      assert.deepStrictEqual(counts, { done: 300, failed: 0, unknown: 0, notSent: 0 })
      assert.deepStrictEqual(outages.rows < 0 && outages.journal < 0, true)
    }))

  it.scoped("no more requests than the pace allows are sent in a window", () =>
    Effect.gen(function*() {
      const { control } = yield* Emulator
      const job = { job: "invite", rows: yield* rowsFile(600), rangeSize: 100 }
      yield* ended(BulkCreate.BulkCreate.execute({ ...job, requestsPerMinute: 2 }))
      const times = (yield* control.requests).map(({ at }) => Date.parse(at))
      assert.strictEqual(times.length, 6)
      for (const start of times) assert.isAtMost(times.filter((at) => at >= start && at < start + 60_000).length, 2)
    }).pipe(Effect.provide(layerTest)))

  it.scoped("repeated requests count, when the gate keeps the pace", () =>
    Effect.gen(function*() {
      const { control } = yield* Emulator
      yield* control.setFaults(
        FaultPlan.of({ fault: Fault.destroyAfterCommit, operation: "batchCreate", nth: 2, times: 3 })
      )
      const counts = yield* ended(
        BulkCreate.BulkCreate.execute({ job: "invite", rows: yield* rowsFile(600), rangeSize: 100 })
      )
      assert.strictEqual(counts.done, 600)
      const times = (yield* control.requests).map(({ at }) => Date.parse(at))
      assert.strictEqual(times.length, 9)
      for (const start of times) assert.isAtMost(times.filter((at) => at >= start && at < start + 10_000).length, 2)
    }).pipe(Effect.provide(layerWith(
      Layer.merge(layerRows, Memory.layer),
      Layer.provide(Layer.orDie(Pace.layerGate({ requestsPerMinute: 12 })), layerPace)
    ))))

  it.scoped("rows that are not JSON stop the job with the line's number", () =>
    Effect.gen(function*() {
      const rows = yield* rowsFile(3)
      appendFileSync(rows, "\n{ \"target_url\": ")
      const error = yield* Effect.flip(ended(BulkCreate.BulkCreate.execute({ job: "invite", rows })))
      assert.include(error.message, "line 4 is not valid JSON")
      assert.include(
        (yield* Effect.flip(ended(BulkCreate.BulkCreate.execute({ job: "no file", rows: "nowhere" })))).message,
        "nowhere"
      )
    }).pipe(Effect.provide(layerTest)))
})
