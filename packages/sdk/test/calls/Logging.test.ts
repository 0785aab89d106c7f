import * as NodeSdk from "@effect/opentelemetry/NodeSdk"
import * as Otlp from "@effect/opentelemetry/Otlp"
import { FetchHttpClient, HttpClient, HttpClientResponse } from "@effect/platform"
import { assert, describe, it } from "@effect/vitest"
import { InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base"
import { Journal, Qurl, RetryPolicy } from "@qurl/sdk"
import * as Sdk from "@qurl/sdk"
import { Array, Cause, Effect, Exit, Layer, Logger, Redacted, Schema } from "effect"
import { format, inspect } from "node:util"
import { against, apiKey, serve } from "../support/server.js"

const target_url = "https://user:planted@internal.planted.test/?secret=planted"
const key = "order-4711-of-planted-gmbh"
const short = "order-47…gmbh"

/** The error of a write whose answers are lost, from a real socket, with the host that was called. */
const lost = Effect.scoped(Effect.gen(function*() {
  const server = yield* serve("reset")
  const error = yield* Effect.flip(
    against(server, Qurl.create({ target_url }, { idempotencyKey: key, retry: RetryPolicy.none }))
  )
  return { error, host: new URL(server.url).host }
}))

/** Asserts that a text tells the whole story and no secret. */
const tells = (text: string, host: string, form: string) => {
  for (const part of ["NetworkError", "unknown", short, "Call again with the error's idempotencyKey", host]) {
    assert.include(text, part, form)
  }
  for (const secret of [apiKey, key, "planted"]) assert.notInclude(text, secret, form)
}

describe("an error keeps its tag, message, outcome, key and next step, and shows no secret", () => {
  it.live("in JSON, in printed errors and in printed exits", () =>
    Effect.gen(function*() {
      const { error, host } = yield* lost
      const exit = Exit.fail(error)
      const forms = {
        json: JSON.stringify({ error }),
        inspected: inspect(error),
        "inspected within": inspect({ errors: [error] }, { depth: 9 }),
        formatted: format("%o %s", error, error),
        exit: inspect(exit, { depth: 9 }),
        "exit in JSON": JSON.stringify(exit),
        "exit as text": String(exit)
      }
      for (const [form, text] of Object.entries(forms)) tells(text, host, form)
      assert.strictEqual(error.idempotencyKey, key)
      assert.strictEqual(JSON.parse(JSON.stringify(error)).message, error.message)
    }))

  it.live("in every logger of Effect, as a value and as a cause", () =>
    Effect.gen(function*() {
      const { error, host } = yield* lost
      for (const logger of [Logger.stringLogger, Logger.logfmtLogger, Logger.jsonLogger, Logger.structuredLogger]) {
        const lines: Array<string> = []
        const layer = Logger.replace(
          Logger.defaultLogger,
          Logger.map<unknown, string | object, void>(logger, (line) => {
            lines.push(typeof line === "string" ? line : inspect(line, { depth: 9 }))
          })
        )
        yield* Effect.provide(Effect.logError(error), layer)
        yield* Effect.provide(Effect.logError("it failed", { error }), layer)
        assert.strictEqual(lines.length, 2)
        for (const line of lines) tells(line, host, line)
        // A cause is printed as text: its message says what the outcome is.
        yield* Effect.provide(Effect.logError("it failed", Cause.fail(error)), layer)
        assert.include(lines[2], error.message.slice(0, 60))
        assert.include(lines[2], "It may have been done.")
        assert.notMatch(lines[2] ?? "", /planted/)
      }
    }))

  it.live("in structuredClone, which keeps the message and the stack of any error, and its name in the stack", () =>
    Effect.gen(function*() {
      const { error } = yield* lost
      const clone = structuredClone(error)
      assert.strictEqual(clone.message, error.message)
      assert.isTrue(clone.stack?.startsWith(`NetworkError: ${error.message}`))
    }))

  it.live("in the spans that OpenTelemetry exports", () =>
    Effect.gen(function*() {
      const exporter = new InMemorySpanExporter()
      const layer = NodeSdk.layer(() => ({
        resource: { serviceName: "test" },
        spanProcessor: new SimpleSpanProcessor(exporter)
      }))
      yield* Effect.gen(function*() {
        const { error } = yield* lost
        const spans = exporter.getFinishedSpans().filter(({ name }) => name === "Qurl.create")
        assert.strictEqual(spans.length, 1)
        const [exception] = Array.flatMap(spans, ({ events }) => events)
        assert.strictEqual(exception?.attributes?.["exception.message"], error.message)
        // OpenTelemetry prefers the `code` of an error as its type, so that the tag is in the stack.
        assert.match(String(exception?.attributes?.["exception.stacktrace"]), /^NetworkError: /)
        const shown = inspect(
          exporter.getFinishedSpans().map(({ attributes, events, status }) => ({
            attributes,
            events,
            status
          })),
          { depth: 9 }
        )
        assert.include(shown, short)
        for (const secret of [apiKey, key, "planted"]) assert.notInclude(shown, secret)
      }).pipe(Effect.provide(layer))
    }))

  it.live("in what OTLP sends to a collector", () =>
    Effect.gen(function*() {
      const bodies: Array<string> = []
      const collector = HttpClient.make((request) =>
        Effect.sync(() => {
          if (request.body._tag === "Uint8Array") bodies.push(new TextDecoder().decode(request.body.body))
          return HttpClientResponse.fromWeb(request, new Response("{}"))
        })
      )
      const { host } = yield* Effect.gen(function*() {
        const failed = yield* lost
        yield* Effect.logError("it failed", failed.error)
        return failed
      }).pipe(Effect.provide(
        Otlp.layerJson({ baseUrl: "http://collector.test", resource: { serviceName: "test" } }).pipe(
          Layer.provide(Layer.succeed(HttpClient.HttpClient, collector))
        )
      ))
      tells(bodies.join("\n"), host, "OTLP")
    }))

  it("in every class, and a schema still encodes the key in full", () => {
    const story = { operation: "create", method: "POST", endedBy: "answer", attempts: 1, idempotencyKey: key } as const
    const known = { ...story, outcome: "rejected", status: 400 } as const
    const reason = new Sdk.RateLimitError(known)
    const errors = [
      new Sdk.AuthenticationError(known),
      new Sdk.AuthorizationError(known),
      new Sdk.NotFoundError(known),
      new Sdk.ValidationError({ ...known, source: "server", invalidFields: {} }),
      new Sdk.ConflictError(known),
      new Sdk.GoneError(known),
      new Sdk.IdempotencyConflictError({ ...known, reason: "mismatch" }),
      new Sdk.IdempotencyInFlightError({ ...known, outcome: "in flight" }),
      reason,
      new Sdk.ServerError({ ...known, outcome: "unknown" }),
      new Sdk.NetworkError({ ...known, outcome: "unknown", reason: "reset" }),
      new Sdk.TimeoutError({ ...known, outcome: "unknown" }),
      new Sdk.UnexpectedResponseError({ ...known, reason: "status", fields: [] }),
      new Sdk.BatchStoppedError({ job: "j", done: 1, failed: 0, unknown: 0, notSent: 1, reason }),
      new Sdk.ConfigurationError({ setting: "apiKey", problem: "is empty" }),
      new Journal.JobError({ job: "j", reason: "busy" }),
      new Journal.JournalError({ reason: "busy" }),
      new Sdk.WebhookEvent.WebhookSignatureError({ reason: "missing" }),
      new Sdk.WebhookEvent.WebhookEventError({ reason: "not json", fields: [] })
    ]
    for (const error of errors) {
      const logged = JSON.parse(JSON.stringify(error))
      assert.strictEqual(logged._tag, error._tag)
      assert.strictEqual(logged.message, error.message)
      assert.isNotEmpty(error.message)
      assert.strictEqual(structuredClone(error).message, error.message)
      assert.notInclude(JSON.stringify(error) + inspect(error), key, error._tag)
    }
    assert.strictEqual(Schema.encodeSync(Sdk.RateLimitError)(reason).idempotencyKey, key)
    assert.deepStrictEqual(Schema.decodeSync(Sdk.RateLimitError)({ ...known, _tag: "RateLimitError" }), reason)
  })
})

describe("an error of the network names the host", () => {
  it.live("that could not be reached, without its credentials or path", () =>
    Effect.gen(function*() {
      const closed = yield* Effect.scoped(serve("reset"))
      const error = yield* Effect.flip(Qurl.create({ target_url }, { retry: RetryPolicy.none })).pipe(
        Effect.provide(Qurl.layer({ apiKey: Redacted.make(apiKey), baseUrl: `${closed.url}/planted` }))
      )
      assert.deepInclude(error, { _tag: "NetworkError", host: new URL(closed.url).host, outcome: "not sent" })
      assert.include(error.message, `${new URL(closed.url).host} could not be reached`)
      assert.notInclude(error.message, "planted")
    }).pipe(Effect.provide(FetchHttpClient.layer)))
})
