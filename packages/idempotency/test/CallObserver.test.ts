import { assert, describe, it } from "@effect/vitest"
import { Duration, Effect, Fiber, Layer, Logger, TestClock } from "effect"
import { type CallEnd, CallObserver, KeyGenerator, RetryPolicy } from "../src/index.js"
import { clientOf, post } from "./support/call.js"
import { type Fault, faultyServer } from "./support/faultyServer.js"

const limited: Fault = { kind: "status", status: 429, apply: false, retryAfter: 600 }

/** Observed end of a call whose answers take a second and which may be interrupted at `interruptedAt` milliseconds. */
const endsOf = (script: ReadonlyArray<Fault>, interruptedAt?: number) =>
  Effect.gen(function*() {
    const ends: Array<CallEnd> = []
    const observer = Layer.succeed(CallObserver, { ended: (end) => Effect.sync(() => ends.push(end)) })
    const server = faultyServer(script, 1000)
    const client = yield* clientOf(server)
    const fiber = yield* Effect.fork(client.execute(post()).pipe(Effect.either, Effect.provide(observer)))
    if (interruptedAt !== undefined) {
      yield* TestClock.adjust(interruptedAt)
      const before = server.sent.length
      yield* Fiber.interrupt(fiber)
      yield* TestClock.adjust("1 hour")
      assert.strictEqual(server.sent.length, before)
    }
    yield* TestClock.adjust("1 hour")
    assert.strictEqual(ends.length, 1)
    return ends[0]
  }).pipe(Effect.provide(KeyGenerator.sequence("test")))

describe("the observer of a call", () => {
  it.effect("receives the answer of a call", () =>
    Effect.gen(function*() {
      assert.deepInclude(yield* endsOf([{ kind: "reset", apply: true }]), {
        operation: "POST",
        method: "POST",
        idempotencyKey: "test-1",
        attempts: 2,
        outcome: "applied",
        endedBy: "answer"
      })
    }))

  it.effect("receives the failure of a call", () =>
    Effect.gen(function*() {
      const end = yield* Effect.provide(endsOf([{ kind: "reset", apply: true }]), RetryPolicy.layer(RetryPolicy.none))
      assert.deepInclude(end, { attempts: 1, outcome: "unknown", endedBy: "not retryable" })
    }))

  for (
    const [where, script, at, outcome, attempts] of [
      ["in the air", [], 500, "unknown", 1],
      ["in the air for the second time", [limited], 601_500, "unknown", 2],
      ["waiting after a lost answer", [{ kind: "reset", apply: true }], 1200, "unknown", 1],
      ["waiting after a refusal", [limited], 5000, "rejected", 1],
      ["waiting after a connection that was not made", [{ kind: "refused" }], 1200, "not sent", 1]
    ] as const
  ) {
    it.effect(`receives key and outcome of a call that is interrupted ${where}`, () =>
      Effect.gen(function*() {
        const end = yield* Effect.provide(
          endsOf(script, at),
          RetryPolicy.layer({ ...RetryPolicy.keyed, deadline: Duration.hours(1) })
        )
        assert.deepInclude(end, { idempotencyKey: "test-1", outcome, attempts, endedBy: "interrupted" })
      }))
  }

  it.effect("receives \"not sent\" for a call that is interrupted before its turn", () =>
    Effect.gen(function*() {
      const ends: Array<CallEnd> = []
      const observer = Layer.succeed(CallObserver, { ended: (end) => Effect.sync(() => ends.push(end)) })
      const server = faultyServer([limited])
      const client = yield* clientOf(server)
      yield* client.execute(post(), { retry: RetryPolicy.none })
      const fiber = yield* Effect.fork(Effect.provide(client.execute(post()), observer))
      yield* TestClock.adjust("1 second")
      yield* Fiber.interrupt(fiber)
      assert.strictEqual(server.sent.length, 1)
      assert.deepInclude(ends[0], { idempotencyKey: "test-2", outcome: "not sent", attempts: 0 })
    }).pipe(Effect.provide(KeyGenerator.sequence("test"))))

  it.effect("has received the end when its call returns, and needs no effect for that", () =>
    Effect.gen(function*() {
      const ends: Array<CallEnd> = []
      const ended = (end: CallEnd) => {
        ends.push(end)
        return Effect.void
      }
      const client = yield* clientOf(faultyServer([]))
      yield* Effect.provideService(client.execute(post()), CallObserver, { ended })
      assert.deepInclude(ends[0], { idempotencyKey: "test-1", outcome: "applied" })
    }).pipe(Effect.provide(KeyGenerator.sequence("test"))))

  for (
    const [how, ended] of [
      ["throws", () => {
        throw new Error("broken")
      }],
      ["dies", () => Effect.dieMessage("broken")],
      ["returns no effect", () => undefined as never]
    ] satisfies ReadonlyArray<readonly [string, () => Effect.Effect<void>]>
  ) {
    it.effect(`that ${how} is logged and changes nothing`, () =>
      Effect.gen(function*() {
        const lines: Array<unknown> = []
        const logger = Logger.replace(Logger.defaultLogger, Logger.make(({ message }) => lines.push(message)))
        const client = yield* clientOf(faultyServer([]))
        const { status } = yield* client.execute(post()).pipe(
          Effect.provideService(CallObserver, { ended }),
          Effect.provide(logger)
        )
        assert.strictEqual(status, 201)
        assert.include(String(lines), "A CallObserver failed.")
      }))
  }
})
