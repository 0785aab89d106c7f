import { HttpClientRequest } from "@effect/platform"
import { assert, it } from "@effect/vitest"
import { Duration, Effect, FastCheck as fc, Fiber, Option, TestClock } from "effect"
import { KeyGenerator, RetryPolicy } from "../src/index.js"
import { clientOf, post, reportOf } from "./support/call.js"
import { type Fault, faultyServer } from "./support/faultyServer.js"

const retryAfter = fc.option(fc.integer({ min: 0, max: 200 }), { nil: undefined })
const fault: fc.Arbitrary<Fault> = fc.oneof(
  fc.constant<Fault>({ kind: "ok" }),
  fc.constant<Fault>({ kind: "refused" }),
  fc.boolean().map((apply): Fault => ({ kind: "reset", apply })),
  fc.boolean().map((apply): Fault => ({ kind: "silent", apply })),
  fc.constant<Fault>({ kind: "cut", apply: true }),
  retryAfter.map((seconds): Fault => ({
    kind: "status",
    status: 429,
    apply: false,
    ...(seconds === undefined ? {} : { retryAfter: seconds })
  })),
  fc.record({ status: fc.constantFrom(500, 502, 503, 504), apply: fc.boolean() }).map((f): Fault => ({
    kind: "status",
    ...f
  })),
  fc.constantFrom(400, 401, 403, 404, 422).map((status): Fault => ({ kind: "status", status, apply: false })),
  retryAfter.map((seconds): Fault => ({
    kind: "in flight",
    ...(seconds === undefined ? {} : { retryAfter: seconds })
  }))
)

const schedules = fc.array(fault, { maxLength: 8 })
const presets = fc.constantFrom(
  RetryPolicy.keyed,
  RetryPolicy.rejectedOnly,
  RetryPolicy.none,
  { ...RetryPolicy.keyed, statuses: [429, 502, 503, 504] as const },
  { ...RetryPolicy.keyed, attempts: 9, deadline: Duration.minutes(20) }
)
const latencies = fc.constantFrom(0, 1, 40, 3_000)
/** The quick form of the suite takes a share of the runs. */
const runs = { numRuns: process.env.QURL_TESTS === "quick" ? 30 : 100 }

it.effect.prop(
  "one logical call sends one key and one body, however many attempts",
  { faults: schedules, policy: presets, latency: latencies },
  ({ faults, latency, policy }) =>
    Effect.gen(function*() {
      const server = faultyServer(faults, latency)
      const client = yield* clientOf(server)
      const report = yield* reportOf(client.execute(post(), { retry: policy }))
      assert.ok(server.sent.length >= 1)
      assert.strictEqual(new Set(server.sent.map(({ key }) => key)).size, 1)
      assert.strictEqual(new Set(server.sent.map(({ body }) => body)).size, 1)
      assert.ok(server.sent[0]?.key !== undefined)
      assert.ok(Option.isSome(report))
      assert.strictEqual(report.value.idempotencyKey, server.sent[0]?.key)
      assert.strictEqual(report.value.attempts, server.sent.length)
    }),
  { fastCheck: runs }
)

it.effect.prop(
  "the reported outcome is true: at most one effect, success means one, rejected and not sent mean none",
  { faults: schedules, policy: presets, latency: latencies },
  ({ faults, latency, policy }) =>
    Effect.gen(function*() {
      const server = faultyServer(faults, latency)
      const client = yield* clientOf(server)
      const report = Option.getOrThrow(yield* reportOf(client.execute(post(), { retry: policy })))
      const applied = server.effects()
      assert.ok(applied <= 1, `${applied} effects`)
      if (report.outcome === "applied" || report.outcome === "applied but unreadable") assert.strictEqual(applied, 1)
      if (report.outcome === "not sent") assert.strictEqual(applied, 0)
      // A scripted 4xx after a lost attempt is the handler's answer under the same key: the script contradicts the
      // server's own record there, so only honest scripts are judged.
      const honest = !(faults.some((f) => f.kind === "status" && f.status >= 400 && f.status < 500))
      if (report.outcome === "rejected" && honest) assert.strictEqual(applied, 0)
    }),
  { fastCheck: runs }
)

it.effect.prop(
  "unknown sticks: after a lost attempt no refusal at the door ends it",
  {
    door: fc.constantFrom(401, 403, 429),
    apply: fc.boolean(),
    more: fc.array(fc.constant<Fault>({ kind: "refused" }))
  },
  ({ apply, door, more }) =>
    Effect.gen(function*() {
      const server = faultyServer([
        { kind: "reset", apply },
        ...more.slice(0, 2),
        { kind: "status", status: door, apply: false, retryAfter: 10_000 }
      ])
      const client = yield* clientOf(server)
      const report = Option.getOrThrow(yield* reportOf(client.execute(post())))
      assert.strictEqual(report.outcome, "unknown")
    })
)

it.effect.prop(
  "a write without a key is sent at most once, unless the unsafe policy is chosen",
  { faults: schedules, policy: presets, latency: latencies },
  ({ faults, latency, policy }) =>
    Effect.gen(function*() {
      const server = faultyServer(faults, latency)
      const client = yield* clientOf(server)
      yield* reportOf(client.execute(post(), { retry: policy }))
      assert.strictEqual(server.sent.length, 1)
      assert.strictEqual(server.sent[0]?.key, undefined)
    }).pipe(Effect.provide(KeyGenerator.none)),
  { fastCheck: runs }
)

it.effect("the unsafe policy repeats a write without a key, and duplicates it", () =>
  Effect.gen(function*() {
    const server = faultyServer([{ kind: "reset", apply: true }])
    const client = yield* clientOf(server)
    yield* reportOf(client.execute(post(), { retry: RetryPolicy.unsafe }))
    assert.strictEqual(server.sent.length, 2)
    assert.strictEqual(server.effects(), 2)
  }).pipe(Effect.provide(KeyGenerator.none)))

it.effect.prop(
  "no request leaves earlier than Retry-After asks, nor after the deadline",
  { faults: schedules, policy: presets, latency: latencies },
  ({ faults, latency, policy }) =>
    Effect.gen(function*() {
      const server = faultyServer(faults, latency)
      const client = yield* clientOf(server)
      const fiber = yield* Effect.fork(client.execute(post(), { retry: policy }).pipe(Effect.ignore))
      // Jitter makes fractions of a millisecond, and the last timer is set in whole ones.
      yield* TestClock.adjust(Duration.sum(policy.deadline, "1 millis"))
      assert.ok(Option.isSome(yield* Fiber.poll(fiber)), "the call outlived its deadline")
      const count = server.sent.length
      yield* TestClock.adjust("1 hour")
      assert.strictEqual(server.sent.length, count)
      server.sent.forEach(({ at, fault }, index) => {
        const next = server.sent[index + 1]
        assert.ok(at <= Duration.toMillis(policy.deadline))
        if (next === undefined || !("retryAfter" in fault) || fault.retryAfter === undefined) return
        assert.ok(next.at >= at + latency + fault.retryAfter * 1000, `asked for ${fault.retryAfter} s`)
      })
    }),
  { fastCheck: runs }
)

it.effect.prop(
  "interruption sends nothing more",
  { faults: schedules, latency: latencies, after: fc.integer({ min: 0, max: 60_000 }) },
  ({ after, faults, latency }) =>
    Effect.gen(function*() {
      const server = faultyServer(faults, latency)
      const client = yield* clientOf(server)
      const fiber = yield* Effect.fork(client.execute(post()))
      yield* TestClock.adjust(after)
      yield* Fiber.interrupt(fiber)
      const count = server.sent.length
      yield* TestClock.adjust("1 hour")
      assert.strictEqual(server.sent.length, count)
    }),
  { fastCheck: runs }
)

it.effect.prop(
  "reads and deletes carry no key and are repeated by the same rules",
  { faults: schedules, method: fc.constantFrom("GET" as const, "DELETE" as const) },
  ({ faults, method }) =>
    Effect.gen(function*() {
      const server = faultyServer(faults)
      const client = yield* clientOf(server)
      yield* reportOf(client.execute(HttpClientRequest.make(method)("https://api.test/v1/orders/1")))
      assert.ok(server.sent.every(({ key }) => key === undefined))
      const [first] = server.sent
      const repeated = first?.fault.kind === "reset" || first?.fault.kind === "refused" || first?.fault.kind === "cut"
      if (repeated) assert.ok(server.sent.length > 1)
    }),
  { fastCheck: runs }
)
