import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Metric from "effect/Metric"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as TestClock from "effect/testing/TestClock"
import { createHmac } from "node:crypto"
import { assert, describe, it } from "vitest"
import {
  type CallEnd,
  CallMetrics,
  CallObserver,
  Crid,
  Gate,
  IdempotencyKey,
  LocalGuard,
  Qurl,
  RetryBudget,
  RetryPolicy,
  SeenEvents,
  WebhookEvent,
  withExtras
} from "../src/index.js"
import { created, input, layerFake, limited } from "./support/fake.js"

describe("WebhookEvent", () => {
  const body = JSON.stringify({ id: "evt_1", type: "qurl.revoked", owner_id: "own_1", data: { why: "test" } })
  const sign = (secret: string) => createHmac("sha256", secret).update(body).digest("hex")
  const delivery = (signature: string) => ({ body, headers: new Headers({ "qurl-signature": signature }) })
  const [old, current] = [Redacted.make("whsec_old"), Redacted.make("whsec_new")]

  it("verifies a delivery with one of several secrets and decodes its event", async () => {
    const event = await Effect.runPromise(WebhookEvent.receive(delivery(sign("whsec_old")), [current, old]))
    assert.deepInclude(event, { _tag: "OtherEvent", id: "evt_1", type: "qurl.revoked" })
    assert.deepStrictEqual(WebhookEvent.claimedOwner(delivery("")), Option.some("own_1"))
    assert.deepStrictEqual(WebhookEvent.claimedOwner({ body: "{}", headers: {} }), Option.none())
  })

  it("fails with errors of Effect 4", async () => {
    const reason = (signature: string, secrets: WebhookEvent.Secrets) =>
      Effect.runPromise(
        WebhookEvent.verify(delivery(signature), secrets).pipe(
          Effect.as("verified"),
          Effect.catchTag("WebhookSignatureError", (error) => Effect.succeed(error.reason))
        )
      )
    assert.strictEqual(await reason(sign("whsec_new"), current), "verified")
    assert.strictEqual(await reason(sign("whsec_new"), old), "mismatch")
    assert.strictEqual(await reason(sign(""), []), "no secret")
    assert.strictEqual(await reason(sign(""), Redacted.make("")), "no secret")
    const error = await Effect.runPromise(Effect.flip(WebhookEvent.decode({ body: "{}", headers: {} })))
    assert.instanceOf(error, WebhookEvent.WebhookEventError)
    assert.deepInclude(error, { reason: "contract", fields: ["id", "type"] })
  })
})

describe("SeenEvents", () => {
  const event = { id: "evt_1" }

  it("handles an event once, and forgets it on the caller's clock", () =>
    Effect.runPromise(
      Effect.gen(function*() {
        const seen = yield* SeenEvents.make({ window: Duration.hours(1) })
        assert.deepStrictEqual(yield* seen.once(event, Effect.succeed(1)), Option.some(1))
        yield* TestClock.adjust("59 minutes")
        assert.deepStrictEqual(yield* seen.once(event, Effect.succeed(2)), Option.none())
        yield* TestClock.adjust("2 minutes")
        assert.deepStrictEqual(yield* seen.once(event, Effect.succeed(3)), Option.some(3))
      }).pipe(Effect.provide(TestClock.layer()))
    ))

  it("forgets an event whose effect fails or is interrupted, and passes its failure on", () =>
    Effect.runPromise(Effect.gen(function*() {
      const seen = yield* SeenEvents.make()
      assert.strictEqual(yield* Effect.flip(seen.once(event, Effect.fail("busy"))), "busy")
      const begun = yield* Deferred.make<void>()
      const handling = Effect.andThen(Deferred.succeed(begun, undefined), Effect.never)
      const fiber = yield* Effect.forkChild(seen.once(event, handling))
      yield* Deferred.await(begun)
      assert.deepStrictEqual(yield* seen.once(event, Effect.void), Option.none())
      yield* Fiber.interrupt(fiber)
      assert.isTrue(Option.isSome(yield* seen.once(event, Effect.void)))
    })))

  it("refuses a wrong option", async () => {
    const error = await Effect.runPromise(Effect.flip(SeenEvents.make({ capacity: 0 })))
    assert.deepInclude(error, { _tag: "ConfigurationError", setting: "capacity" })
  })
})

it("Crid.parse is a Result of Effect 4", () => {
  const wrong = Crid.parse("not-a-crid")
  assert(Result.isFailure(wrong))
  assert.instanceOf(wrong.failure, Crid.CridError)
  assert.match(wrong.failure.message, /not a CRID \(\w+\)/)
  assert.isFalse(Crid.matches("not-a-crid", new Uint8Array(1)))
})

it("IdempotencyKey.fromParts and withExtras are those of the SDK", () => {
  assert.match(IdempotencyKey.fromParts("invoice", 42), /^[0-9a-f]{64}$/)
  try {
    // A program without types gives anything.
    IdempotencyKey.fromParts("order", undefined as never)
    assert.fail("a key was made")
  } catch (error) {
    assert.deepInclude(error, { _tag: "ConfigurationError", setting: "part 2" })
  }
  assert.strictEqual(withExtras({ known: 1 })["newer"], undefined)
})

it("CallMetrics counts calls in metrics of Effect 4, and keeps the observer around them", () => {
  const ends: Array<CallEnd> = []
  const observer = Layer.succeed(CallObserver, { ended: (end) => Effect.sync(() => ends.push(end)) })
  return Effect.runPromise(
    Effect.gen(function*() {
      const fiber = yield* Effect.forkChild(Qurl.create(input))
      yield* TestClock.adjust("1 minute")
      yield* Fiber.join(fiber)
      while (ends.length === 0) yield* Effect.yieldNow
      const count = (metric: Metric.Counter<number>) =>
        Effect.map(Metric.value(Metric.withAttributes(metric, { operation: "create" })), (state) => state.count)
      assert.strictEqual(yield* count(CallMetrics.attempts), 2)
      assert.strictEqual(yield* count(CallMetrics.retries), 1)
      const done = { operation: "create", outcome: "applied", ended_by: "answer" }
      assert.strictEqual((yield* Metric.value(Metric.withAttributes(CallMetrics.calls, done))).count, 1)
      assert.strictEqual((yield* Metric.value(Metric.withAttributes(CallMetrics.duration, done))).count, 1)
    }).pipe(
      Effect.provide(CallMetrics.layer),
      Effect.provide(observer),
      Effect.provide(layerFake(Effect.sync(() => limited(1)), Effect.sync(created))),
      Effect.provide(TestClock.layer())
    )
  )
})

/** Lets the time pass, a second at a time, until the fiber has ended. */
const elapse = <A, E>(fiber: Fiber.Fiber<A, E>) =>
  Effect.gen(function*() {
    while (fiber.pollUnsafe() === undefined) yield* TestClock.adjust("1 second")
    return yield* Fiber.join(fiber)
  })

describe("layers of what calls share", () => {
  const outcome = (layer: Layer.Layer<never> | Layer.Layer<RetryBudget.RetryBudget>) =>
    Effect.runPromise(
      Effect.gen(function*() {
        const fiber = yield* Effect.forkChild(Effect.flip(Qurl.create(input, { timeout: "1 second" })))
        return (yield* elapse(fiber)).attempts
      }).pipe(
        Effect.provide(RetryPolicy.layer({ attempts: 2 })),
        Effect.provide(layerFake(Effect.never, Effect.never).pipe(Layer.provide(layer))),
        Effect.provide(TestClock.layer())
      )
    )

  it("an empty RetryBudget allows no retry", async () => {
    assert.strictEqual(await outcome(Layer.empty), 2)
    assert.strictEqual(await outcome(RetryBudget.layer(0, 0)), 1)
  })

  it("a Gate admits no more requests at once than it was given", () =>
    Effect.runPromise(
      Effect.gen(function*() {
        let now = 0
        let most = 0
        const answer = Effect.gen(function*() {
          most = Math.max(most, ++now)
          yield* Effect.sleep("1 second")
          now--
          return created()
        })
        const layer = layerFake(answer, answer, answer).pipe(Layer.provide(Gate.layer(1)))
        const calls = Effect.all([Qurl.create(input), Qurl.create(input), Qurl.create(input)], { concurrency: 3 })
        const fiber = yield* Effect.forkChild(Effect.provide(calls, layer))
        yield* elapse(fiber)
        assert.strictEqual(most, 1)
      }).pipe(Effect.provide(TestClock.layer()))
    ))

  it("a LocalGuard refuses a key that another service has sent with another body", () =>
    Effect.runPromise(
      Effect.gen(function*() {
        const create = (target_url: string) =>
          Effect.provide(
            Qurl.create({ target_url }, { idempotencyKey: "job-42" }),
            layerFake(Effect.sync(created)),
            { local: true }
          )
        yield* create("https://example.com/a")
        const error = yield* Effect.flip(create("https://example.com/b"))
        assert.deepInclude(error, { _tag: "IdempotencyConflictError", outcome: "not sent" })
      }).pipe(Effect.provide(LocalGuard.layer()))
    ))
})
