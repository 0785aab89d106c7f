import { HttpClientRequest } from "@effect/platform"
import { assert, describe, it } from "@effect/vitest"
import { Clock, Effect, Either, Fiber, Layer, Option, TestClock } from "effect"
import { type CallError, Gate, KeyGenerator, LocalGuard, RetryBudget, RetryPolicy, Timer } from "../src/index.js"
import { clientOf, post } from "./support/call.js"
import { faultyServer } from "./support/faultyServer.js"

const limited: Gate.Verdict = { _tag: "Limited", asked: 0 }
const served: Gate.Verdict = { _tag: "Served" }
const ask = (lane = "lane") => ({ lane, ticket: 1, patience: Number.MAX_SAFE_INTEGER })
const limit = (asked: number): Gate.Verdict => ({ _tag: "Limited", asked })

describe("a gate recovers", () => {
  for (const [asked, opensIn] of [[86_400_000, 3_600_000], [999_999_999_999_000, 3_600_000], [5000, 5000]] as const) {
    it.effect(`a Retry-After of ${asked} ms closes it for ${opensIn} ms, and the refused learn that`, () =>
      Effect.gen(function*() {
        const gate = yield* Gate.make()
        yield* gate.pass(ask(), Effect.void, () => limit(asked))
        const refused = yield* gate.pass({ ...ask(), patience: 1000 }, Effect.void, () => served)
        assert.deepStrictEqual(refused, Either.left({ opensIn }))
      }))
  }

  it.effect("a call that is refused says when to come back", () =>
    Effect.gen(function*() {
      yield* TestClock.setTime(1_000_000)
      const client = yield* clientOf(faultyServer([{ kind: "status", status: 429, apply: false, retryAfter: 600 }]))
      yield* client.execute(post(), { retry: RetryPolicy.none })
      const error = yield* Effect.flip(client.execute(post()))
      assert.deepInclude(error._tag === "TransportError" ? error.report : {}, {
        outcome: "not sent",
        attempts: 0,
        endedBy: "retry-after past the deadline",
        retryAt: 1_600_000
      })
    }))

  it.effect("a wall clock that is set back changes nothing", () =>
    Effect.gen(function*() {
      const test = yield* Clock.clockWith(Effect.succeed)
      const setBack: Clock.Clock = {
        ...test,
        sleep: (duration) => test.sleep(duration),
        unsafeCurrentTimeNanos: () => test.unsafeCurrentTimeNanos(),
        unsafeCurrentTimeMillis: () => test.unsafeCurrentTimeMillis() - 3_600_000,
        currentTimeMillis: Effect.map(test.currentTimeMillis, (millis) => millis - 3_600_000)
      }
      const gate = yield* Gate.make()
      yield* gate.pass(ask(), Effect.void, () => limit(1000))
      const fiber = yield* Effect.fork(Effect.withClock(gate.pass(ask(), Effect.succeed("in"), () => served), setBack))
      yield* TestClock.adjust("1 second")
      assert.deepStrictEqual(Option.getOrUndefined(yield* Fiber.poll(fiber))?._tag, "Success")
    }))

  it.effect("one rejection halves the pace, so that others pass a slow request", () =>
    Effect.gen(function*() {
      const gate = yield* Gate.make(4)
      yield* gate.pass(ask(), Effect.void, () => limited)
      yield* Effect.fork(gate.pass(ask(), Effect.never, () => served))
      yield* Effect.yieldNow()
      assert.deepStrictEqual(yield* gate.pass(ask(), Effect.succeed("in"), () => served), Either.right("in"))
    }))

  it.effect("reads are not stopped by writes", () =>
    Effect.gen(function*() {
      const server = faultyServer([{ kind: "status", status: 429, apply: false, retryAfter: 60 }])
      const client = yield* clientOf(server)
      yield* client.execute(post(), { retry: RetryPolicy.none })
      yield* client.execute(HttpClientRequest.get("https://api.test/v1/orders"))
      assert.strictEqual(server.sent.length, 2)
    }))
})

describe("a budget", () => {
  it.effect("refills with time", () =>
    Effect.gen(function*() {
      const budget = yield* RetryBudget.make(10, 5)
      assert.isTrue(yield* budget.take(10))
      assert.isFalse(yield* budget.take(5))
      yield* TestClock.adjust("1 second")
      assert.isTrue(yield* budget.take(5))
      yield* TestClock.adjust("1 hour")
      assert.isFalse(yield* budget.take(11))
    }))
})

describe("a guard", () => {
  it.effect("keeps a key while another call holds it, and once one of them was sent", () =>
    Effect.gen(function*() {
      const guard = yield* LocalGuard.make()
      const bind = (body: string) => guard.bind("slot", body, 1000)
      assert.strictEqual(yield* bind("a"), "bound")
      assert.strictEqual(yield* bind("a"), "known")
      yield* guard.release("slot", false)
      assert.strictEqual(yield* bind("b"), "reused")
      yield* guard.release("slot", true)
      assert.strictEqual(yield* bind("b"), "reused")
    }))
})

describe("a generator of the caller's own", () => {
  const failureOf = (layer: Layer.Layer<never>): Effect.Effect<CallError> =>
    Effect.gen(function*() {
      const server = faultyServer([])
      const client = yield* clientOf(server)
      const fiber = yield* Effect.fork(Effect.flip(client.execute(post(), { deadline: "1 second" })))
      yield* TestClock.adjust("1 second")
      assert.strictEqual(server.sent.length, 0)
      return yield* Fiber.join(fiber)
    }).pipe(Effect.provide(layer), Effect.orDie)

  // Programs without types return anything.
  const untyped = (next: () => unknown) => Layer.succeed(KeyGenerator, { next: next as never })
  const broken = () => {
    throw new RangeError("secret")
  }
  class DatabaseError extends Error {
    readonly _tag = "DatabaseError"
  }

  it.effect("may return a string", () =>
    Effect.gen(function*() {
      const server = faultyServer([])
      yield* (yield* clientOf(server)).execute(post())
      assert.strictEqual(server.sent[0]?.key, "POST-/v1/orders")
    }).pipe(Effect.provide(KeyGenerator.make(({ method, url }) => `${method}-${url}`))))

  for (
    const [what, layer, problem] of [
      ["fails", KeyGenerator.make(() => Effect.fail(new DatabaseError())), /failed with DatabaseError/],
      ["throws", KeyGenerator.make(broken), /failed with RangeError/],
      ["throws, without types", untyped(broken), /failed with RangeError/],
      ["dies", KeyGenerator.make(() => Effect.die("secret")), /failed with string/],
      [
        "rejects",
        KeyGenerator.make(() => Effect.promise(() => Promise.reject(new RangeError("secret")))),
        /RangeError/
      ],
      ["returns 5", untyped(() => 5), /of type number/],
      ["returns 5 in an effect", untyped(() => Effect.succeed(5)), /of type number/]
    ] as const
  ) {
    it.live(`that ${what} is a KeyError, and nothing is sent`, () =>
      Effect.gen(function*() {
        const client = yield* clientOf(faultyServer([]))
        const error = yield* Effect.flip(client.execute(post()))
        assert.strictEqual(error._tag === "KeyError" && error.reason, "generator")
        assert.match(error.message, problem)
        assert.notInclude(error.message, "secret")
      }).pipe(Effect.provide(layer)))
  }

  for (
    const [what, never] of [["", Effect.never], [
      " and cannot be interrupted",
      Effect.uninterruptible(Effect.never)
    ]] as const
  ) {
    it.effect(`that never ends${what} is stopped by the deadline`, () =>
      Effect.gen(function*() {
        const error = yield* failureOf(KeyGenerator.make(() => never))
        assert.deepInclude(error._tag === "TransportError" ? error.report : {}, {
          outcome: "not sent",
          endedBy: "deadline"
        })
      }))
  }
})

describe("options", () => {
  // Programs without types give anything: `never` fits everywhere.
  for (
    const [option, options] of [
      ["deadline", { deadline: "5 parsecs" as never }],
      ["timeout", { timeout: "Infinity" as never }],
      ["timeout", { timeout: Number.NaN }],
      ["retry.attempts", { retry: { attempts: 0 } }],
      ["retry.deadline", { retry: { deadline: "soon" as never } }],
      ["retry.backoff.base", { retry: { backoff: { base: "x" as never } } }],
      ["retry.repeat", { retry: { repeat: "always" as never } }],
      ["retry", { retry: 3 as never }]
    ] as const
  ) {
    it.effect(`that are wrong are refused by name: ${option}`, () =>
      Effect.gen(function*() {
        const server = faultyServer([])
        const error = yield* Effect.flip((yield* clientOf(server)).execute(post(), options))
        assert.strictEqual(error._tag === "OptionError" && error.option, option)
        assert.strictEqual(server.sent.length, 0)
      }))
  }

  it.effect("of a policy are filled in", () =>
    Effect.gen(function*() {
      const server = faultyServer(Array.from({ length: 3 }, () => ({ kind: "refused" }) as const))
      const fiber = yield* Effect.fork(Effect.flip((yield* clientOf(server)).execute(post())))
      yield* TestClock.adjust("1 minute")
      yield* Fiber.join(fiber)
      assert.strictEqual(server.sent.length, 2)
    }).pipe(Effect.provide(RetryPolicy.layer({ attempts: 2 }))))
})

describe("a timer", () => {
  for (const millis of [0, -1, Number.NaN]) {
    it.effect(`of ${millis} ms rings under a test clock, and after it was started`, () =>
      Effect.withFiberRuntime<string>((fiber) =>
        Effect.async((resume) => {
          const started = { stop: Timer.start(fiber, millis, () => resume(Effect.succeed(typeof started.stop))) }
        })
      ).pipe(Effect.map((type) => assert.strictEqual(type, "function"))))
  }
})
