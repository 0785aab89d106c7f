import { FetchHttpClient } from "@effect/platform"
import { assert, describe, it } from "@effect/vitest"
import { Emulator, Fault } from "@qurl/emulator"
import { Effect, Layer, Stream } from "effect"
import { BatchStoppedError, KeyGenerator, Qurl, RetryPolicy } from "../../src/index.js"
import { batchServer, calm } from "../support/batchServer.js"
import {
  collect,
  countsOf,
  credentials,
  hasty,
  hurried,
  once,
  qurlOn,
  rowsOf,
  signs,
  targetOf
} from "../support/bulk.js"

describe("batchCreateAll", () => {
  it.effect("gives a result for every row, in the order of the rows, in requests of up to 100", () => {
    const server = batchServer()
    return Effect.gen(function*() {
      const rows = rowsOf(250)
      const { error, results } = yield* collect(Stream.fromIterable(rows))
      assert.isUndefined(error)
      assert.strictEqual(signs(results), "+".repeat(250))
      assert.deepStrictEqual(results.map(({ index }) => index), rows.map((_, index) => index))
      assert.deepStrictEqual(results.map(({ input }) => input), rows)
      assert.deepStrictEqual(server.requests.map(({ targets }) => targets.length), [100, 100, 50])
      assert.strictEqual(new Set(server.requests.map(({ key }) => key)).size, 3)
    }).pipe(Effect.provide(qurlOn(server)))
  })

  it.effect("a row that is wrong is a result that says what to do, and its neighbours are sent", () => {
    const server = batchServer()
    return Effect.gen(function*() {
      const wrong = { target_url: "ftp://example.com", label: "" }
      const { error, results } = yield* collect([...rowsOf(2), wrong, ...rowsOf(1)])
      assert.isUndefined(error)
      assert.strictEqual(signs(results), "++-+")
      const [, , row] = results
      assert(row?.status === "failed")
      assert.strictEqual(row.code, "client_validation")
      assert.sameMembers(Object.keys(row.invalidFields ?? {}), ["target_url", "label"])
      assert.match(row.problem, /target_url must be .*; label must be/)
      assert.deepStrictEqual(server.requests.map(({ targets }) => targets), [[targetOf(0), targetOf(1), targetOf(0)]])
    }).pipe(Effect.provide(qurlOn(server)))
  })

  it.effect("rows that were skipped because of a bad neighbour are sent again without it", () => {
    const server = batchServer({ ...calm, item: (target) => target === targetOf(3) ? "invalid" : "created" })
    return Effect.gen(function*() {
      const { results } = yield* hurried(collect(rowsOf(6)))
      assert.strictEqual(signs(results), "+++-++")
      assert.deepInclude(results[3], { code: "creation_failed" })
      // Together, without it, and it alone twice more.
      assert.deepStrictEqual(server.requests.map(({ targets }) => targets.length), [6, 5, 1, 1])
      assert.strictEqual(new Set(server.requests.map(({ key }) => key)).size, 4)
      assert.strictEqual(server.created.length, 5)
    }).pipe(Effect.provide(qurlOn(server)))
  })

  it.effect("what failed and may pass is sent again twice, any other code is final", () => {
    const server = batchServer({
      ...calm,
      item: (target, nth) => {
        if (target === targetOf(1)) return nth <= 2 ? "creation_failed" : "created"
        if (target === targetOf(2)) return "creation_failed"
        return target === targetOf(3) ? "resource_type_conflict" : "created"
      }
    })
    return Effect.gen(function*() {
      const { results } = yield* hurried(collect(rowsOf(5)))
      assert.strictEqual(signs(results), "++--+")
      assert.deepInclude(results[3], { code: "resource_type_conflict" })
      assert.deepStrictEqual(server.requests.map(({ targets }) => targets.length), [5, 2, 2])
    }).pipe(Effect.provide(qurlOn(server)))
  })

  it.effect("a policy that repeats nothing repeats no row either", () => {
    const server = batchServer({ ...calm, item: () => "creation_failed" })
    return Effect.gen(function*() {
      const { results } = yield* collect(rowsOf(3), { retry: RetryPolicy.none })
      assert.strictEqual(signs(results), "---")
      assert.strictEqual(server.requests.length, 1)
    }).pipe(Effect.provide(qurlOn(server)))
  })

  it.effect("a refusal stops the job, and every row is accounted for", () => {
    const server = batchServer({ ...calm, exchange: (nth) => nth < 2 ? "answered" : 403 })
    return Effect.gen(function*() {
      const { error, results } = yield* collect(rowsOf(1000), { concurrency: 1 })
      assert.strictEqual(signs(results), "+".repeat(200) + ".".repeat(800))
      assert.strictEqual(server.requests.length, 3)
      assert(error instanceof BatchStoppedError)
      assert.deepInclude(error, { done: 200, failed: 0, unknown: 0, notSent: 800 })
      assert.strictEqual(error.reason._tag, "AuthorizationError")
      assert.match(error.message, /200 done, 0 failed, 0 unknown, 800 not sent.*Give the rows that were not sent/)
      assert.notInclude(error.message, "example.com")
    }).pipe(Effect.provide(qurlOn(server)))
  })

  it.effect("rows whose answer was lost are unknown, and are not passed off as anything else", () => {
    const server = batchServer({ ...calm, exchange: (nth) => nth === 1 ? "lost" : "answered" })
    return Effect.gen(function*() {
      const { error, results } = yield* collect(rowsOf(30), { chunkSize: 10, concurrency: 1, retry: once })
      assert.strictEqual(signs(results), "+".repeat(10) + "?".repeat(10) + ".".repeat(10))
      assert(error instanceof BatchStoppedError)
      assert.deepInclude(error, { done: 10, unknown: 10, notSent: 10 })
      assert.strictEqual(server.created.length, 20)
      const [key] = new Set(results.flatMap((row) => row.status === "unknown" ? [row.idempotencyKey] : []))
      assert.strictEqual(key, server.requests[1]?.key)
    }).pipe(Effect.provide(qurlOn(server)))
  })

  it.effect("a lost answer is asked for under the same key, and nothing is created twice", () => {
    const server = batchServer({ ...calm, exchange: (nth) => nth % 2 === 0 ? "lost" : "answered" })
    return Effect.gen(function*() {
      const { error, results } = yield* hurried(collect(rowsOf(40), { chunkSize: 10, concurrency: 2 }))
      assert.isUndefined(error)
      assert.strictEqual(signs(results), "+".repeat(40))
      assert.strictEqual(server.created.length, 40)
    }).pipe(Effect.provide(qurlOn(server)))
  })

  it.effect("with keys of a job the whole program can run again, equal rows and equal chunks included", () => {
    const server = batchServer({ ...calm, exchange: (nth) => nth === 2 ? 403 : "answered" })
    const rows = [...rowsOf(10), ...rowsOf(10), ...rowsOf(5)]
    // Every run is a process of its own.
    const run = collect(rows, { chunkSize: 10, concurrency: 1 }).pipe(
      Effect.provide(KeyGenerator.fromJob("guests", { startedAt: 0 })),
      Effect.provide(Layer.fresh(qurlOn(server)))
    )
    return Effect.gen(function*() {
      assert.strictEqual(signs((yield* run).results), "+".repeat(20) + ".".repeat(5))
      assert.strictEqual(signs((yield* run).results), "+".repeat(25))
      assert.strictEqual(countsOf(server.created)[targetOf(0)], 3)
      assert.strictEqual(server.created.length, 25)
    })
  })

  it.scopedLive(
    "against the emulator, over a socket and through faults, a bad row costs its neighbours nothing",
    () =>
      Effect.gen(function*() {
        const { control, url } = yield* Emulator
        yield* control.setFaults({
          seed: 3,
          rules: [Fault.destroyAfterCommit, Fault.destroyMidBody, Fault.rateLimit({ retryAfter: { seconds: 0 } })].map(
            (fault) => ({ fault, operation: "batchCreate", probability: 0.2 })
          )
        })
        // The API refuses private hosts, a rule that this client does not check.
        const rows = rowsOf(60).map((row, index) => index % 20 === 7 ? { target_url: "https://10.0.0.1/secret" } : row)
        const { error, results } = yield* collect(rows, { chunkSize: 10, retry: { ...hasty, attempts: 20 } }).pipe(
          Effect.provide(Layer.provide(Qurl.layer({ ...credentials, baseUrl: url }), FetchHttpClient.layer))
        )
        assert.isUndefined(error)
        assert.strictEqual(signs(results), rows.map((_, index) => index % 20 === 7 ? "-" : "+").join(""))
        const [failed] = results.filter((row) => row.status === "failed")
        assert.deepInclude(failed, { index: 7, code: "creation_failed" })
        const { tokens } = yield* control.inventory
        assert.deepStrictEqual(
          countsOf(tokens.map(({ target_url }) => target_url ?? "")),
          countsOf(rowsOf(60).filter((_, index) => index % 20 !== 7).map(({ target_url }) => target_url))
        )
      }).pipe(Effect.provide(Emulator.layerServer())),
    60_000
  )

  it.effect("a failure of the input comes after the results of what was read before it", () => {
    const server = batchServer()
    return Effect.gen(function*() {
      const input = Stream.concat(Stream.fromIterable(rowsOf(150)), Stream.fail("the file is gone" as const))
      const { error, results } = yield* collect(input)
      assert.strictEqual(error, "the file is gone")
      assert.strictEqual(signs(results), "+".repeat(100))
    }).pipe(Effect.provide(qurlOn(server)))
  })

  it.effect("the input is read as its results are wanted", () => {
    const server = batchServer()
    return Effect.gen(function*() {
      let read = 0
      const endless = Stream.tap(
        Stream.fromIterable(rowsOf(100_000)).pipe(Stream.rechunk(10)),
        () =>
          Effect.sync(() => {
            read += 1
          })
      )
      yield* Qurl.batchCreateAll(endless, { chunkSize: 10, concurrency: 2 }).pipe(Stream.take(10), Stream.runDrain)
      assert.isAtMost(read, 400)
    }).pipe(Effect.provide(qurlOn(server)))
  })

  it.effect("an empty input sends nothing", () => {
    const server = batchServer()
    return Effect.gen(function*() {
      assert.deepStrictEqual(yield* collect([]), { results: [], error: undefined })
      assert.deepStrictEqual(server.requests, [])
    }).pipe(Effect.provide(qurlOn(server)))
  })

  it.effect("wrong options are refused by name, and a named job needs a journal", () =>
    Effect.gen(function*() {
      const { error, results } = yield* collect(rowsOf(1), { chunkSize: 101, concurrency: 0, job: " " })
      assert(error?._tag === "ValidationError")
      assert.sameMembers(Object.keys(error.invalidFields), ["chunkSize", "concurrency", "job"])
      assert.deepStrictEqual(results, [])
      const unwritten = yield* collect(rowsOf(1), { job: "guests" })
      assert(unwritten.error?._tag === "JobError")
      assert.match(unwritten.error.message, /"guests" has no journal: provide a Journal layer/)
    }).pipe(Effect.provide(qurlOn(batchServer()))))
})
