import { SqliteClient } from "@effect/sql-sqlite-node"
import { afterAll, assert, describe, it } from "@effect/vitest"
import { Chunk, Context, Effect, Fiber, Layer, Redacted, Schedule, Stream, TestClock, TestServices } from "effect"
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { BatchStoppedError, type ConfigurationError, Journal } from "../../src/index.js"
import * as Memory from "../../src/Journal/Memory.js"
import * as Postgres from "../../src/Journal/Postgres.js"
import * as Sqlite from "../../src/Journal/Sqlite.js"
import { batchServer, calm } from "../support/batchServer.js"
import { collect, countsOf, once, qurlOn, rowsOf, signs, targetOf } from "../support/bulk.js"
import { isAbsent, newDatabase, stop } from "../support/postgres.js"

const temporary = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "qurl-journal-"))),
  (folder) => Effect.sync(() => rmSync(folder, { recursive: true }))
)

const layerSqlite = Layer.unwrapScoped(
  Effect.map(temporary, (folder) => Sqlite.layer({ filename: join(folder, "test.journal") }))
)

/** Connection to the file from outside the journal. */
const clientOf = (filename: string) =>
  Effect.map(Layer.build(SqliteClient.layer({ filename })), Context.get(SqliteClient.SqliteClient))

const layerPostgres = Layer.unwrapEffect(
  Effect.map(newDatabase, (url) => Postgres.layer({ url: Redacted.make(url) }))
)

afterAll(stop)

/** Waits in real time: a database answers in it, whatever the clock of the test says. */
const until = (condition: () => boolean) =>
  Effect.suspend(() => condition() ? Effect.void : Effect.fail("not yet")).pipe(
    Effect.retry(Schedule.spaced("5 millis")),
    TestServices.provideLive,
    Effect.orDie
  )

const journals: ReadonlyArray<
  readonly [string, Layer.Layer<Journal.Journal, Journal.JournalError | ConfigurationError>]
> = [
  ["memory", Memory.layer],
  ["SQLite", layerSqlite],
  ...(isAbsent ? [] : [["PostgreSQL", layerPostgres] as const])
]

const small = { job: "guests", chunkSize: 10, concurrency: 2, retry: once }

const run = (rows = rowsOf(40), options = {}) => collect(rows, { ...small, ...options })

const stored = Effect.map(Stream.runCollect(Journal.results("guests")), Chunk.toReadonlyArray)

describe.each(journals)("a journal in %s", (_, layer) => {
  it.effect("a finished job reports its results again, and nothing is sent", () => {
    const server = batchServer()
    return Effect.gen(function*() {
      const first = yield* run()
      assert.strictEqual(signs(first.results), "+".repeat(40))
      assert.deepStrictEqual(yield* run(), first)
      assert.strictEqual(server.requests.length, 4)
      const [info] = yield* Journal.list
      assert.deepInclude(info, {
        job: "guests",
        state: "finished",
        rows: 40,
        done: 40,
        failed: 0,
        unknown: 0,
        notSent: 0
      })
      assert.deepStrictEqual(yield* stored, first.results.map(({ input: _, ...result }) => result))
    }).pipe(Effect.provide([qurlOn(server), layer]))
  })

  it.effect("what is unknown is asked for first, under its old key, and then the rest is sent", () => {
    const server = batchServer({
      ...calm,
      exchange: (nth) => nth === 1 ? "lost" : nth === 2 ? "slow" : "answered"
    })
    return Effect.gen(function*() {
      const first = yield* run(rowsOf(60), { concurrency: 1 })
      assert.strictEqual(signs(first.results), "+".repeat(10) + "?".repeat(10) + ".".repeat(40))
      assert(first.error instanceof BatchStoppedError)
      assert.match(first.error.message, /Run job "guests" again with the same rows/)
      assert.deepInclude(yield* Journal.show("guests"), { state: "stopped", done: 10, unknown: 10 })
      const running = yield* Effect.fork(run(rowsOf(60), { concurrency: 3, timeout: "2 minutes" }))
      yield* until(() => server.requests.length === 3)
      yield* TestClock.adjust("59 seconds")
      assert.strictEqual(server.requests.length, 3)
      yield* TestClock.adjust("1 second")
      const second = yield* Fiber.join(running)
      assert.strictEqual(signs(second.results), "+".repeat(60))
      assert.strictEqual(server.created.length, 60)
      assert.strictEqual(server.requests[2]?.key, server.requests[1]?.key)
      assert.strictEqual(server.requests.length, 7)
    }).pipe(Effect.provide([qurlOn(server), layer]))
  })

  it.effect("what is unknown stays unknown when the next run does not get as far as the server's memory", () => {
    const server = batchServer({
      ...calm,
      exchange: (nth) => (["lost", "not sent", 401, 403] as const)[nth] ?? "answered"
    })
    return Effect.gen(function*() {
      for (let runs = 0; runs < 4; runs++) {
        assert.strictEqual(signs((yield* run(rowsOf(10))).results), "?".repeat(10))
        assert.deepInclude(yield* Journal.show("guests"), { state: "stopped", unknown: 10 })
      }
      assert.strictEqual(signs((yield* run(rowsOf(10))).results), "+".repeat(10))
      assert.strictEqual(server.created.length, 10)
    }).pipe(Effect.provide([qurlOn(server), layer]))
  })

  it.effect("what was refused is sent under a new key, since the server may keep the refusal", () => {
    const server = batchServer({ ...calm, exchange: (nth) => nth === 1 ? 403 : "answered" })
    return Effect.gen(function*() {
      yield* run()
      assert.deepInclude(yield* Journal.show("guests"), { state: "stopped", unknown: 0 })
      assert.strictEqual(signs((yield* run()).results), "+".repeat(40))
      assert.strictEqual(server.created.length, 40)
      assert.strictEqual(new Set(server.requests.map(({ key }) => key)).size, server.requests.length)
    }).pipe(Effect.provide([qurlOn(server), layer]))
  })

  it.effect("equal rows and equal chunks are as many links", () => {
    const server = batchServer({ ...calm, exchange: (nth) => nth % 3 === 1 ? "lost" : "answered" })
    return Effect.gen(function*() {
      const rows = [...rowsOf(10), ...rowsOf(10), ...rowsOf(5), ...rowsOf(5)]
      let end = yield* run(rows)
      for (let runs = 0; end.error !== undefined && runs < 10; runs++) end = yield* run(rows)
      assert.strictEqual(signs(end.results), "+".repeat(30))
      assert.deepStrictEqual(
        countsOf(server.created),
        Object.fromEntries(rowsOf(10).map(({ target_url }, index) => [target_url, index < 5 ? 4 : 2]))
      )
      const links = end.results.flatMap((row) => row.status === "done" ? [row.qurl_link] : [])
      assert.strictEqual(new Set(links).size, 30)
    }).pipe(Effect.provide([qurlOn(server), layer]))
  })

  it.effect("another input is refused, naming the first row that differs", () => {
    const server = batchServer({ ...calm, exchange: (nth) => nth === 2 ? 401 : "answered" })
    return Effect.gen(function*() {
      yield* run()
      const sent = server.requests.length
      const refused = (rows: ReturnType<typeof rowsOf>) =>
        Effect.map(run(rows), ({ error }) => error?._tag === "JobError" ? [error.reason, error.index] : error)
      assert.deepStrictEqual(yield* refused(rowsOf(40).with(13, { target_url: targetOf(99) })), ["changed", 13])
      assert.deepStrictEqual(yield* refused(rowsOf(15)), ["changed", 15])
      assert.deepStrictEqual(yield* refused([]), ["changed", 0])
      assert.strictEqual(server.requests.length, sent)
      // The order of properties does not matter.
      const ordered = rowsOf(40).map((row) => ({ label: "Ada", ...row }))
      const turned = ordered.map(({ label, target_url }) => ({ target_url, label }))
      assert.isUndefined((yield* run(ordered, { job: "ordered" })).error)
      assert.isUndefined((yield* run(turned, { job: "ordered" })).error)
      // One more row after the end.
      assert.strictEqual(signs((yield* run()).results), "+".repeat(40))
      assert.deepStrictEqual(yield* refused(rowsOf(41)), ["changed", 40])
      assert.deepStrictEqual(yield* refused(rowsOf(50)), ["changed", 40])
    }).pipe(Effect.provide([qurlOn(server), layer]))
  })

  it.effect("a job has one worker at a time", () =>
    Effect.gen(function*() {
      const journal = yield* Journal.Journal
      yield* Effect.scoped(Effect.gen(function*() {
        yield* journal.open("guests", { chunkSize: 10 })
        // It is alive, for however long it takes.
        yield* TestClock.adjust("2 minutes")
        const { error } = yield* run()
        assert(error?._tag === "JobError")
        assert.strictEqual(error.reason, "busy")
        assert.strictEqual((yield* Journal.show("guests")).state, "running")
        assert.strictEqual((yield* Effect.flip(Journal.remove("guests"))).reason, "busy")
      }))
      assert.strictEqual(signs((yield* run()).results), "+".repeat(40))
    }).pipe(Effect.provide([qurlOn(batchServer()), layer])))

  it.effect("beyond the retention nothing is sent until the user has decided what exists", () => {
    const server = batchServer({ ...calm, exchange: (nth) => nth === 1 ? "lost" : "answered" })
    return Effect.gen(function*() {
      const short = { retention: "1 hour", concurrency: 1 }
      yield* run(rowsOf(40), short)
      yield* TestClock.adjust("61 minutes")
      const late = yield* run(rowsOf(40), short)
      assert(late.error?._tag === "JobError")
      assert.deepInclude(late.error, { reason: "expired", index: 10, rows: 10 })
      assert.match(late.error.message, /10 rows from row 10 .*Journal.reconcile/)
      assert.deepStrictEqual(late.results, [])
      assert.strictEqual(server.requests.length, 2)

      yield* Journal.reconcile("guests", "leave unknown")
      const left = yield* run(rowsOf(40), short)
      assert.isUndefined(left.error)
      assert.strictEqual(signs(left.results), "+".repeat(10) + "?".repeat(10) + "+".repeat(20))
      assert.strictEqual(server.created.length, 40)
    }).pipe(Effect.provide([qurlOn(server), layer]))
  })

  it.effect("what is known to have failed can be sent again under new keys", () => {
    const server = batchServer({ ...calm, exchange: (nth) => nth === 1 ? 500 : "answered" })
    return Effect.gen(function*() {
      yield* run(rowsOf(40), { concurrency: 1 })
      yield* TestClock.adjust("25 hours")
      assert.strictEqual((yield* run()).error?._tag, "JobError")
      yield* Journal.reconcile("guests", "send again")
      assert.strictEqual(signs((yield* run()).results), "+".repeat(40))
      assert.strictEqual(server.created.length, 40)
    }).pipe(Effect.provide([qurlOn(server), layer]))
  })

  it.effect("a request ends before the server may forget its answer", () => {
    const server = batchServer({ ...calm, exchange: () => "lost" })
    return Effect.gen(function*() {
      const patient = { retry: { ...once, attempts: 1000, deadline: "1 day" as const }, retention: "10 minutes" }
      const fiber = yield* Effect.fork(run(rowsOf(10), { ...patient, deadline: "1 day" }))
      yield* until(() => server.requests.length > 0)
      yield* TestClock.adjust("11 minutes")
      const { error } = yield* Fiber.join(fiber)
      assert(error?._tag === "JobError")
      assert.deepInclude(error, { reason: "expired", index: 0, rows: 10 })
      assert.strictEqual(server.created.length, 10)
    }).pipe(Effect.provide([qurlOn(server), layer]))
  })

  it.effect("only a finished job is removed", () => {
    const server = batchServer({ ...calm, exchange: (nth) => nth === 0 ? 401 : "answered" })
    return Effect.gen(function*() {
      assert.strictEqual((yield* Effect.flip(Journal.show("guests"))).reason, "not found")
      yield* run()
      assert.strictEqual((yield* Effect.flip(Journal.remove("guests"))).reason, "unfinished")
      yield* run()
      yield* Journal.remove("guests")
      assert.deepStrictEqual(yield* Journal.list, [])
      assert.strictEqual((yield* Effect.flip(stored)).reason, "not found")
    }).pipe(Effect.provide([qurlOn(server), layer]))
  })
})

describe("a journal in a file", () => {
  it.scoped("outlives the program, and only its owner may read it", () => {
    const server = batchServer({ ...calm, exchange: (nth) => nth === 1 ? "lost" : "answered" })
    return Effect.gen(function*() {
      const folder = yield* temporary
      const filename = join(folder, "test.journal")
      writeFileSync(filename, "")
      chmodSync(filename, 0o644)
      const program = run().pipe(Effect.provide(Sqlite.layer({ filename })))
      yield* program
      const modes = yield* Effect.scoped(Effect.gen(function*() {
        yield* Layer.build(Sqlite.layer({ filename }))
        return readdirSync(folder).map((file) => statSync(join(folder, file)).mode & 0o777)
      }))
      assert.deepStrictEqual([...new Set(modes)], [0o600])
      assert.strictEqual(signs((yield* program).results), "+".repeat(40))
      assert.strictEqual(server.created.length, 40)
      yield* Effect.provide(Journal.remove("guests"), Sqlite.layer({ filename }))
      assert.notInclude(readFileSync(filename, "latin1"), "qurl.link")
    }).pipe(Effect.provide(qurlOn(server)))
  })

  it.scoped("of two workers on one file one is refused, and the other does all of the work", () => {
    const server = batchServer({ ...calm, exchange: () => "slow" })
    return Effect.gen(function*() {
      const filename = join(yield* temporary, "test.journal")
      const worker = run(rowsOf(40), { timeout: "2 minutes" }).pipe(
        Effect.provide(Layer.fresh(Sqlite.layer({ filename })))
      )
      const both = yield* Effect.fork(Effect.all([worker, worker], { concurrency: 2 }))
      yield* TestClock.adjust("10 minutes")
      const ends = yield* Fiber.join(both)
      assert.sameMembers(ends.map(({ results }) => signs(results)), ["", "+".repeat(40)])
      assert.sameMembers(ends.map(({ error }) => error?._tag === "JobError" ? error.reason : error), [
        "busy",
        undefined
      ])
      assert.strictEqual(server.requests.length, 4)
    }).pipe(Effect.provide(qurlOn(server)))
  })

  it.scoped("a worker that has died loses its job, and can write no more where it has not", () =>
    Effect.gen(function*() {
      const filename = join(yield* temporary, "test.journal")
      const journal = yield* Sqlite.make({ filename })
      const sql = yield* clientOf(filename)
      const held = yield* journal.open("guests", { chunkSize: 10 })
      // As if a process of this machine held it that is gone: at once.
      const [job] = yield* sql<{ readonly worker: string }>`SELECT worker FROM jobs`
      yield* sql`UPDATE jobs SET worker = ${job?.worker.replace(/\/.*\//, "/999999999/") ?? ""}`
      const taken = yield* journal.open("guests", { chunkSize: 10 })
      assert.strictEqual((yield* Effect.flip(held.finish(1))).message.includes("taken over"), true)
      yield* taken.finish(1)
      // As if one of another machine held it: when it has been silent for long enough.
      yield* sql`UPDATE jobs SET worker = 'elsewhere/1/1', fence = fence + 1`
      assert.strictEqual((yield* Effect.flip(journal.open("guests", { chunkSize: 10 }))).reason, "busy")
      yield* TestClock.adjust("16 seconds")
      yield* journal.open("guests", { chunkSize: 10 })
    }))

  it.scoped("a file that is not a journal of this version is not touched", () =>
    Effect.gen(function*() {
      const folder = yield* temporary
      const foreign = join(folder, "foreign.txt")
      writeFileSync(foreign, "no database, ".repeat(100))
      assert.deepInclude(yield* Effect.flip(Sqlite.make({ filename: foreign })), { reason: "unreadable" })
      const missing = yield* Effect.flip(Sqlite.make({ filename: join(folder, "nowhere", "test.journal") }))
      assert.deepInclude(missing, { reason: "failed", code: "ENOENT" })
      const filename = join(folder, "later.journal")
      yield* Effect.scoped(Sqlite.make({ filename }))
      const sql = yield* clientOf(filename)
      yield* sql`PRAGMA user_version = 2`
      assert.deepInclude(yield* Effect.flip(Sqlite.make({ filename })), { reason: "unreadable" })
    }))
})
