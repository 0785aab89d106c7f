import { Reactivity } from "@effect/experimental"
import { PgClient } from "@effect/sql-pg"
import { afterAll, assert, describe, it } from "@effect/vitest"
import { Chunk, Context, Effect, Fiber, Layer, Redacted, Stream, TestClock } from "effect"
import { type CreateInput, Journal } from "../../src/index.js"
import { look } from "../../src/internal/bulk/rows.js"
import * as Memory from "../../src/Journal/Memory.js"
import * as Postgres from "../../src/Journal/Postgres.js"
import { batchServer, calm } from "../support/batchServer.js"
import { collect, countsOf, hasty, qurlOn, rowsOf } from "../support/bulk.js"
import { isAbsent, newDatabase, stop } from "../support/postgres.js"

afterAll(stop)

const options = { job: "guests", chunkSize: 10, concurrency: 2, retry: hasty, shared: true }

const journalOf = (url: string) => Layer.fresh(Postgres.layer({ url: Redacted.make(url) }))

const once = (created: ReadonlyArray<string>, rows: number) => {
  assert.deepStrictEqual(
    countsOf(created),
    Object.fromEntries(rowsOf(rows).map(({ target_url }) => [target_url, 1]))
  )
}

describe.skipIf(isAbsent)("a job that several workers share", () => {
  it.live("is divided among them: every row is created once and has one result", () => {
    const server = batchServer()
    return Effect.gen(function*() {
      const url = yield* newDatabase
      const worker = collect(rowsOf(400), options).pipe(Effect.provide(journalOf(url)))
      const ends = yield* Effect.all([worker, worker, worker], { concurrency: 3 })
      for (const { error } of ends) assert.isUndefined(error)
      once(server.created, 400)
      const emitted = ends.flatMap(({ results }) => results.map(({ index }) => index)).toSorted((a, b) => a - b)
      assert.deepStrictEqual(emitted, Array.from({ length: 400 }, (_, index) => index))
      assert.isAtLeast(ends.filter(({ results }) => results.length > 0).length, 2)
      const stored = yield* Effect.provide(Stream.runCollect(Journal.results("guests")), journalOf(url))
      assert.deepStrictEqual(Chunk.toReadonlyArray(stored).map(({ status }) => status), Array(400).fill("done"))
      assert.strictEqual((yield* Effect.provide(Journal.show("guests"), journalOf(url))).state, "finished")
    }).pipe(Effect.provide(qurlOn(server)))
  })

  it.live("the chunks of a worker that died are taken over under their old keys", () => {
    const server = batchServer({ ...calm, exchange: (nth) => nth === 0 ? "lost" : "answered" })
    return Effect.gen(function*() {
      const url = yield* newDatabase
      // The first worker loses an answer, stops, and leaves a chunk whose request is unknown.
      const first = yield* collect(rowsOf(100), { ...options, concurrency: 1 }).pipe(Effect.provide(journalOf(url)))
      assert.strictEqual(first.error?._tag, "BatchStoppedError")
      const second = yield* collect(rowsOf(100), options).pipe(Effect.provide(journalOf(url)))
      assert.isUndefined(second.error)
      once(server.created, 100)
      assert.strictEqual(
        server.requests[0]?.key,
        server.requests.slice(1).find(({ key }) => key === server.requests[0]?.key)?.key
      )
    }).pipe(Effect.provide(qurlOn(server)))
  })

  it.scopedLive("a worker that was declared dead can neither write nor claim", () =>
    Effect.gen(function*() {
      const url = yield* newDatabase
      const journal = Context.get(yield* Layer.build(journalOf(url)), Journal.Journal)
      const held = yield* journal.open("guests", { chunkSize: 10, shared: true })
      assert.isTrue(yield* held.claim(0))
      const other = yield* journal.open("guests", { chunkSize: 10, shared: true })
      assert.isFalse(yield* other.claim(0))
      // As if the first worker had been silent for longer than its lease, and a third one had come.
      const sql = yield* PgClient.make({ url: Redacted.make(url) }).pipe(Effect.provide(Reactivity.layer))
      yield* sql`UPDATE qurl_journal_workers SET held_until = clock_timestamp() - interval '1 second'
        WHERE worker = (SELECT worker FROM qurl_journal_claims)`
      assert.isTrue(yield* other.claim(0))
      yield* journal.open("guests", { chunkSize: 10, shared: true })
      assert.strictEqual((yield* Effect.flip(held.claim(1))).message.includes("taken over"), true)
    }))

  it.live("a job that one worker holds alone is refused to others, and the other way round", () =>
    Effect.scoped(Effect.gen(function*() {
      const journal = Context.get(yield* Layer.build(journalOf(yield* newDatabase)), Journal.Journal)
      yield* Effect.scoped(Effect.gen(function*() {
        yield* journal.open("alone", { chunkSize: 10 })
        assert.strictEqual((yield* Effect.flip(journal.open("alone", { chunkSize: 10, shared: true }))).reason, "busy")
      }))
      yield* journal.open("alone", { chunkSize: 10, shared: true })
      assert.strictEqual((yield* Effect.flip(journal.open("alone", { chunkSize: 10 }))).reason, "busy")
    })))
})

/** A journal whose second chunk another worker holds until it `writes` it or `dies`. */
const divided = () => {
  const chunks = new Map<number, Journal.Chunk>()
  const looks: Array<number> = []
  let isAlive = true
  const held: Journal.Held = {
    chunkSize: 10,
    finishedAfter: undefined,
    unsettled: Effect.succeed([]),
    chunk: (number) =>
      Effect.sync(() => {
        looks.push(number)
        return chunks.get(number)
      }),
    claim: (number) => Effect.sync(() => number !== 1 || !isAlive),
    put: (chunk) => Effect.sync(() => chunks.set(chunk.number, chunk)),
    finish: () => Effect.void
  }
  const unused = Effect.dieMessage("not used")
  const journal: Journal.Service = {
    open: () => Effect.succeed(held),
    list: unused,
    show: () => unused,
    chunks: () => Stream.empty,
    remove: () => unused
  }
  return {
    looks,
    layer: Layer.succeed(Journal.Journal, journal),
    writes: (rows: ReadonlyArray<CreateInput>) => {
      const digests = rows.map((row) => look(row).digest)
      chunks.set(1, {
        number: 1,
        firstRow: 10,
        digests,
        state: "settled",
        round: 0,
        key: "",
        sentAt: 0,
        groups: [],
        results: []
      })
    },
    dies: () => {
      isAlive = false
    }
  }
}

/** Runs the job until only the other worker's chunk is left, then `goesOn` and waits for the end. */
const beside = (other: ReturnType<typeof divided>, goesOn: () => void) => {
  const server = batchServer()
  let readings = 0
  const input = Stream.suspend(() => {
    readings += 1
    return Stream.fromIterable(rowsOf(30))
  })
  return Effect.gen(function*() {
    const job = yield* Effect.fork(collect(input, options))
    yield* TestClock.adjust("1 minute")
    const waited = other.looks.splice(0)
    goesOn()
    yield* TestClock.adjust("2 seconds")
    return { ...(yield* Fiber.join(job)), waited, readings, created: server.created }
  }).pipe(Effect.provide([qurlOn(server), other.layer]))
}

describe("a worker beside another one", () => {
  it.effect("looks at the chunks that it waits for alone, ever less often, and reads its input once", () => {
    const other = divided()
    return Effect.gen(function*() {
      const { error, readings, results, waited } = yield* beside(other, () => other.writes(rowsOf(30).slice(10, 20)))
      assert.isUndefined(error)
      assert.strictEqual(results.length, 20)
      assert.strictEqual(readings, 1)
      assert.deepStrictEqual([...new Set(waited.slice(-30))], [1])
      assert.isBelow(waited.length, 50)
      assert.deepStrictEqual(other.looks, [1, 3])
    })
  })

  it.effect("takes over what is left when the other one has died", () => {
    const other = divided()
    return Effect.gen(function*() {
      const { created, error, readings, results } = yield* beside(other, other.dies)
      assert.isUndefined(error)
      assert.strictEqual(results.length, 30)
      assert.strictEqual(readings, 2)
      once(created, 30)
    })
  })

  it.effect("refuses an input of which the other one has settled another row", () => {
    const other = divided()
    return Effect.gen(function*() {
      const rows = rowsOf(30).slice(10, 20).with(4, { target_url: "https://example.com/changed" })
      const { error } = yield* beside(other, () => other.writes(rows))
      assert.deepInclude(error, { _tag: "JobError", reason: "changed", index: 14 })
    })
  })
})

describe("a shared job", () => {
  it.effect("needs a name, and a journal that can be shared", () => {
    const server = batchServer()
    return Effect.gen(function*() {
      const { error } = yield* collect(rowsOf(10), options)
      assert.deepInclude(error, { _tag: "JobError", reason: "single worker" })
      const unnamed = yield* collect(rowsOf(10), { shared: true })
      assert.deepInclude(unnamed.error, { _tag: "ValidationError" })
      assert.include(unnamed.error?.message, "needs the name of a job")
      assert.strictEqual(server.requests.length, 0)
    }).pipe(Effect.provide([qurlOn(server), Memory.layer]))
  })
})
