import { assert, it } from "@effect/vitest"
import { Emulator, Fault, FaultPlan, TestKey } from "@qurl/emulator"
import { CallMetrics, KeyGenerator, Qurl } from "@qurl/sdk"
import { Cause, Effect, Exit, Fiber, Layer, Metric, Option, Redacted, TestClock, Tracer } from "effect"
import { items } from "../support/emulator.js"

/** A span that has ended: under which other, with what, and the word for its failure. */
interface Ended {
  readonly name: string
  readonly parent: string | undefined
  readonly attributes: Readonly<Record<string, unknown>>
  readonly failed: string | undefined
}

const recorder = () => {
  const ended: Array<Ended> = []
  const tracer = Tracer.make({
    context: (f) => f(),
    span: (name, parent, context, links, startTime, kind) => {
      const attributes = new Map<string, unknown>()
      return {
        _tag: "Span",
        name,
        spanId: name,
        traceId: "trace",
        parent,
        context,
        links,
        kind,
        sampled: true,
        status: { _tag: "Started", startTime },
        attributes,
        attribute: (key, value) => attributes.set(key, value),
        event: () => {},
        addLinks: () => {},
        end: (_, exit) => {
          const failed = Exit.isFailure(exit) ? String(Cause.squash(exit.cause)) : undefined
          const above = Option.getOrUndefined(parent)
          // The emulator runs in the same fiber, and its database has spans of its own.
          if (name.startsWith("sql.")) return
          ended.push({ name, parent: above?.spanId, attributes: Object.fromEntries(attributes), failed })
        }
      }
    }
  })
  return { ended, tracer }
}

const layerTest = Qurl.layer({ apiKey: Redacted.make(TestKey.full), baseUrl: "http://127.0.0.1" }).pipe(
  Layer.provideMerge(Emulator.layerHttpClient({
    faults: FaultPlan.of(
      { fault: Fault.destroyAfterCommit, operation: "batchCreate", nth: 1 },
      { fault: Fault.rateLimit({ retryAfter: { seconds: 3 } }), operation: "batchCreate", nth: 2 }
    )
  })),
  Layer.provide(KeyGenerator.sequence("a-key-that-nobody-shall-see"))
)

/** Runs a batch to its end: its first answer is lost, and its second attempt gets a 429 with a `Retry-After`. */
const batch = Effect.gen(function*() {
  const fiber = yield* Effect.fork(Qurl.batchCreate(items(100)))
  yield* TestClock.adjust("1 minute")
  return yield* Fiber.join(fiber)
})

it.effect("a repeated batch is one span, with one below it for every attempt", () =>
  Effect.gen(function*() {
    const { ended, tracer } = recorder()
    yield* Effect.withTracer(batch, tracer)
    assert.deepStrictEqual(
      ended.map((
        { attributes, failed, name, parent }
      ) => [name, parent, attributes["http.response.status_code"], failed]),
      [
        ["batchCreate attempt", "Qurl.batchCreate", undefined, "reset"],
        ["batchCreate attempt", "Qurl.batchCreate", 429, "429"],
        ["batchCreate attempt", "Qurl.batchCreate", 201, undefined],
        ["Qurl.batchCreate", undefined, undefined, undefined]
      ]
    )
    assert.deepStrictEqual(ended.map(({ attributes }) => attributes["http.request.resend_count"]), [0, 1, 2, undefined])
    const { attributes } = ended[3] ?? {}
    assert.deepInclude(attributes, {
      "idempotency.attempts": 3,
      "idempotency.outcome": "applied",
      "idempotency.ended_by": "answer",
      "idempotency.replayed": "yes",
      "idempotency.key_origin": "generated"
    })
    assert.strictEqual(new Set(ended.map(({ attributes }) => attributes["idempotency.key"])).size, 1)
    const shown = JSON.stringify(ended)
    for (const secret of [TestKey.full, "a-key-that-nobody-shall-see", "qurl.link"]) assert.notInclude(shown, secret)
  }).pipe(Effect.provide(layerTest)))

it.effect("it is counted as one call of three attempts and a replay, by nothing that could be a secret", () =>
  Effect.gen(function*() {
    const before = new Set(Metric.unsafeSnapshot().map(({ metricKey }) => metricKey))
    yield* batch
    const counted = Metric.unsafeSnapshot().filter(({ metricKey }) => !before.has(metricKey))
    const tags = counted.flatMap(({ metricKey }) => metricKey.tags.map(({ key, value }) => [key, value] as const))
    assert.includeDeepMembers(tags, [["operation", "batchCreate"], ["outcome", "applied"], ["ended_by", "answer"]])
    assert.sameMembers([...new Set(tags.map(([key]) => key))], ["operation", "outcome", "ended_by", "time_unit"])
    const value = (metric: Metric.Metric.Counter<number>) =>
      Effect.map(Metric.value(Metric.tagged(metric, "operation", "batchCreate")), ({ count }) => count)
    assert.deepStrictEqual(
      yield* Effect.all([value(CallMetrics.attempts), value(CallMetrics.retries), value(CallMetrics.replays)]),
      [3, 2, 1]
    )
  }).pipe(Effect.provide(CallMetrics.layer), Effect.provide(layerTest)))
