import { HttpClient, HttpClientError, HttpClientRequest, HttpClientResponse } from "@effect/platform"
import { assert, describe, it } from "@effect/vitest"
import { Cause, Effect, Exit, Fiber, Logger, LogLevel, Option, Ref, Stream, TestClock, Tracer } from "effect"
import { Idempotent, KeyGenerator, RetryBudget, RetryPolicy } from "../src/index.js"
import { clientOf, post, reportOf } from "./support/call.js"
import { enveloped } from "./support/dialects.js"
import { type Fault, faultyServer } from "./support/faultyServer.js"

const lost: Fault = { kind: "reset", apply: true }
const inFlight: Fault = { kind: "in flight", retryAfter: 3 }

describe("a call", () => {
  it.effect("whose answer is lost gets the stored one, and says so as far as it can know", () =>
    Effect.gen(function*() {
      const server = faultyServer([lost])
      const report = Option.getOrThrow(yield* reportOf((yield* clientOf(server)).execute(post())))
      assert.deepInclude(report, { outcome: "applied", attempts: 2, endedBy: "answer", replayed: "unknown" })
      assert.strictEqual(server.effects(), 1)
    }))

  it.effect("answered at once under a new key is not a replay", () =>
    Effect.gen(function*() {
      const report = Option.getOrThrow(yield* reportOf((yield* clientOf(faultyServer([]))).execute(post())))
      assert.deepInclude(report, { replayed: "no", attempts: 1 })
    }))

  it.effect("in flight is polled as often as the deadline allows, without spending attempts", () =>
    Effect.gen(function*() {
      const server = faultyServer([lost, ...Array.from({ length: 10 }, () => inFlight)])
      const report = Option.getOrThrow(yield* reportOf((yield* clientOf(server)).execute(post())))
      assert.deepInclude(report, { outcome: "applied", attempts: 12 })
    }))

  it.effect("in flight until the deadline ends as in flight", () =>
    Effect.gen(function*() {
      const server = faultyServer(Array.from({ length: 200 }, () => inFlight))
      const report = Option.getOrThrow(yield* reportOf((yield* clientOf(server)).execute(post())))
      assert.strictEqual(report.outcome, "in flight")
      assert.include(["deadline", "retry-after past the deadline"], report.endedBy)
    }))

  it.effect("limits one attempt and the whole call by its own options", () =>
    Effect.gen(function*() {
      const silent: Fault = { kind: "silent", apply: true }
      const server = faultyServer([silent, silent, silent, silent])
      const call = (yield* clientOf(server)).execute(post(), { timeout: "2 seconds", deadline: "5 seconds" })
      const report = Option.getOrThrow(yield* reportOf(call))
      assert.deepInclude(report, { outcome: "unknown", endedBy: "deadline" })
      assert.deepStrictEqual(server.sent.map(({ at }) => Math.floor(at / 1000)), [0, 2])
    }))

  it.effect("that never passes the gate in time was not sent", () =>
    Effect.gen(function*() {
      const server = faultyServer([{ kind: "status", status: 429, apply: false, retryAfter: 600 }])
      const client = yield* clientOf(server)
      const first = Option.getOrThrow(yield* reportOf(client.execute(post(), { retry: RetryPolicy.none })))
      assert.strictEqual(first.outcome, "rejected")
      yield* TestClock.setTime(0)
      const second = Option.getOrThrow(yield* reportOf(client.execute(post())))
      assert.deepInclude(second, { outcome: "not sent", endedBy: "retry-after past the deadline", attempts: 0 })
      assert.strictEqual(server.sent.length, 1)
    }))

  it.effect("stops when the shared budget is spent, and says so", () =>
    Effect.gen(function*() {
      const server = faultyServer([lost, lost])
      const report = Option.getOrThrow(yield* reportOf((yield* clientOf(server)).execute(post())))
      assert.deepInclude(report, { outcome: "unknown", endedBy: "budget", attempts: 2 })
    }).pipe(Effect.provide(RetryBudget.layer(9, 0))))

  it.effect("gives its budget back when it succeeds", () =>
    Effect.gen(function*() {
      const server = faultyServer([lost, { kind: "ok" }, lost])
      const client = yield* clientOf(server)
      yield* reportOf(client.execute(post({ n: 1 })))
      const report = Option.getOrThrow(yield* reportOf(client.execute(post({ n: 2 }))))
      assert.strictEqual(report.outcome, "applied")
    }).pipe(Effect.provide(RetryBudget.layer(5))))

  it.effect("does not read a body without end, which is done only if it is marked as a replay", () =>
    Effect.gen(function*() {
      const endless = () =>
        new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(64 * 1024).fill(32)) })
      const ask = Effect.fnUntraced(function*(headers: Record<string, string>) {
        const client = yield* Idempotent.make(
          HttpClient.make((request) =>
            Effect.succeed(HttpClientResponse.fromWeb(request, new Response(endless(), { status: 201, headers })))
          ),
          { dialect: enveloped }
        )
        const error = yield* Effect.flip(client.execute(post()))
        assert.ok(error._tag === "TransportError" && error.reason === "body too large")
        assert.strictEqual(error.report.attempts, 1)
        return error.report.outcome
      })
      assert.strictEqual(yield* ask({}), "unknown")
      assert.strictEqual(yield* ask({ "x-request-id": "req_1", "content-type": "application/json" }), "unknown")
      assert.strictEqual(yield* ask({ "idempotency-replayed": "true" }), "applied but unreadable")
      for (const type of ["text/html", "application/problem+json"]) {
        assert.strictEqual(yield* ask({ "idempotency-replayed": "true", "content-type": type }), "unknown")
      }
    }))

  it.effect("that reads under a condition is answered by a 304", () =>
    Effect.gen(function*() {
      const client = yield* Idempotent.make(
        HttpClient.make((request) =>
          Effect.succeed(HttpClientResponse.fromWeb(request, new Response(null, { status: 304 })))
        ),
        { dialect: enveloped }
      )
      const outcome = (request: HttpClientRequest.HttpClientRequest) =>
        Effect.map(client.execute(request), ({ report }) => report.outcome)
      const read = HttpClientRequest.get("https://api.example.com/v1/qurls")
      assert.strictEqual(yield* outcome(read), "unknown")
      for (const name of ["if-none-match", "if-modified-since"]) {
        assert.strictEqual(yield* outcome(HttpClientRequest.setHeader(read, name, "x")), "applied")
        assert.strictEqual(yield* outcome(HttpClientRequest.setHeader(post(), name, "x")), "unknown")
      }
    }))

  it.effect("with a bug in the HTTP client is a defect, not a network error", () =>
    Effect.gen(function*() {
      const client = yield* Idempotent.make(
        HttpClient.make((request) =>
          new HttpClientError.RequestError({
            request,
            reason: "Transport",
            cause: new TypeError("x is not a function")
          })
        ),
        { dialect: enveloped }
      )
      const exit = yield* Effect.exit(client.execute(post()))
      assert.ok(Exit.isFailure(exit) && Cause.isDie(exit.cause))
    }))

  it.effect.each([
    new TypeError("Failed to fetch"),
    Object.assign(new TypeError("ECONNRESET: The socket connection was closed unexpectedly."), { code: "ECONNRESET" }),
    Object.assign(new TypeError("fetch failed"), { cause: new Error("error sending request") }),
    Object.assign(new Error("Network connection lost."), { retryable: true }),
    new Error("internal error; reference = jgf22uecnapqgrogqhi0ri51")
  ])(
    "whose connection is lost as the runtime tells it (%s) is repeated under its key",
    (cause) =>
      Effect.gen(function*() {
        const keys: Array<string | undefined> = []
        const client = yield* Idempotent.make(
          HttpClient.make((request) => {
            keys.push(request.headers["idempotency-key"])
            return new HttpClientError.RequestError({ request, reason: "Transport", cause })
          }),
          { dialect: enveloped }
        )
        const report = Option.getOrThrow(yield* reportOf(client.execute(post())))
        assert.deepInclude(report, { outcome: "unknown", attempts: 4 })
        assert.deepStrictEqual([keys.length, new Set(keys).size], [4, 1])
      })
  )

  it.effect("whose body can be read only once is sent once", () =>
    Effect.gen(function*() {
      const server = faultyServer([lost])
      const request = HttpClientRequest.post("https://api.test/v1/orders").pipe(
        HttpClientRequest.bodyStream(Stream.make(new TextEncoder().encode("{}")))
      )
      const report = Option.getOrThrow(yield* reportOf((yield* clientOf(server)).execute(request)))
      assert.deepInclude(report, { outcome: "unknown", attempts: 1 })
    }))
})

describe("the local guard", () => {
  it.effect("refuses a key that was sent with another input, before sending", () =>
    Effect.gen(function*() {
      const server = faultyServer([])
      const client = yield* clientOf(server)
      yield* client.execute(post({ a: 1, b: 2 }), { idempotencyKey: "k" })
      yield* client.execute(post({ b: 2, a: 1 }), { idempotencyKey: "k" })
      const error = yield* Effect.flip(client.execute(post({ a: 2 }), { idempotencyKey: "k" }))
      assert.strictEqual(error._tag === "KeyError" && error.reason, "reused")
      assert.strictEqual(server.sent.length, 2)
    }))

  it.effect("lets go of a key that the server has not seen or has refused at the door", () =>
    Effect.gen(function*() {
      for (const fault of [{ kind: "refused" }, { kind: "status", status: 401, apply: false }] as const) {
        const server = faultyServer([fault])
        const client = yield* clientOf(server)
        const options = { idempotencyKey: "k", retry: RetryPolicy.none }
        yield* Effect.either(client.execute(post({ a: 1 }), options))
        const answer = yield* client.execute(post({ a: 2 }), options)
        assert.strictEqual(answer.status, 201)
      }
    }))

  it.effect("keeps a key after a lost answer", () =>
    Effect.gen(function*() {
      const client = yield* clientOf(faultyServer([lost]))
      const options = { idempotencyKey: "k", retry: RetryPolicy.none }
      yield* Effect.either(client.execute(post({ a: 1 }), options))
      const error = yield* Effect.flip(client.execute(post({ a: 2 }), options))
      assert.strictEqual(error._tag, "KeyError")
    }))

  it.effect("forgets with the server, after the retention", () =>
    Effect.gen(function*() {
      const client = yield* clientOf(faultyServer([]))
      yield* client.execute(post({ a: 1 }), { idempotencyKey: "k" })
      yield* TestClock.adjust("24 hours")
      assert.strictEqual((yield* client.execute(post({ a: 2 }), { idempotencyKey: "k" })).status, 201)
    }))
})

describe("where generator and policy come from", () => {
  const keyOf = (options?: Idempotent.CallOptions) =>
    Effect.gen(function*() {
      const server = faultyServer([])
      const client = yield* Effect.provide(clientOf(server), KeyGenerator.sequence("built"))
      return { server, call: client.execute(post(), options), key: () => server.sent[0]?.key }
    })

  it.effect("a layer that the client was built with", () =>
    Effect.gen(function*() {
      const { call, key } = yield* keyOf()
      yield* call
      assert.strictEqual(key(), "built-1")
    }))

  it.effect("a layer around the call comes first", () =>
    Effect.gen(function*() {
      const { call, key } = yield* keyOf()
      yield* Effect.provide(call, KeyGenerator.sequence("around"))
      assert.strictEqual(key(), "around-1")
    }))

  it.effect("an argument of the call comes before both", () =>
    Effect.gen(function*() {
      const { call, key } = yield* keyOf({ idempotencyKey: "argument" })
      yield* Effect.provide(call, KeyGenerator.sequence("around"))
      assert.strictEqual(key(), "argument")
    }))

  it.effect("the same holds for the policy", () =>
    Effect.gen(function*() {
      const server = faultyServer([lost, lost, lost])
      const client = yield* Effect.provide(clientOf(server), RetryPolicy.layer(RetryPolicy.none))
      yield* Effect.either(client.execute(post()))
      assert.strictEqual(server.sent.length, 1)
      yield* reportOf(Effect.provide(client.execute(post()), RetryPolicy.layer(RetryPolicy.keyed)))
      assert.strictEqual(server.sent.length, 4)
    }))
})

describe("as an HttpClient", () => {
  it.effect("serves any program, and tells the story of a response", () =>
    Effect.gen(function*() {
      const server = faultyServer([lost])
      const client = yield* Idempotent.middleware(server.client, { dialect: enveloped })
      const fiber = yield* Effect.fork(client.execute(post()))
      yield* TestClock.adjust("1 minute")
      const response = yield* Fiber.join(fiber)
      assert.deepStrictEqual(yield* response.json, { data: 1 })
      assert.deepStrictEqual(yield* response.text, "{\"data\":1}")
      assert.deepInclude(Option.getOrThrow(Idempotent.report(response)), { attempts: 2, outcome: "applied" })
    }))
})

describe("what is shown of a call", () => {
  it.effect("one debug line per attempt, its key shortened", () =>
    Effect.gen(function*() {
      const lines = yield* Ref.make<ReadonlyArray<string>>([])
      const logger = Logger.make(({ message }) => Effect.runSync(Ref.update(lines, (all) => [...all, String(message)])))
      const call = (yield* clientOf(faultyServer([lost]))).execute(post(), { idempotencyKey: "0123456789-abcdef" })
      yield* reportOf(call).pipe(
        Effect.provide(Logger.replace(Logger.defaultLogger, logger)),
        Logger.withMinimumLogLevel(LogLevel.Debug)
      )
      assert.deepStrictEqual(yield* Ref.get(lines), [
        "POST /v1/orders request_id=- idempotency_key=01234567…cdef attempt=1 result=reset",
        "POST /v1/orders request_id=- idempotency_key=01234567…cdef attempt=2 result=201"
      ])
    }))

  it.effect("no request id that could forge a line of the log", () =>
    Effect.gen(function*() {
      const ids = ["req_1", "req_1\nPOST /forged", "x".repeat(129), ""]
      const reports = yield* Effect.forEach(ids, (request_id) =>
        Effect.gen(function*() {
          const server = HttpClient.make((request) =>
            Effect.succeed(HttpClientResponse.fromWeb(request, Response.json({ meta: { request_id } })))
          )
          const client = yield* Idempotent.make(server, { dialect: enveloped })
          return (yield* client.execute(post())).report.requestId
        }))
      assert.deepStrictEqual(reports, ["req_1", undefined, undefined, undefined])
    }))

  it.effect("a line with the key when a sent call is interrupted", () =>
    Effect.gen(function*() {
      const lines = yield* Ref.make<ReadonlyArray<string>>([])
      const logger = Logger.make(({ message }) => Effect.runSync(Ref.update(lines, (all) => [...all, String(message)])))
      const call = (yield* clientOf(faultyServer([{ kind: "silent", apply: true }]))).execute(post())
      const fiber = yield* Effect.fork(call.pipe(
        Effect.provide(Logger.replace(Logger.defaultLogger, logger)),
        Logger.withMinimumLogLevel(LogLevel.Debug)
      ))
      yield* TestClock.adjust("1 second")
      yield* Fiber.interrupt(fiber)
      const [line] = yield* Ref.get(lines)
      assert.match(line ?? "", /idempotency_key=[0-9a-f-]{8}…[0-9a-f]{4} attempt=1 result=interrupted$/)
    }))

  it.effect("one span per attempt and none of the platform's, which show every header", () =>
    Effect.gen(function*() {
      const spans: Array<{ name: string; attributes: ReadonlyMap<string, unknown> }> = []
      const tracer = Tracer.make({
        context: (f) => f(),
        span: (name, parent, context, links, startTime, kind) => {
          const attributes = new Map<string, unknown>()
          spans.push({ name, attributes })
          return {
            _tag: "Span",
            name,
            parent,
            context,
            links,
            kind,
            attributes,
            sampled: true,
            spanId: String(spans.length),
            traceId: "trace",
            status: { _tag: "Started", startTime },
            attribute: (key, value) => attributes.set(key, value),
            event: () => {},
            end: () => {},
            addLinks: () => {}
          }
        }
      })
      const request = post().pipe(HttpClientRequest.bearerToken("planted-secret"))
      const call = (yield* clientOf(faultyServer([lost]))).execute(request, {
        idempotencyKey: "planted-key-0123456789"
      })
      yield* reportOf(call).pipe(Effect.withTracer(tracer))
      assert.deepStrictEqual(spans.map(({ name }) => name), ["POST attempt", "POST attempt"])
      assert.deepStrictEqual(spans.map(({ attributes }) => attributes.get("result")), ["reset", "201"])
      const shown = JSON.stringify(spans.map(({ attributes }) => [...attributes]))
      assert.notInclude(shown, "planted-secret")
      assert.notInclude(shown, "planted-key-0123456789")
    }))
})
