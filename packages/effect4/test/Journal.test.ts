import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, assert, beforeAll, beforeEach, describe, it } from "vitest"
import { BatchStoppedError, type ConfigurationError, Journal, Qurl, type QurlServices } from "../src/index.js"
import * as Memory from "../src/Journal/Memory.js"
import * as Postgres from "../src/Journal/Postgres.js"
import * as Sqlite from "../src/Journal/Sqlite.js"
import { isAbsent, postgres } from "./support/postgres.js"
import { emulator, Fault, type Started } from "./support/server.js"

let server: Started
let database: Redacted.Redacted
const folder = mkdtempSync(join(tmpdir(), "qurl-journal-"))
beforeAll(async () => {
  server = await emulator.start()
  if (!isAbsent) database = Redacted.make(await postgres.start())
})
beforeEach(() => Effect.runPromise(server.reset))
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await emulator.stop()
  await postgres.stop()
})

const rows = (count: number) =>
  Stream.range(1, count).pipe(Stream.map((index) => ({ target_url: `https://example.com/${index}` })))

type Held = Layer.Layer<Journal.Journal, Journal.JournalError | ConfigurationError>

const journals: ReadonlyArray<readonly [name: string, outlives: boolean, make: () => Held]> = [
  ["memory", false, () => Memory.layer],
  ["SQLite", true, () => Sqlite.layer({ filename: join(folder, "jobs.journal") })],
  ...(isAbsent ? [] : [["PostgreSQL", true, () => Postgres.layer({ url: database })] as const])
]

const run = <A, E>(program: Effect.Effect<A, E, QurlServices | Journal.Journal>, journal: Held) =>
  Effect.runPromise(program.pipe(Effect.provide(server.live), Effect.provide(journal)))

describe.each(journals)("the journal in %s", (name, outlives, make) => {
  const job = `invite-${name}`
  const send = Stream.runCollect(Qurl.batchCreateAll(rows(25), { job, chunkSize: 10, concurrency: 1 }))
  const stop = Effect.gen(function*() {
    yield* server.fail(Fault.status(403), "batchCreate", 2)
    const error = yield* Effect.flip(send)
    assert.instanceOf(error, BatchStoppedError)
    assert.deepInclude(error, { job, done: 10 })
    assert.strictEqual((yield* Journal.show(job)).state, "stopped")
    yield* server.clear
  })
  const resume = Effect.gen(function*() {
    assert.strictEqual((yield* send).filter(({ status }) => status === "done").length, 25)
    const { effects } = yield* server.inventory
    assert.lengthOf(effects.filter(({ kind }) => kind === "token.created"), 25)
    assert.deepInclude((yield* Journal.list)[0], { job, state: "finished", done: 25 })
    assert.lengthOf(yield* Stream.runCollect(Journal.results(job)), 25)
    yield* Journal.remove(job)
    const error = yield* Effect.flip(Journal.show(job))
    assert.instanceOf(error, Journal.JobError)
    return error.reason
  })

  it("resumes a job that was stopped, and creates nothing twice", async () => {
    const left = outlives
      ? await run(stop, make()).then(() => run(resume, make()))
      : await run(Effect.andThen(stop, resume), make())
    assert.strictEqual(left, "not found")
  })
})

it("a job without a journal fails with a JobError that says what to provide", async () => {
  const program = Stream.runDrain(Qurl.batchCreateAll(rows(1), { job: "nowhere" })).pipe(
    Effect.catchTag("JobError", ({ reason }) => Effect.succeed(reason)),
    Effect.provide(server.live)
  )
  assert.strictEqual(await Effect.runPromise(program), "no journal")
})

it.skipIf(isAbsent)("several workers share a job in PostgreSQL", async () => {
  const options = { job: "shared", chunkSize: 5, shared: true }
  const worker = Stream.runCollect(Qurl.batchCreateAll(rows(20), options)).pipe(
    Effect.provide(Postgres.layer({ url: database }))
  )
  const settled = await Effect.runPromise(
    Effect.all([worker, worker], { concurrency: 2 }).pipe(Effect.provide(server.live))
  )
  assert.sameMembers(settled.flat().map(({ index }) => index), Array.from({ length: 20 }, (_, index) => index))
})

it("reconcile decides on answers that were lost", () =>
  run(
    Effect.gen(function*() {
      assert.strictEqual((yield* Effect.flip(Journal.reconcile("none", "send again")))._tag, "JobError")
      yield* Stream.runDrain(Qurl.batchCreateAll(rows(1), { job: "one" }))
      assert.strictEqual(yield* Journal.reconcile("one", "leave unknown"), 0)
    }),
    Memory.layer
  ))
