// The trace of a batch that had to be repeated: `npm run example:trace`. It is printed, or sent to a collector that
// OTEL_EXPORTER_OTLP_ENDPOINT names.
//
// The server stores 100 links and loses its answer, then asks to wait; the third attempt gets the first one's answer.
import * as NodeSdk from "@effect/opentelemetry/NodeSdk"
import * as Otlp from "@effect/opentelemetry/Otlp"
import { FetchHttpClient } from "@effect/platform"
import { InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base"
import { Emulator, Fault, FaultPlan, TestKey } from "@qurl/emulator"
import { CallMetrics, Qurl } from "@qurl/sdk"
import { Console, Effect, Layer, Metric, Redacted } from "effect"

const faults = FaultPlan.of(
  { fault: Fault.destroyAfterCommit, operation: "batchCreate", nth: 1 },
  { fault: Fault.rateLimit({ retryAfter: { seconds: 1 } }), operation: "batchCreate", nth: 2 }
)

const items = Array.from({ length: 100 }, (_, index) => ({ target_url: `https://example.com/${index}` }))

const resource = { serviceName: "example" }
const collector = process.env.OTEL_EXPORTER_OTLP_ENDPOINT

/** Any exporter does; this one keeps the spans, to print them here. */
const exporter = new InMemorySpanExporter()
const layerTelemetry = collector === undefined
  ? NodeSdk.layer(() => ({ resource, spanProcessor: new SimpleSpanProcessor(exporter) }))
  : Otlp.layerJson({ baseUrl: collector, resource }).pipe(Layer.provide(FetchHttpClient.layer))

const layerQurl = Layer.unwrapEffect(
  Effect.map(Emulator, ({ url }) => Qurl.layer({ apiKey: Redacted.make(TestKey.full), baseUrl: url }))
).pipe(Layer.provide(FetchHttpClient.layer))

const millis = ([seconds, nanos]) => seconds * 1000 + nanos / 1e6
const time = (value) => `${Math.round(value)} ms`.padStart(8)

/** A line per span, with its children indented. */
const lines = (spans, parent, origin, depth = 0) =>
  spans.filter(({ parentSpanContext }) => parentSpanContext?.spanId === parent).flatMap((span) => {
    const start = millis(span.startTime)
    const { attributes, name } = span
    const told = attributes["idempotency.outcome"] === undefined
      ? `${attributes["error.type"] === undefined ? "ok" : "failed"}: ${attributes.result}`
      : `${attributes["idempotency.outcome"]} after ${attributes["idempotency.attempts"]} attempts, replayed: ${
        attributes["idempotency.replayed"]
      }, key ${attributes["idempotency.key"]}`
    return [
      `${`${"  ".repeat(depth)}${name}`.padEnd(24)}${time(start - (origin ?? start))}${
        time(millis(span.duration))
      }  ${told}`,
      ...lines(spans, span.spanContext().spanId, origin ?? start, depth + 1)
    ]
  })

const amount = ({ count, max }) => max === undefined ? String(count) : `${count}, the longest ${Math.round(max)} ms`

const program = Effect.gen(function*() {
  const spans = yield* Qurl.batchCreate(items).pipe(
    // Before the tracer ends, which makes the exporter forget them.
    Effect.map(() => exporter.getFinishedSpans()),
    Effect.provide(CallMetrics.layer),
    Effect.provide(layerTelemetry)
  )
  const { control } = yield* Emulator
  const { tokens } = yield* control.inventory

  if (collector !== undefined) return yield* Console.log(`${tokens.length} links exist. ${collector} has the rest.`)

  yield* Console.log(`${"span".padEnd(24)}${"begins".padStart(8)}${"lasts".padStart(8)}`)
  yield* Console.log(lines(spans).join("\n"))
  yield* Console.log("\nmetrics")
  for (const { metricKey, metricState } of yield* Metric.snapshot) {
    if (metricKey.name.startsWith("idempotency.")) {
      yield* Console.log(`${metricKey.name.padEnd(30)}${amount(metricState)}`)
    }
  }
  yield* Console.log(`\n${tokens.length} links exist.`)
})

await program.pipe(
  Effect.provide(Layer.provideMerge(layerQurl, Emulator.layerServer({ faults }))),
  Effect.runPromise
)
