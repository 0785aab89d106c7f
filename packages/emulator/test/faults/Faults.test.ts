import type { HttpClient } from "@effect/platform"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Option, Ref, Stream, TestClock } from "effect"
import { Emulator, Fault, FaultPlan } from "../../src/index.js"
import { batch, create, open, send, targets, transports } from "../support/support.js"

const first = (fault: Fault.Fault) => ({ faults: FaultPlan.of({ fault, nth: 1 }) })

const tokens = Effect.flatMap(Emulator, ({ control }) => Effect.map(control.inventory, ({ tokens }) => tokens.length))
const requests = Effect.flatMap(Emulator, ({ control }) => control.requests)

/** Turn of the event loop, in which sockets are read. */
const turn = Effect.async<void>((resume) => {
  setImmediate(() => resume(Effect.void))
})

/** Waits for a state of the emulator, not for a time. */
const until = <A, R>(effect: Effect.Effect<A, never, R>, done: (a: A) => boolean): Effect.Effect<A, never, R> =>
  Effect.repeat(Effect.zipLeft(effect, turn), { until: done })

for (const [name, layer] of transports) {
  describe(`${name}`, () => {
    const test = <E>(
      title: string,
      fault: Fault.Fault,
      body: Effect.Effect<void, E, Emulator | HttpClient.HttpClient>
    ) => it.scoped(title, () => Effect.provide(body, layer(first(fault))))

    /** The first call is lost; what the second under the same key finds says whether the first had an effect. */
    const lost = (applied: boolean) =>
      Effect.gen(function*() {
        const error = yield* Effect.flip(batch(targets(3), { key: "k" }))
        assert.isTrue(
          error._tag === "RequestError" ? error.reason === "Transport" : error.reason === "Decode",
          `${error._tag} ${error.reason}`
        )
        assert.strictEqual(yield* tokens, applied ? 3 : 0)
        const retry = yield* batch(targets(3), { key: "k" })
        assert.strictEqual(retry.status, 201)
        assert.strictEqual(retry.headers["idempotency-replayed"], applied ? "true" : undefined)
        assert.strictEqual(yield* tokens, 3)
      })

    test("destroyBeforeHandler: nothing was done", Fault.destroyBeforeHandler, lost(false))
    test("destroyAfterCommit: everything was done", Fault.destroyAfterCommit, lost(true))
    test("destroyAfterHeaders: everything was done", Fault.destroyAfterHeaders, lost(true))
    test("destroyMidBody: everything was done", Fault.destroyMidBody, lost(true))

    test(
      "a cut answer shows its status and headers before it ends",
      Fault.destroyMidBody,
      Effect.gen(function*() {
        const response = yield* open("POST", "/v1/qurls", { body: { target_url: "https://x.test/" } })
        assert.strictEqual(response.status, 201)
        assert.match(response.headers["x-request-id"] ?? "", /^req_/)
        assert.strictEqual((yield* Effect.flip(response.arrayBuffer))._tag, "ResponseError")
      })
    )

    test(
      "a client without a key that repeats after destroyAfterCommit makes everything twice",
      Fault.destroyAfterCommit,
      Effect.gen(function*() {
        yield* Effect.flip(batch(targets(3)))
        yield* batch(targets(3))
        assert.strictEqual(yield* tokens, 6)
      })
    )

    test(
      "noAnswer: everything was done, and the client waits",
      Fault.noAnswer,
      Effect.gen(function*() {
        const fiber = yield* Effect.fork(create({ key: "k" }))
        yield* until(tokens, (count) => count === 1)
        assert.isTrue(Option.isNone(yield* Fiber.poll(fiber)))
        yield* Fiber.interrupt(fiber)
        assert.strictEqual((yield* create({ key: "k" })).headers["idempotency-replayed"], "true")
        assert.strictEqual(yield* tokens, 1)
      })
    )

    test(
      "noAnswerBefore: nothing was done, and the client waits",
      Fault.noAnswerBefore,
      Effect.gen(function*() {
        const fiber = yield* Effect.fork(create({ key: "k" }))
        yield* until(requests, (all) => all.length === 1)
        assert.strictEqual((yield* create({ key: "other" })).status, 201)
        assert.isTrue(Option.isNone(yield* Fiber.poll(fiber)))
        yield* Fiber.interrupt(fiber)
        assert.strictEqual(yield* tokens, 1)
      })
    )

    test(
      "stallBody: half of it comes, and then nothing",
      Fault.stallBody,
      Effect.gen(function*() {
        const response = yield* open("POST", "/v1/qurls", { body: { target_url: "https://x.test/" }, key: "k" })
        const whole = Number(response.headers["content-length"])
        const received = yield* Ref.make(0)
        const fiber = yield* Effect.fork(
          Stream.runForEach(response.stream, (chunk) => Ref.update(received, (count) => count + chunk.length))
        )
        yield* until(Ref.get(received), (count) => count === Math.ceil(whole / 2))
        assert.isTrue(Option.isNone(yield* Fiber.poll(fiber)))
        yield* Fiber.interrupt(fiber)
        assert.strictEqual(yield* tokens, 1)
      })
    )

    test(
      "delay: the key is in flight meanwhile, and other keys are served",
      Fault.delay(60_000),
      Effect.gen(function*() {
        const fiber = yield* Effect.fork(create({ key: "k" }))
        yield* until(requests, (all) => all.length === 1)
        yield* Effect.repeat(create({ key: "k" }), { until: ({ status }) => status === 409 })
        const duplicate = yield* create({ key: "k" })
        assert.deepStrictEqual([duplicate.status, duplicate.json.error.code], [409, "idempotency_in_progress"])
        assert.strictEqual(duplicate.headers["retry-after"], "1")
        assert.strictEqual((yield* create({ key: "other" })).status, 201)
        assert.isTrue(Option.isNone(yield* Fiber.poll(fiber)))
        yield* TestClock.adjust("1 minute")
        assert.strictEqual((yield* Fiber.join(fiber)).status, 201)
        assert.strictEqual(yield* tokens, 2)
      })
    )

    test(
      "delay: a client that gives up does not stop what it asked for, with a key or without",
      Fault.delay(60_000),
      Effect.gen(function*() {
        const fiber = yield* Effect.fork(create())
        yield* until(requests, (all) => all.length === 1)
        yield* Fiber.interrupt(fiber)
        yield* send("GET", "/v1/quota")
        yield* TestClock.adjust("1 minute")
        yield* until(tokens, (count) => count === 1)
      })
    )

    it.scoped("rateLimit: Retry-After in seconds, as a date, not at all, and under a page", () =>
      Effect.gen(function*() {
        const { control } = yield* Emulator
        const limited = (options: Parameters<typeof Fault.rateLimit>[0]) =>
          Effect.zipRight(
            control.setFaults(FaultPlan.of({ fault: Fault.rateLimit(options), nth: 1 })),
            create({ key: "k" })
          )
        const seconds = yield* limited({ retryAfter: { seconds: 7 } })
        assert.deepStrictEqual([seconds.status, seconds.json.error.code], [429, "rate_limit_exceeded"])
        assert.strictEqual(seconds.headers["retry-after"], "7")
        const date = yield* limited({ retryAfter: { date: 90 } })
        assert.strictEqual(
          Date.parse(date.headers["retry-after"] ?? "") - Date.parse(date.headers["date"] ?? ""),
          90_000
        )
        assert.notProperty((yield* limited({ retryAfter: "none" })).headers, "retry-after")
        const page = yield* limited({ html: true })
        assert.include(page.headers["content-type"], "text/html")
        assert.include(page.text, "<!DOCTYPE html>")
        assert.strictEqual(yield* tokens, 0)
        assert.strictEqual((yield* create({ key: "k" })).status, 201)
      }).pipe(Effect.provide(layer())))

    it.scoped("status: before the handler or in place of its answer, as envelope or page", () =>
      Effect.gen(function*() {
        const { control } = yield* Emulator
        const failing = (key: string, status: number, options?: Parameters<typeof Fault.status>[1]) =>
          Effect.zipRight(
            control.setFaults(FaultPlan.of({ fault: Fault.status(status, options), nth: 1 })),
            create({ key })
          )
        const before = yield* failing("a", 500)
        assert.deepStrictEqual([before.status, before.json.error.code], [500, "internal_error"])
        assert.strictEqual(yield* tokens, 0)
        const after = yield* failing("a", 503, { when: "after", retryAfter: { seconds: 2 } })
        assert.deepStrictEqual([after.status, after.json.error.code], [503, "service_unavailable"])
        assert.strictEqual(after.headers["retry-after"], "2")
        assert.strictEqual(yield* tokens, 1)
        assert.strictEqual((yield* create({ key: "a" })).headers["idempotency-replayed"], "true")
        const page = yield* failing("b", 502, { html: true })
        assert.deepStrictEqual([page.status, page.headers["content-type"]], [502, "text/html"])
        assert.strictEqual(yield* tokens, 1)
      }).pipe(Effect.provide(layer())))

    test(
      "inFlight and mismatch answer as if the key were taken",
      Fault.inFlight,
      Effect.gen(function*() {
        const inFlight = yield* create({ key: "k" })
        assert.deepStrictEqual([inFlight.status, inFlight.json.error.code], [409, "idempotency_in_progress"])
        yield* (yield* Emulator).control.setFaults(FaultPlan.of({ fault: Fault.mismatch, nth: 1 }))
        const mismatch = yield* create({ key: "k" })
        assert.deepStrictEqual([mismatch.status, mismatch.json.error.code], [422, "idempotency_key_reused"])
        assert.strictEqual((yield* create({ key: "k" })).status, 201)
      })
    )

    it.scoped("an answer without a body can be lost, too", () =>
      Effect.gen(function*() {
        const { resource_id } = (yield* create()).json.data
        for (const fault of [Fault.destroyAfterCommit, Fault.destroyAfterHeaders, Fault.destroyMidBody]) {
          yield* (yield* Emulator).control.setFaults(FaultPlan.of({ fault, nth: 1, method: "DELETE" }))
          const exit = yield* Effect.either(send("DELETE", `/v1/qurls/${resource_id}`))
          if (fault.kind === "destroyAfterCommit") assert.strictEqual(exit._tag, "Left")
        }
        assert.strictEqual((yield* (yield* Emulator).control.inventory).resources[0]?.status, "revoked")
      }).pipe(Effect.provide(layer())))
  })
}
