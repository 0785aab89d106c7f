import { HttpClient } from "@effect/platform"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Option, Tracer } from "effect"
import { Idempotent, RetryPolicy } from "../src/index.js"
import { post, reportOf } from "./support/call.js"
import { enveloped } from "./support/dialects.js"
import { faultyServer } from "./support/faultyServer.js"

/** The client underneath repeats by itself: the first request is applied and lost, the others never leave. */
const lostThenRefused = () =>
  faultyServer([{ kind: "reset", apply: true }, ...Array.from({ length: 4 }, () => ({ kind: "refused" }) as const)])

const clients: ReadonlyArray<readonly [name: string, of: (client: HttpClient.HttpClient) => HttpClient.HttpClient]> = [
  ["as it is", (client) => client],
  ["without spans of its own", HttpClient.withTracerDisabledWhen(() => true)],
  ["with tracing turned off inside", HttpClient.transform((request) => Effect.withTracerEnabled(request, false))],
  ["with another repetition around", HttpClient.retryTransient({ times: 1 })]
]

const programs: ReadonlyArray<
  readonly [name: string, of: <A, E, R>(call: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>]
> = [
  ["on", (call) => call],
  ["turned off", Effect.withTracerEnabled(false)],
  ["turned off for requests", Effect.locally(HttpClient.currentTracerDisabledWhen, () => true)]
]

describe("D7 a client that repeats by itself never makes \"not sent\" of a write that was applied", () => {
  for (const [tracing, traced] of programs) {
    for (const [name, of] of clients) {
      it.effect(`with tracing ${tracing}, ${name}`, () =>
        Effect.gen(function*() {
          const server = lostThenRefused()
          const client = yield* Idempotent.make(
            of(HttpClient.retryTransient(server.client, { times: 1 })),
            { dialect: enveloped }
          )
          const report = Option.getOrThrow(yield* reportOf(traced(client.execute(post(), { retry: RetryPolicy.none }))))
          assert.deepInclude(report, { outcome: "unknown", attempts: 1 })
          assert.strictEqual(server.effects(), 1)
        }))
    }
  }

  it.effect("and a request that was not sent is still known with tracing turned off", () =>
    Effect.gen(function*() {
      const server = faultyServer([{ kind: "refused" }])
      const client = yield* Idempotent.make(server.client, { dialect: enveloped })
      const report = yield* reportOf(
        Effect.withTracerEnabled(client.execute(post(), { retry: RetryPolicy.none }), false)
      )
      assert.deepInclude(Option.getOrThrow(report), { outcome: "not sent", attempts: 1 })
    }))

  it.effect("and the caller's tracer sees no span of a program that turned tracing off", () =>
    Effect.gen(function*() {
      const names: Array<string> = []
      const tracer = Tracer.make({
        span: (name, ...rest) => {
          names.push(name)
          return silent.span(name, ...rest)
        },
        context: (run) => run()
      })
      const silent = yield* Effect.tracer
      const server = faultyServer([])
      const spanned = HttpClient.transform(server.client, Effect.withSpan("inside the client"))
      const client = yield* Idempotent.make(spanned, { dialect: enveloped })
      yield* client.execute(post()).pipe(Effect.withTracerEnabled(false), Effect.withTracer(tracer))
      assert.deepStrictEqual(names, [])
    }))
})
