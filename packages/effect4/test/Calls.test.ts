import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Option from "effect/Option"
import * as Random from "effect/Random"
import * as References from "effect/References"
import * as TestClock from "effect/testing/TestClock"
import * as Tracer from "effect/Tracer"
import { assert, it } from "vitest"
import {
  CallDefect,
  type CallEnd,
  CallObserver,
  KeyError,
  KeyGenerator,
  Pin,
  Qurl,
  RateLimitError,
  RetryPolicy
} from "../src/index.js"
import { created, input, keys, layerFake, limited, requests, type Sent } from "./support/fake.js"

const answer = <A>(response: () => A) => Effect.sync(response)

const run = <A, E>(
  program: Effect.Effect<A, E, Qurl | Sent>,
  layer: ReturnType<typeof layerFake> = layerFake(answer(created))
) => Effect.runPromise(program.pipe(Effect.provide(layer), Effect.provide(TestClock.layer())))

it("a rate limited create waits on the caller's TestClock and keeps its key", () =>
  run(
    Effect.gen(function*() {
      const fiber = yield* Effect.forkChild(Qurl.create(input))
      yield* TestClock.adjust("59 seconds")
      assert.lengthOf(yield* keys, 1)
      yield* TestClock.adjust("1 second")
      const link = yield* Fiber.join(fiber)
      assert.deepInclude(link.meta, { attempts: 2, idempotencyKey: "test-1" })
      assert.deepStrictEqual(yield* keys, ["test-1", "test-1"])
    }).pipe(Effect.provide(KeyGenerator.sequence("test"))),
    layerFake(answer(() => limited(60)), answer(created))
  ))

it("one step of the TestClock leads through several waits", () =>
  run(
    Effect.gen(function*() {
      const started = yield* Clock.currentTimeMillis
      const fiber = yield* Effect.forkChild(Effect.zip(Qurl.create(input), Clock.currentTimeMillis))
      yield* TestClock.adjust("100 seconds")
      const [link, ended] = yield* Fiber.join(fiber)
      assert.strictEqual(link.meta.attempts, 3)
      assert.strictEqual(ended - started, 50_000)
    }),
    layerFake(answer(() => limited(30)), answer(() => limited(20)), answer(created))
  ))

it("the deadline of a call is on the caller's clock", () =>
  run(
    Effect.gen(function*() {
      const fiber = yield* Effect.forkChild(Effect.flip(Qurl.create(input, { deadline: "5 seconds" })))
      yield* TestClock.adjust(Duration.seconds(5))
      const error = yield* Fiber.join(fiber)
      assert.deepInclude(error, { _tag: "TimeoutError", outcome: "unknown", attempts: 1 })
    }),
    layerFake(Effect.never)
  ))

it.each([[0, 10_000], [0.5, 12_500]])("jitter comes from the caller's Random: %d waits %d ms", (number, wait) =>
  run(
    Effect.gen(function*() {
      const started = yield* Clock.currentTimeMillis
      const fiber = yield* Effect.forkChild(Effect.zip(Qurl.create(input), Clock.currentTimeMillis))
      yield* TestClock.adjust("1 minute")
      const [, ended] = yield* Fiber.join(fiber)
      assert.strictEqual(ended - started, wait)
    }).pipe(
      Effect.provideService(Random.Random, { nextDoubleUnsafe: () => number, nextIntUnsafe: () => 0 }),
      Effect.provide(RetryPolicy.layer({ backoff: { base: "10 seconds" } }))
    ),
    layerFake(answer(() => limited(0)), answer(created))
  ))

it("a seed makes the waits of two runs equal", async () => {
  const waits = Effect.gen(function*() {
    const started = yield* Clock.currentTimeMillis
    const fiber = yield* Effect.forkChild(Effect.zip(Qurl.create(input), Clock.currentTimeMillis))
    yield* TestClock.adjust("1 minute")
    const [, ended] = yield* Fiber.join(fiber)
    return ended - started
  }).pipe(Random.withSeed("seed"), Effect.provide(RetryPolicy.layer({ backoff: { base: "10 seconds" } })))
  const layer = () => layerFake(answer(() => limited(0)), answer(created))
  assert.strictEqual(await run(waits, layer()), await run(waits, layer()))
})

it("the generator of Effect 4 is asked once, outside of every retry, and may use services and fail", async () => {
  class Ticket extends Context.Service<Ticket, { readonly number: number }>()("test/Ticket") {}
  const asked: Array<string> = []
  const generator = KeyGenerator.make(({ operation }) =>
    Effect.map(Ticket, ({ number }) => {
      asked.push(operation)
      return `ticket-${number}`
    })
  ).pipe(Layer.provide(Layer.succeed(Ticket, { number: 4711 })))
  await run(
    Effect.gen(function*() {
      const fiber = yield* Effect.forkChild(Qurl.create(input))
      while ((yield* requests).length === 0) yield* Effect.yieldNow
      yield* TestClock.adjust("1 minute")
      yield* Fiber.join(fiber)
      assert.deepStrictEqual(yield* keys, ["ticket-4711", "ticket-4711", "ticket-4711"])
      assert.deepStrictEqual(asked, ["create"])
    }).pipe(Effect.provide(generator)),
    layerFake(answer(() => limited(1)), answer(() => limited(1)), answer(created))
  )
  const broken = Layer.succeed(KeyGenerator, {
    next: () => Effect.fail(new KeyError({ reason: "expired", operation: "create", problem: "is too old: start anew" }))
  })
  const error = await run(Effect.flip(Qurl.create(input)).pipe(Effect.provide(broken)))
  assert.deepInclude(error, { _tag: "IdempotencyConflictError", reason: "expired", outcome: "not sent" })
})

it("a generator and a policy given to the services serve calls without one around them", () => {
  const layer = layerFake(answer(created), answer(created)).pipe(Layer.provide(KeyGenerator.sequence("built")))
  return run(
    Effect.gen(function*() {
      yield* Qurl.create(input)
      yield* Effect.provide(Qurl.create(input), KeyGenerator.sequence("around"))
      assert.deepStrictEqual(yield* keys, ["built-1", "around-1"])
    }),
    layer
  )
})

it("errors are values of Effect 4: catchTag catches them, they can be yielded, and they shorten their key in logs", async () => {
  const program = Effect.gen(function*() {
    const caught = yield* Qurl.create(input, { idempotencyKey: "a-long-key-of-the-caller", retry: RetryPolicy.none })
      .pipe(
        Effect.as("created"),
        Effect.catchTag("RateLimitError", (error) => Effect.succeed(error))
      )
    assert.instanceOf(caught, RateLimitError)
    assert.deepInclude(caught, { operation: "create", status: 429, idempotencyKey: "a-long-key-of-the-caller" })
    assert.match(String(caught), /too many requests/)
    assert.notInclude(JSON.stringify(caught), "a-long-key-of-the-caller")
    const again = yield* Effect.flip(Effect.gen(function*() {
      return yield* caught
    }))
    assert.strictEqual(again, caught)
  })
  await run(program, layerFake(answer(() => limited(1))))
})

it("an interrupted call ends its request, its end is awaited, and its observer has the key", () =>
  run(
    Effect.gen(function*() {
      const ends: Array<CallEnd> = []
      const observer = Layer.succeed(CallObserver, { ended: (end) => Effect.sync(() => ends.push(end)) })
      const fiber = yield* Effect.forkChild(Effect.provide(Qurl.create(input, { idempotencyKey: "job-42" }), observer))
      while ((yield* requests).length === 0) yield* Effect.yieldNow
      yield* Fiber.interrupt(fiber)
      assert.deepInclude(ends[0], { endedBy: "interrupted", outcome: "unknown", idempotencyKey: "job-42", attempts: 1 })
      assert.isTrue(Exit.hasInterrupts(yield* Fiber.await(fiber)))
    }),
    layerFake(Effect.onInterrupt(Effect.never, () => Effect.sync(() => {})))
  ))

it("interrupts the request of an interrupted call", () => {
  const stopped = Deferred.makeUnsafe<string>()
  return run(
    Effect.gen(function*() {
      const fiber = yield* Effect.forkChild(Qurl.create(input))
      while ((yield* requests).length === 0) yield* Effect.yieldNow
      yield* Fiber.interrupt(fiber)
      assert.strictEqual(yield* Deferred.await(stopped), "stopped")
    }),
    layerFake(Effect.onInterrupt(Effect.never, () => Deferred.succeed(stopped, "stopped")))
  )
})

it("a pinned region keeps its keys when the caller's own timeout and retry run it again", () =>
  run(
    Effect.gen(function*() {
      const pin = yield* Pin.make
      const fiber = yield* pin(Qurl.create(input)).pipe(
        Effect.timeout("5 seconds"),
        Effect.retry({ times: 1 }),
        Effect.forkChild
      )
      yield* TestClock.adjust("5 seconds")
      yield* Fiber.join(fiber)
      const [first, second, ...more] = yield* keys
      assert.isString(first)
      assert.strictEqual(second, first)
      assert.deepStrictEqual(more, [])
    }),
    layerFake(Effect.never, answer(created))
  ))

it("a bug in the caller's client is a defect that has the account of the call", async () => {
  const exit = await run(Effect.exit(Qurl.create(input)), layerFake(Effect.die(new TypeError("oops"))))
  assert(Exit.isFailure(exit))
  const defect = Cause.squash(exit.cause)
  assert.instanceOf(defect, CallDefect)
  assert.deepInclude(defect.end, { outcome: "unknown", endedBy: "defect" })
})

it("spans are the caller's tracer's, below the caller's span", async () => {
  const spans: Array<Tracer.Span> = []
  const tracer = Tracer.make({
    span: (options) => {
      const span = new Tracer.NativeSpan(options)
      spans.push(span)
      return span
    }
  })
  await run(
    Effect.gen(function*() {
      const fiber = yield* Effect.forkChild(Effect.withSpan(Qurl.create(input), "outer"))
      yield* TestClock.adjust("1 minute")
      yield* Fiber.join(fiber)
    }).pipe(Effect.provideService(Tracer.Tracer, tracer)),
    layerFake(answer(() => limited(1)), answer(created))
  )
  const parents = spans.map(({ name, parent }) => [
    name,
    Option.isSome(parent) && parent.value._tag === "Span" ? parent.value.name : undefined
  ])
  assert.deepStrictEqual(parents, [
    ["outer", undefined],
    ["Qurl.create", "outer"],
    ["create attempt", "Qurl.create"],
    ["create attempt", "Qurl.create"]
  ])
  const [, call, , second] = spans
  assert.strictEqual(call?.attributes.get("idempotency.outcome"), "applied")
  assert.strictEqual(second?.attributes.get("http.response.status_code"), 201)
  assert(call?.status._tag === "Ended" && second?.status._tag === "Ended")
  assert.isTrue(second.status.startTime >= 1_000_000_000n)
  assert.isTrue(spans.every(({ status }) => status._tag === "Ended"))
})

it("lines of the log are the caller's loggers', at the caller's level", async () => {
  const lines: Array<string> = []
  const logger = Logger.make(({ logLevel, message }) => {
    lines.push(`${logLevel} ${String(message)}`)
  })
  const program = Effect.provide(Qurl.create(input), Logger.layer([logger]))
  await run(program)
  assert.deepStrictEqual(lines, [])
  await run(Effect.provideService(program, References.MinimumLogLevel, "Debug"))
  assert.match(lines.join("\n"), /^Debug POST \/v1\/qurls request_id=req_1 .* attempt=1 result=201$/)
})
