import { HttpClient, HttpClientResponse } from "@effect/platform"
import { assert, it } from "@effect/vitest"
import { Effect, Either, Fiber, Predicate, TestClock } from "effect"
import { fromMethod, Idempotent, KeyGenerator, RetryPolicy } from "../src/index.js"
import { Lane } from "../src/internal/lane.js"
import { post } from "./support/call.js"
import { enveloped } from "./support/dialects.js"

const answering = (status: number, headers: Readonly<Record<string, string>> = {}) =>
  Idempotent.make(
    HttpClient.make((request) =>
      Effect.succeed(HttpClientResponse.fromWeb(
        request,
        Response.json({ data: { qurl_id: "q_1" }, meta: { request_id: "req_1" } }, { status, headers })
      ))
    ),
    { dialect: enveloped }
  )

it.effect("D8 a success under another status is not a refusal", () =>
  Effect.gen(function*() {
    const ask = (status: number, headers: Readonly<Record<string, string>> = {}) =>
      Effect.flatMap(answering(status, headers), ({ execute }) =>
        execute(post(), { idempotencyKey: "key-1", retry: RetryPolicy.none }))
    for (const status of [400, 404, 409, 410, 422]) {
      const { evidence, report } = yield* ask(status)
      assert.deepStrictEqual([status, evidence, report.outcome], [status, "none", "unknown"])
      assert.strictEqual((yield* ask(status, { "idempotency-replayed": "true" })).report.outcome, "unknown")
    }
  }))

it.effect("D8 a payload with 400 is a refusal only if the operation recognises it", () =>
  Effect.gen(function*() {
    const ask = (refusesWith?: (payload: unknown) => boolean) =>
      Effect.gen(function*() {
        const { execute } = yield* answering(400)
        const operation = { ...fromMethod("POST"), refusesWith }
        const { evidence, report } = yield* execute(post(), { retry: RetryPolicy.none, operation })
        return [evidence, report.outcome]
      })
    assert.deepStrictEqual(yield* ask(), ["none", "unknown"])
    assert.deepStrictEqual(yield* ask(() => false), ["none", "unknown"])
    assert.deepStrictEqual(yield* ask((payload) => Predicate.hasProperty(payload, "qurl_id")), ["refused", "rejected"])
  }))

it("a Retry-After closes the gate for an hour at most", () => {
  const lane = new Lane(4)
  lane.enter(0, { ticket: 1, entered: false, wake: () => {} })
  lane.leave(0, lane.round, { _tag: "Limited", asked: 86_400_000 })
  assert.strictEqual(lane.openAt, 3_600_000)
})

it.effect("the deadline covers a key generator that never ends", () =>
  Effect.gen(function*() {
    const { execute } = yield* answering(201)
    const call = execute(post(), { deadline: "200 millis" })
    const fiber = yield* Effect.fork(
      Effect.either(Effect.provideService(call, KeyGenerator, { next: () => Effect.never }))
    )
    yield* TestClock.adjust("1 second")
    const exit = yield* Fiber.poll(fiber)
    assert.strictEqual(exit._tag, "Some", "the call still waits for its key")
    assert.isTrue(Either.isLeft(yield* Fiber.join(fiber)))
  }))
