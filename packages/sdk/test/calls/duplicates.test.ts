import { assert, describe, it } from "@effect/vitest"
import { Fault } from "@qurl/emulator"
import { KeyGenerator, Qurl, RetryPolicy } from "@qurl/sdk"
import { Effect } from "effect"
import { digest, digests, emulated, emulatedQuickly, inventory, items, quickly, requests } from "../support/emulator.js"

const input = { target_url: "https://example.com" }

describe("duplicate POSTs", () => {
  for (
    const [what, fault] of [
      ["is lost after the commit", Fault.destroyAfterCommit],
      ["breaks off after its headers", Fault.destroyAfterHeaders],
      ["breaks off in its body", Fault.destroyMidBody],
      ["comes after the client's timeout", Fault.noAnswer],
      ["stalls in its body beyond the client's timeout", Fault.stallBody]
    ] as const
  ) {
    it.live(`D1 a batch of 100 whose answer ${what} ends with exactly 100 items and success`, () =>
      Effect.gen(function*() {
        const batch = yield* Qurl.batchCreate(items(100), { timeout: "1 second" })
        assert.deepInclude(batch, { succeeded: 100, failed: 0 })
        assert.strictEqual(batch.meta.replayed, "yes")
        const { resources, tokens } = yield* inventory
        assert.strictEqual(tokens.length, 100)
        assert.strictEqual(resources.length, 100)
        assert.deepStrictEqual(
          batch.results.map((result) => result.success && result.resource_id),
          resources.map(({ id }) => id)
        )
      }).pipe(emulatedQuickly({ fault, operation: "batchCreate", nth: 1 })))
  }

  it.live("D2 without any setting a lost answer is repeated under one key", () =>
    Effect.gen(function*() {
      const { meta } = yield* Qurl.create(input)
      const key = digest(String(meta.idempotencyKey))
      assert.deepStrictEqual(yield* digests, [key, key])
      assert.strictEqual((yield* inventory).tokens.length, 1)
    }).pipe(emulated({ fault: Fault.destroyAfterCommit, nth: 1 })))

  it.live("D3 rejectedOnly repeats writes after 429 and never after a lost answer", () =>
    Effect.gen(function*() {
      const retry = quickly(RetryPolicy.rejectedOnly)
      assert.strictEqual((yield* Qurl.create(input, { retry })).meta.attempts, 2)
      const error = yield* Effect.flip(Qurl.create(input, { retry }))
      assert.deepInclude(error, { _tag: "NetworkError", outcome: "unknown", attempts: 1, endedBy: "not retryable" })
      assert.strictEqual((yield* requests).length, 3)
    }).pipe(emulated(
      { fault: Fault.rateLimit({ retryAfter: { seconds: 0 } }), nth: 1 },
      { fault: Fault.destroyAfterCommit, nth: 3 }
    )))

  it.live("D4 unsafe repeats lost writes without a key, which duplicates them; nothing else does", () =>
    Effect.gen(function*() {
      const batch = Effect.provide(
        Qurl.batchCreate(items(3), { retry: quickly(RetryPolicy.unsafe) }),
        KeyGenerator.none
      )
      assert.strictEqual((yield* batch).meta.attempts, 2)
      assert.deepStrictEqual(yield* digests, [null, null])
      assert.strictEqual((yield* inventory).tokens.length, 6)
      const error = yield* Effect.flip(Effect.provide(Qurl.create(input), KeyGenerator.none))
      assert.deepInclude(error, { _tag: "NetworkError", outcome: "unknown", attempts: 1 })
    }).pipe(emulatedQuickly({ fault: Fault.destroyAfterCommit, nth: 1 }, { fault: Fault.destroyAfterCommit, nth: 3 })))

  it.live("D5 a POST is repeated on 429 and not on 502, 503 and 504", () =>
    Effect.gen(function*() {
      assert.strictEqual((yield* Qurl.create(input)).meta.attempts, 2)
      for (const status of [502, 503, 504]) {
        const error = yield* Effect.flip(Qurl.create(input))
        assert.deepInclude(error, { _tag: "ServerError", status, attempts: 1, endedBy: "not retryable" })
      }
      assert.strictEqual((yield* requests).length, 5)
    }).pipe(emulatedQuickly(
      { fault: Fault.rateLimit({ retryAfter: { seconds: 0 } }), nth: 1 },
      { fault: Fault.status(502), nth: 3 },
      { fault: Fault.status(503), nth: 4 },
      { fault: Fault.status(504), nth: 5 }
    )))

  it.live("a token is never resolved twice after a 502, whatever the policy", () =>
    Effect.gen(function*() {
      const retry = { ...quickly(RetryPolicy.keyed), statuses: [429, 502, 503, 504] as const }
      const { qurl_link } = yield* Qurl.create({ ...input, one_time_use: true }, { retry })
      const access_token = qurl_link.slice(qurl_link.indexOf("#") + 1)
      const error = yield* Effect.flip(Qurl.resolve({ access_token }, { retry }))
      assert.deepInclude(error, { _tag: "ServerError", status: 502, attempts: 1, outcome: "unknown" })
      const log = (yield* requests).map(({ operation }) => operation)
      assert.deepStrictEqual(log, ["create", "create", "resolve"])
    }).pipe(emulated({ fault: Fault.status(502, { when: "after" }), per: "key", nth: 1 })))

  it.live("D6 GET and DELETE are repeated after a lost answer", () =>
    Effect.gen(function*() {
      const { resource_id } = yield* Qurl.create(input)
      const found = yield* Qurl.get(resource_id)
      assert.strictEqual(found.resource_id, resource_id)
      const deleted = yield* Qurl.delete(resource_id)
      assert.strictEqual(deleted.meta.attempts, 2)
      const log = (yield* requests).map(({ method, status }) => `${method} ${status}`)
      assert.deepStrictEqual(log.slice(1), ["GET null", "GET 200", "DELETE 204", "DELETE 404"])
      assert.deepStrictEqual((yield* inventory).resources.map(({ status }) => status), ["revoked"])
    }).pipe(emulatedQuickly(
      { fault: Fault.destroyBeforeHandler, method: "GET", nth: 1 },
      { fault: Fault.destroyAfterCommit, method: "DELETE", nth: 1 }
    )))

  for (const tracing of ["on", "off"]) {
    it.live(`D7 when the attempts end in silence the caller gets a timeout that leads to the one effect, tracing ${tracing}`, () =>
      Effect.gen(function*() {
        const error = yield* Effect.flip(
          Qurl.create(input, { retry: { ...quickly(RetryPolicy.keyed), attempts: 2 }, timeout: "1 second" })
        )
        assert.deepInclude(error, { _tag: "TimeoutError", outcome: "unknown", attempts: 2, endedBy: "attempts" })
        assert.strictEqual((yield* inventory).tokens.length, 1)
        const again = yield* Qurl.create(input, { idempotencyKey: error.idempotencyKey })
        assert.deepStrictEqual((yield* inventory).tokens.map(({ id }) => id), [again.qurl_id])
      }).pipe(Effect.withTracerEnabled(tracing === "on"), emulatedQuickly({ fault: Fault.noAnswer, nth: 1, times: 2 })))

    it.live(`D7 when they end in lost connections it is a network error with the runtime's code, tracing ${tracing}`, () =>
      Effect.gen(function*() {
        const error = yield* Effect.flip(
          Qurl.create(input, { retry: { ...quickly(RetryPolicy.keyed), attempts: 3 } })
        )
        assert(error._tag === "NetworkError")
        assert.deepInclude(error, { outcome: "unknown", attempts: 3, endedBy: "attempts", reason: "reset" })
        assert.match(String(error.code), /^(ECONNRESET|UND_ERR_SOCKET)$/)
        assert.strictEqual((yield* inventory).tokens.length, 1)
      }).pipe(Effect.withTracerEnabled(tracing === "on"), emulatedQuickly({ fault: Fault.destroyAfterCommit })))
  }
})
