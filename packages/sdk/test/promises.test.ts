import { assert, describe, it } from "@effect/vitest"
import { Emulator, Fault, TestKey } from "@qurl/emulator"
import { KeyGenerator, Qurl, QurlLive, RetryPolicy } from "@qurl/sdk"
import { Effect, Layer, Option } from "effect"
import { digest, digests, emulated, emulatedQuickly, inventory, items, quickly, requests } from "./support/emulator.js"
import { against, created, serve } from "./support/server.js"

const input = { target_url: "https://example.com" }
const uuidV7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

describe("what was asked for", () => {
  it.live("C1 a key is yielded once from the generator, however many attempts follow", () =>
    Effect.gen(function*() {
      let asked = 0
      const generator = Layer.succeed(KeyGenerator, { next: () => Effect.sync(() => Option.some(`key-${++asked}`)) })
      const result = yield* Effect.provide(Qurl.create(input), generator)
      assert.strictEqual(result.meta.attempts, 3)
      assert.strictEqual(asked, 1)
      assert.deepStrictEqual(yield* digests, [digest("key-1"), digest("key-1"), digest("key-1")])
    }).pipe(emulatedQuickly(
      { fault: Fault.destroyBeforeHandler, nth: 1 },
      { fault: Fault.rateLimit({ retryAfter: { seconds: 0 } }), nth: 2 }
    )))

  for (
    const [what, fault] of [
      ["a lost answer", Fault.destroyBeforeHandler],
      ["429", Fault.rateLimit({ retryAfter: { seconds: 0 } })]
    ] as const
  ) {
    it.live(`C2 a write is repeated after ${what} when it has a key, and only then`, () =>
      Effect.gen(function*() {
        const error = yield* Effect.flip(Effect.provide(Qurl.create(input), KeyGenerator.none))
        assert.deepInclude(error, { attempts: 1, endedBy: "not retryable" })
        assert.deepStrictEqual(yield* digests, [null])
        assert.strictEqual((yield* Qurl.create(input)).meta.attempts, 2)
      }).pipe(emulatedQuickly({ fault, nth: 1, times: 2 })))
  }

  it.live("C3 layers override key generation and retry policy", () =>
    Effect.gen(function*() {
      const generator = Layer.succeed(KeyGenerator, {
        next: ({ operation }) => Effect.succeedSome(`mine-${operation}`)
      })
      const error = yield* Effect.flip(Qurl.create(input)).pipe(
        Effect.provide(Layer.merge(generator, RetryPolicy.layer(RetryPolicy.none)))
      )
      assert.strictEqual(error.attempts, 1)
      assert.deepStrictEqual(yield* digests, [digest("mine-create")])
    }).pipe(emulatedQuickly({ fault: Fault.destroyBeforeHandler })))

  it.live("C4 a call overrides its own key only", () =>
    Effect.gen(function*() {
      yield* Qurl.create(input, { idempotencyKey: "job-42" })
      yield* Qurl.create(input)
      assert.deepStrictEqual(yield* digests, [digest("job-42"), digest("test-1")])
    }).pipe(Effect.provide(KeyGenerator.sequence("test")), emulatedQuickly()))

  it.live("C5 a batch under QurlLive is a complete program", () =>
    Effect.gen(function*() {
      const { url } = yield* Emulator
      const before = { key: process.env.QURL_API_KEY, url: process.env.QURL_API_URL }
      yield* Effect.acquireRelease(
        Effect.sync(() => Object.assign(process.env, { QURL_API_KEY: TestKey.full, QURL_API_URL: url })),
        () =>
          Effect.sync(() => {
            for (const [name, value] of [["QURL_API_KEY", before.key], ["QURL_API_URL", before.url]] as const) {
              if (value === undefined) delete process.env[name]
              else process.env[name] = value
            }
          })
      )
      const program = Effect.gen(function*() {
        return yield* Qurl.batchCreate(items(3))
      })
      // Nothing is left to provide: the default runtime runs it.
      const batch = yield* Effect.promise(() => Effect.runPromise(program.pipe(Effect.provide(QurlLive))))
      assert.deepInclude(batch, { succeeded: 3, failed: 0 })
      assert.strictEqual((yield* inventory).tokens.length, 3)
    }).pipe(Effect.scoped, emulated()))

  it.live("C6 a deterministic generator lets a test assert the exact keys", () =>
    Effect.gen(function*() {
      yield* Qurl.create(input)
      yield* Qurl.batchCreate(items(2))
      assert.deepStrictEqual(yield* digests, [digest("test-1"), digest("test-1"), digest("test-2")])
    }).pipe(
      Effect.provide(KeyGenerator.sequence("test")),
      emulatedQuickly({ fault: Fault.destroyAfterCommit, nth: 1 })
    ))
})

describe("automatic keys", () => {
  const found = { status: 200, json: { data: { resource_id: "r_1" } } }
  const writes = (retry: (typeof RetryPolicy)["keyed"]) =>
    [
      Qurl.create(input, { retry }),
      Qurl.mintLink("r_1", {}, { retry }),
      Qurl.batchCreate(items(1), { retry }),
      Qurl.update("r_1", { description: "" }, { retry }),
      Qurl.extend("r_1", { extend_by: "1h" }, { retry }),
      Qurl.resolve({ access_token: "at_1" }, { retry })
    ] as const

  for (const name of ["keyed", "none"] as const) {
    it.live(`Q1 every POST and PATCH carries a UUIDv7 of its own, with the policy ${name}`, () =>
      Effect.gen(function*() {
        const entry = { index: 0, success: true, resource_id: "r_1", qurl_link: "l", qurl_site: "s" }
        const batch = { status: 201, json: { data: { succeeded: 1, failed: 0, results: [entry] } } }
        const server = yield* serve(created(), created(), batch, found, found, { status: 200, json: { data: {} } })
        yield* against(server, Effect.all(writes(RetryPolicy[name]), { discard: true }))
        const keys = server.received.map(({ headers }) => String(headers["idempotency-key"]))
        assert.strictEqual(keys.length, 6)
        for (const key of keys) assert.match(key, uuidV7)
        assert.strictEqual(new Set(keys).size, 6)
      }).pipe(Effect.scoped))
  }

  it.live("Q2 reads and deletes carry no key", () =>
    Effect.gen(function*() {
      const server = yield* serve(found, { status: 200, json: { data: [] } }, { status: 200, json: { data: {} } }, {
        status: 204
      })
      yield* against(server, Effect.all([Qurl.get("r_1"), Qurl.list(), Qurl.getQuota(), Qurl.delete("r_1")]))
      assert.deepStrictEqual(server.received.map(({ method }) => method), ["GET", "GET", "GET", "DELETE"])
      for (const { headers } of server.received) assert.notProperty(headers, "idempotency-key")
    }).pipe(Effect.scoped))

  it.live("Q3 the attempts of a call share one key, and calls do not", () =>
    Effect.gen(function*() {
      const calls = yield* Effect.all([Qurl.create(input), Qurl.create(input), Qurl.create(input)], {
        concurrency: "unbounded"
      })
      const sent = yield* digests
      assert.strictEqual(sent.length, 9)
      assert.strictEqual(new Set(sent).size, 3)
      for (const { meta } of calls) {
        assert.strictEqual(meta.attempts, 3)
        assert.strictEqual(sent.filter((one) => one === digest(String(meta.idempotencyKey))).length, 3)
      }
      assert.strictEqual((yield* inventory).tokens.length, 3)
    }).pipe(emulatedQuickly({ fault: Fault.destroyAfterCommit, per: "key", nth: 1, times: 2 })))

  it.live("Q4 a call's own key goes out as it is, and a bad one never does", () =>
    Effect.gen(function*() {
      const created = yield* Qurl.create(input, { idempotencyKey: "upstream job 42" })
      assert.strictEqual(created.meta.idempotencyKey, "upstream job 42")
      for (const bad of ["", " padded", "padded ", "ünïcode", "line\nbreak", "x".repeat(257)]) {
        const error = yield* Effect.flip(Qurl.create(input, { idempotencyKey: bad }))
        assert.deepInclude(error, { _tag: "ValidationError", source: "client", outcome: "not sent" })
      }
      assert.deepStrictEqual(yield* digests, [digest("upstream job 42")])
    }).pipe(emulatedQuickly()))

  for (
    const [what, fault] of [
      ["a 503 that the policy repeats", Fault.status(503, { when: "after" })],
      ["a socket reset", Fault.destroyAfterCommit]
    ] as const
  ) {
    it.live(`Q8 create, batchCreate and mintLink yield the original resources after ${what}`, () =>
      Effect.gen(function*() {
        const retry = { ...quickly(RetryPolicy.keyed), statuses: [429, 503] as const }
        const one = yield* Qurl.create(input, { retry })
        const minted = yield* Qurl.mintLink(one.resource_id, {}, { retry })
        const batch = yield* Qurl.batchCreate(items(5), { retry })
        for (const { meta } of [one, minted, batch]) assert.deepInclude(meta, { attempts: 2, replayed: "yes" })
        const { tokens } = yield* inventory
        assert.deepStrictEqual(tokens.slice(0, 2).map(({ id }) => id), [one.qurl_id, minted.qurl_id])
        assert.deepStrictEqual(
          tokens.slice(2).map(({ resource_id }) => resource_id),
          batch.results.map((result) => result.success ? result.resource_id : "")
        )
        assert.strictEqual((yield* requests).length, 6)
      }).pipe(emulated({ fault, per: "key", nth: 1 })))
  }
})
