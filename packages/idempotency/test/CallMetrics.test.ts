import { assert, it } from "@effect/vitest"
import { Effect, Fiber, Layer, Metric, TestClock } from "effect"
import { type CallEnd, CallMetrics, CallObserver, fromMethod, RetryBudget } from "../src/index.js"
import { clientOf, post, reportOf } from "./support/call.js"
import { faultyServer } from "./support/faultyServer.js"

const lost = { kind: "reset", apply: true } as const

/** Effect's metrics are those of the process, so every test counts an operation of its own. */
const named = (name: string) => ({ ...fromMethod("POST"), name })

const tagged = <Type, In, Out>(
  metric: Metric.Metric<Type, In, Out>,
  tags: Readonly<Record<string, string>>
): Effect.Effect<Out> =>
  Metric.value(Object.entries(tags).reduce((metric, [key, value]) => Metric.tagged(metric, key, value), metric))

it.effect("calls are counted with their attempts and retries, and timed with their waits", () =>
  Effect.gen(function*() {
    const operation = "counted"
    const client = yield* clientOf(faultyServer([lost, lost]))
    yield* reportOf(client.execute(post({ n: 1 }), { operation: named(operation) }))
    yield* reportOf(client.execute(post({ n: 2 }), { operation: named(operation) }))
    const ended = { operation, outcome: "applied", ended_by: "answer" }
    assert.strictEqual((yield* tagged(CallMetrics.calls, ended)).count, 2)
    assert.strictEqual((yield* tagged(CallMetrics.attempts, { operation })).count, 4)
    assert.strictEqual((yield* tagged(CallMetrics.retries, { operation })).count, 2)
    assert.strictEqual((yield* tagged(CallMetrics.budgetRefusals, { operation })).count, 0)
    assert.strictEqual((yield* tagged(CallMetrics.gateWaits, { operation })).count, 0)
    const duration = yield* tagged(CallMetrics.duration, ended)
    assert.strictEqual(duration.count, 2)
    // Half a second and a whole one, with at most half of each on top, before the second call went through at once.
    assert.isAtLeast(duration.max, 1500)
    assert.isAtMost(duration.max, 2250)
    assert.strictEqual(duration.min, 0)
  }).pipe(Effect.provide(CallMetrics.layer)))

it.effect("a spent budget is counted as such", () =>
  Effect.gen(function*() {
    const operation = "spent"
    const client = yield* clientOf(faultyServer([lost, lost]))
    yield* reportOf(client.execute(post(), { operation: named(operation) }))
    assert.strictEqual((yield* tagged(CallMetrics.budgetRefusals, { operation })).count, 1)
    const ended = { operation, outcome: "unknown", ended_by: "budget" }
    assert.strictEqual((yield* tagged(CallMetrics.calls, ended)).count, 1)
  }).pipe(Effect.provide([CallMetrics.layer, RetryBudget.layer(9, 0)])))

it.effect("what a 429 makes another call wait at the gate is timed", () =>
  Effect.gen(function*() {
    const operation = "gated"
    const client = yield* clientOf(faultyServer([{ kind: "status", status: 429, apply: false, retryAfter: 20 }]))
    const call = (n: number) => client.execute(post({ n }), { operation: named(operation) })
    const first = yield* Effect.fork(call(1))
    yield* TestClock.adjust("1 second")
    yield* reportOf(call(2))
    yield* Fiber.join(first)
    const waits = yield* tagged(CallMetrics.gateWaits, { operation })
    assert.deepStrictEqual([waits.count, waits.max], [1, 19_000])
  }).pipe(Effect.provide(CallMetrics.layer)))

it.effect("a client that is built with the layer is counted, and an earlier observer keeps observing", () =>
  Effect.gen(function*() {
    const operation = "built"
    const ends: Array<CallEnd> = []
    const observer = Layer.succeed(CallObserver, { ended: (end) => Effect.sync(() => ends.push(end)) })
    const client = yield* clientOf(faultyServer([])).pipe(
      Effect.provide(CallMetrics.layer.pipe(Layer.provide(observer)))
    )
    yield* reportOf(client.execute(post(), { operation: named(operation) }))
    assert.strictEqual((yield* tagged(CallMetrics.attempts, { operation })).count, 1)
    assert.deepStrictEqual(ends.map(({ operation }) => operation), [operation])
  }))

it.effect("nothing is counted without the layer", () =>
  Effect.gen(function*() {
    const operation = "unheard"
    yield* reportOf((yield* clientOf(faultyServer([]))).execute(post(), { operation: named(operation) }))
    const seen = Metric.unsafeSnapshot().flatMap(({ metricKey }) => [...metricKey.tags].map(({ value }) => value))
    assert.notInclude(seen, operation)
  }))
