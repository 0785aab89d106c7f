import { FetchHttpClient, FileSystem, type HttpClient } from "@effect/platform"
import * as NodeContext from "@effect/platform-node/NodeContext"
import { assert, it } from "@effect/vitest"
import { Fault, FaultPlan, TestKey } from "@qurl/emulator"
import { Qurl, RetryPolicy } from "@qurl/sdk"
import { Duration, Effect, Fiber, Layer, Redacted, Schedule } from "effect"
import * as EmulatorProcess from "../src/kit/emulatorProcess.js"
import { countLinks } from "../src/kit/rows.js"

/** Patient enough for a process that starts on a busy machine. */
const policy = {
  ...RetryPolicy.keyed,
  attempts: 100,
  backoff: { base: Duration.millis(50), factor: 2, cap: Duration.seconds(1), jitter: 0.5 }
}

const items = Array.from({ length: 100 }, (_, index) => ({ target_url: `https://example.com/guests/${index}` }))

const crashing = (
  fault: Fault.Fault,
  hit: (emulator: EmulatorProcess.Running, database: string) => Effect.Effect<boolean, unknown, HttpClient.HttpClient>
) =>
  Effect.gen(function*() {
    const fs = yield* FileSystem.FileSystem
    const database = `${yield* fs.makeTempDirectoryScoped()}/emulator.sqlite`
    const first = yield* EmulatorProcess.start({
      database,
      faults: FaultPlan.of({ fault, operation: "batchCreate", nth: 1 })
    })
    const call = yield* Qurl.batchCreate(items).pipe(
      Effect.provide(Layer.provide(
        Qurl.layer({ apiKey: Redacted.make(TestKey.full), baseUrl: first.url }),
        RetryPolicy.layer(policy)
      )),
      Effect.fork
    )
    yield* Effect.repeat(hit(first, database), {
      until: (done) => done,
      schedule: Schedule.spaced("10 millis")
    })
    yield* first.crash
    const rowsAfterCrash = yield* countLinks(database)
    yield* EmulatorProcess.start({ database, faults: FaultPlan.none, port: Number(new URL(first.url).port) })
    const { meta, succeeded } = yield* Fiber.join(call)
    return { rowsAfterCrash, succeeded, rows: yield* countLinks(database), replayed: meta.replayed }
  }).pipe(Effect.provide([NodeContext.layer, FetchHttpClient.layer]))

it.scopedLive(
  "a server killed between commit and answer: the client resumes and gets the same 100 links",
  () =>
    Effect.gen(function*() {
      const result = yield* crashing(
        Fault.noAnswer,
        (_, database) => Effect.map(countLinks(database), (links) => links === 100)
      )
      assert.deepStrictEqual(result, { rowsAfterCrash: 100, succeeded: 100, rows: 100, replayed: "yes" })
    }),
  180_000
)

it.scopedLive(
  "a server killed before the handler: the client resumes and gets 100 links",
  () =>
    Effect.gen(function*() {
      const result = yield* crashing(
        Fault.delay(3_600_000),
        ({ requests }) => Effect.map(requests, ({ length }) => length === 1)
      )
      assert.deepInclude(result, { rowsAfterCrash: 0, succeeded: 100, rows: 100 })
    }),
  180_000
)
