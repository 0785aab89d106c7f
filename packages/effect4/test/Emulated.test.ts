import * as Config from "effect/Config"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { afterAll, assert, beforeAll, beforeEach, describe, it } from "vitest"
import {
  BatchStoppedError,
  ConfigurationError,
  KeyGenerator,
  Qurl,
  QurlLive,
  type QurlServices,
  RetryPolicy,
  Sessions
} from "../src/index.js"
import { digest, emulator, Fault, type Started } from "./support/server.js"

let server: Started
beforeAll(async () => {
  server = await emulator.start()
})
beforeEach(() => Effect.runPromise(server.reset))
afterAll(emulator.stop)

const target = (index: number) => ({ target_url: `https://example.com/${index}` })
const quick = RetryPolicy.layer({ backoff: { base: Duration.millis(1), jitter: 0 } })

const run = <A, E>(program: Effect.Effect<A, E, QurlServices>) =>
  Effect.runPromise(program.pipe(Effect.provide(quick), Effect.provide(server.live)))

describe("over real sockets", () => {
  it("D1 a batch of 100 whose answer is lost after the commit ends with 100 links and success", () =>
    run(
      Effect.gen(function*() {
        yield* server.fail(Fault.destroyAfterCommit, "batchCreate")
        const batch = yield* Qurl.batchCreate(Array.from({ length: 100 }, (_, index) => target(index)))
        assert.strictEqual(batch.succeeded, 100)
        assert.deepInclude(batch.meta, { attempts: 2, replayed: "yes", idempotencyKey: "test-1" })
        const { effects } = yield* server.inventory
        assert.lengthOf(effects.filter(({ kind }) => kind === "token.created"), 100)
        const sent = (yield* server.requests).map(({ key_digest }) => key_digest)
        assert.deepStrictEqual(sent, [digest("test-1"), digest("test-1")])
      }).pipe(Effect.provide(KeyGenerator.sequence("test")))
    ))

  it("durations of Effect 4 are taken, and rows come back as they were given", () =>
    run(Effect.gen(function*() {
      const row = { ...target(1), expires_in: Duration.hours(2) }
      const rows = yield* Stream.runCollect(Qurl.batchCreateAll(Stream.make(row), { timeout: Duration.seconds(5) }))
      assert.strictEqual(rows[0]?.status, "done")
      assert.strictEqual(rows[0]?.input, row)
    })))

  it("a stream of rows passes its own errors on, and its finalizer runs", () =>
    run(Effect.gen(function*() {
      let closed = 0
      const rows = Stream.make(target(1)).pipe(
        Stream.concat(Stream.fail({ _tag: "Spilt" as const })),
        Stream.ensuring(Effect.sync(() => {
          closed += 1
        }))
      )
      const error = yield* Effect.flip(Stream.runDrain(Qurl.batchCreateAll(rows, { chunkSize: 1 })))
      assert.deepStrictEqual(error, { _tag: "Spilt" })
      assert.strictEqual(closed, 1)
    })))

  it("a bulk job that is refused tells it in an error of Effect 4, rows in an iterable", () =>
    run(Effect.gen(function*() {
      yield* server.fail(Fault.status(403), "batchCreate")
      const rows = new Set([target(1), target(2)])
      const error = yield* Effect.flip(Stream.runDrain(Qurl.batchCreateAll(rows)))
      assert.instanceOf(error, BatchStoppedError)
      assert.strictEqual(error.reason._tag, "AuthorizationError")
      assert.strictEqual(error.notSent, 2)
    })))

  it("a list is read page by page, and no further than its reader goes", () =>
    run(Effect.gen(function*() {
      for (const index of [1, 2, 3]) yield* Qurl.create(target(index))
      const before = (yield* server.requests).length
      const some = yield* Qurl.listAll({ limit: 1 }).pipe(Stream.take(2), Stream.runCollect)
      assert.lengthOf(some, 2)
      assert.lengthOf((yield* server.requests).slice(before), 2)
    })))

  it("several services share one layer", () =>
    run(Effect.gen(function*() {
      const { resource_id } = yield* Qurl.create(target(1))
      assert.deepStrictEqual((yield* Sessions.list(resource_id)).items, [])
    })))
})

describe("configuration", () => {
  const withConfig = (values: Record<string, string>) => ConfigProvider.layer(ConfigProvider.fromUnknown(values))

  it("QurlLive reads the caller's ConfigProvider", async () => {
    const values = { QURL_API_KEY: "lv_test_full_00000000000000000000000000000000000000", QURL_API_URL: server.url }
    const program = Qurl.create(target(1)).pipe(Effect.provide(QurlLive), Effect.provide(withConfig(values)))
    assert.match((await Effect.runPromise(program)).qurl_link, /^https:/)
  })

  it("a key that is not set is an error of Effect 4 that says what to do", async () => {
    const program = Effect.flip(Qurl.getQuota()).pipe(Effect.provide(QurlLive), Effect.provide(withConfig({})))
    const error = await Effect.runPromise(Effect.flip(program))
    assert.deepInclude(error, { _tag: "ConfigurationError", setting: "QURL_API_KEY" })
    assert.instanceOf(error, ConfigurationError)
    assert.match(error.message, /is not set: set it to your qURL API key/)
  })

  it("layerConfig reads configuration of the caller's making, and names what is missing", async () => {
    const layer = Qurl.layerConfig({ apiKey: Config.Redacted("MY_KEY") }).pipe(Layer.provide(FetchHttpClient.layer))
    const program = Effect.flip(Qurl.getQuota()).pipe(Effect.provide(layer), Effect.provide(withConfig({})))
    assert.deepInclude(await Effect.runPromise(Effect.flip(program)), {
      _tag: "ConfigurationError",
      setting: "MY_KEY",
      problem: "is not set"
    })
  })
})
