import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Layer, Option, TestClock } from "effect"
import { KeyGenerator, Pin, RetryPolicy } from "../src/index.js"
import { clientOf, post } from "./support/call.js"
import { type Fault, faultyServer } from "./support/faultyServer.js"
import { uuid } from "./support/uuid.js"

const keysOf = (server: ReturnType<typeof faultyServer>) => server.sent.map(({ key }) => key)

/** Two calls, one after the other. */
const twoCalls = Effect.gen(function*() {
  const server = faultyServer([])
  const client = yield* clientOf(server)
  yield* client.execute(post())
  yield* client.execute(post())
  return keysOf(server)
})

describe("generators", () => {
  it.effect("make a UUIDv7 from the clock by default, another one for each call", () =>
    Effect.gen(function*() {
      yield* TestClock.setTime(Date.UTC(2026, 0, 1))
      const [one, two] = yield* twoCalls
      assert.match(one ?? "", uuid(7))
      assert.notStrictEqual(one, two)
      assert.strictEqual(parseInt((one ?? "").replaceAll("-", "").slice(0, 12), 16), Date.UTC(2026, 0, 1))
    }))

  it.effect("make a UUIDv4 on demand", () =>
    Effect.gen(function*() {
      const [one, two] = yield* twoCalls
      assert.match(one ?? "", uuid(4))
      assert.notStrictEqual(one, two)
    }).pipe(Effect.provide(KeyGenerator.uuidV4)))

  it.effect("count for tests", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual(yield* twoCalls, ["test-1", "test-2"])
    }).pipe(Effect.provide(KeyGenerator.sequence("test"))))

  it.effect("can be the user's own", () =>
    Effect.gen(function*() {
      const server = faultyServer([])
      yield* (yield* clientOf(server)).execute(post())
      assert.deepStrictEqual(keysOf(server), ["POST-/v1/orders"])
    }).pipe(Effect.provide(
      Layer.succeed(KeyGenerator, { next: ({ method, url }) => Effect.succeedSome(`${method}-${url}`) })
    )))

  for (const next of [() => Option.none(), () => Effect.succeedNone]) {
    it.effect(`opt a call out of keys with ${String(next)}`, () =>
      Effect.gen(function*() {
        const server = faultyServer([])
        yield* (yield* clientOf(server)).execute(post())
        assert.deepStrictEqual(keysOf(server), [undefined])
      }).pipe(Effect.provide(KeyGenerator.make(next))))
  }

  it.effect("return a key within an Option", () =>
    Effect.gen(function*() {
      const server = faultyServer([])
      yield* (yield* clientOf(server)).execute(post())
      assert.deepStrictEqual(keysOf(server), ["job-42"])
    }).pipe(Effect.provide(KeyGenerator.make(() => Option.some("job-42")))))

  for (
    const next of [
      () => undefined,
      () => null,
      () => Effect.void,
      () => Option.some(undefined),
      () => Effect.succeed(Option.some(""))
    ]
  ) {
    for (const make of [KeyGenerator.make, (next: never) => Layer.succeed(KeyGenerator, { next })]) {
      it.effect(`that forget the key fail the call: ${String(next)}, ${make === KeyGenerator.make ? "make" : "a service"}`, () =>
        Effect.gen(function*() {
          const server = faultyServer([])
          const error = yield* Effect.flip((yield* clientOf(server)).execute(post()))
          assert.strictEqual(error._tag, "KeyError")
          assert.strictEqual(server.sent.length, 0)
        }).pipe(
          // A program without types gives anything.
          Effect.provide(make(next as never))
        ))
    }
  }

  it.effect("the caller's key replaces the generated one", () =>
    Effect.gen(function*() {
      const server = faultyServer([])
      yield* (yield* clientOf(server)).execute(post(), { idempotencyKey: "job-42" })
      assert.deepStrictEqual(keysOf(server), ["job-42"])
    }))

  it.effect("a bad key is refused before anything is sent", () =>
    Effect.gen(function*() {
      const server = faultyServer([])
      const error = yield* Effect.flip((yield* clientOf(server)).execute(post(), { idempotencyKey: "job\n42" }))
      assert.strictEqual(error._tag === "KeyError" && error.reason, "invalid")
      assert.strictEqual(server.sent.length, 0)
    }))
})

describe("fromJob", () => {
  const job = KeyGenerator.fromJob("import-7", { startedAt: 0 })
  const noRetry = { retry: RetryPolicy.none }

  /** The keys that a run of the program sends, with one fault for each request. */
  const run = (bodies: ReadonlyArray<unknown>, faults: ReadonlyArray<Fault> = []) =>
    Effect.gen(function*() {
      const server = faultyServer(faults)
      const client = yield* clientOf(server)
      const fiber = yield* Effect.fork(
        Effect.forEach(bodies, (body) => Effect.either(client.execute(post(body), noRetry)))
      )
      yield* TestClock.adjust("10 seconds")
      yield* Fiber.join(fiber)
      return keysOf(server)
    }).pipe(Effect.provide(job))

  it.effect("gives the same keys when the program runs again, in any order of fields", () =>
    Effect.gen(function*() {
      const first = yield* run([{ a: 1, b: 2 }, { a: 2 }, { a: 1, b: 2 }])
      assert.deepStrictEqual(yield* run([{ b: 2, a: 1 }, { a: 2 }, { a: 1, b: 2 }]), first)
      assert.strictEqual(new Set(first).size, 3)
    }))

  it.effect("takes the same occurrence again after a call that was lost, refused at the door or not sent", () =>
    Effect.gen(function*() {
      const faults: ReadonlyArray<Fault> = [
        { kind: "reset", apply: true },
        { kind: "refused" },
        { kind: "status", status: 429, apply: false },
        { kind: "status", status: 401, apply: false },
        { kind: "in flight" },
        { kind: "ok" },
        { kind: "ok" }
      ]
      const keys = yield* run(faults.map(() => ({ a: 1 })), faults)
      assert.strictEqual(new Set(keys.slice(0, 6)).size, 1)
      assert.notStrictEqual(keys[6], keys[5])
    }))

  it.effect("a rejection that the server keeps uses the occurrence up", () =>
    Effect.gen(function*() {
      const keys = yield* run([{ a: 1 }, { a: 1 }], [{ kind: "status", status: 404, apply: false }])
      assert.notStrictEqual(keys[0], keys[1])
    }))

  it.effect("an interrupted call gives its occurrence back", () =>
    Effect.gen(function*() {
      const server = faultyServer([{ kind: "silent", apply: true }])
      const client = yield* clientOf(server)
      const fiber = yield* Effect.fork(client.execute(post()))
      yield* TestClock.adjust("1 second")
      yield* Fiber.interrupt(fiber)
      yield* client.execute(post())
      assert.strictEqual(new Set(keysOf(server)).size, 1)
      assert.strictEqual(server.effects(), 1)
    }).pipe(Effect.provide(job)))

  it.effect("two identical calls at once are two occurrences", () =>
    Effect.gen(function*() {
      const server = faultyServer([], 10)
      const client = yield* clientOf(server)
      const fiber = yield* Effect.fork(Effect.all([client.execute(post()), client.execute(post())], { concurrency: 2 }))
      yield* TestClock.adjust("1 second")
      yield* Fiber.join(fiber)
      assert.strictEqual(server.effects(), 2)
    }).pipe(Effect.provide(job)))

  it.effect("refuses to have begun in the future, since its keys would never be too old until then", () =>
    Effect.gen(function*() {
      const server = faultyServer([])
      const client = yield* clientOf(server)
      const error = yield* Effect.flip(client.execute(post()))
      assert(error._tag === "KeyError" && error.reason === "generator")
      assert.match(error.problem, /startedAt is in the future/)
      assert.strictEqual(server.sent.length, 0)
      yield* TestClock.setTime(Date.now() + 2 * 3_600_000)
      yield* client.execute(post())
    }).pipe(Effect.provide(KeyGenerator.fromJob("job", { startedAt: Date.now() + 3_600_000 }))))

  it.effect("may have begun by a clock that is a little ahead", () =>
    Effect.gen(function*() {
      const server = faultyServer([])
      yield* (yield* clientOf(server)).execute(post())
      assert.strictEqual(server.sent.length, 1)
    }).pipe(Effect.provide(KeyGenerator.fromJob("job", { startedAt: Date.now() + 60_000 }))))

  it.effect("refuses once the server may have forgotten", () =>
    Effect.gen(function*() {
      const server = faultyServer([])
      const client = yield* clientOf(server)
      yield* TestClock.adjust("24 hours")
      const error = yield* Effect.flip(client.execute(post()))
      assert.strictEqual(error._tag === "KeyError" && error.reason, "expired")
      assert.strictEqual(server.sent.length, 0)
    }).pipe(Effect.provide(job)))
})

describe("pin", () => {
  it.effect("with fromJob, a call that succeeds in the second run uses its occurrence up", () =>
    Effect.gen(function*() {
      const server = faultyServer([{ kind: "reset", apply: false }])
      const client = yield* clientOf(server)
      const pin = yield* Pin.make
      const region = pin(client.execute(post(), { retry: RetryPolicy.none }))
      yield* Effect.either(region)
      yield* region
      yield* client.execute(post())
      assert.strictEqual(server.effects(), 2)
    }).pipe(Effect.provide(KeyGenerator.fromJob("job", { startedAt: 0 }))))

  it.effect("the caller's own timeout and retry are the same logical call", () =>
    Effect.gen(function*() {
      const server = faultyServer([{ kind: "silent", apply: true }, { kind: "silent", apply: true }])
      const client = yield* clientOf(server)
      const pin = yield* Pin.make
      const fiber = yield* Effect.fork(
        pin(client.execute(post())).pipe(Effect.timeout("5 seconds"), Effect.retry({ times: 3 }))
      )
      yield* TestClock.adjust("1 minute")
      yield* Fiber.join(fiber)
      assert.strictEqual(server.sent.length, 3)
      assert.strictEqual(new Set(keysOf(server)).size, 1)
      assert.strictEqual(server.effects(), 1)
    }))

  it.effect("without it the same code duplicates", () =>
    Effect.gen(function*() {
      const server = faultyServer([{ kind: "silent", apply: true }])
      const client = yield* clientOf(server)
      const fiber = yield* Effect.fork(
        client.execute(post()).pipe(Effect.timeout("5 seconds"), Effect.retry({ times: 3 }))
      )
      yield* TestClock.adjust("1 minute")
      yield* Fiber.join(fiber)
      assert.strictEqual(server.effects(), 2)
    }))

  it.effect("tells equal calls inside the region apart by their order", () =>
    Effect.gen(function*() {
      const server = faultyServer([])
      const client = yield* clientOf(server)
      const pin = yield* Pin.make
      const region = pin(
        Effect.all([client.execute(post()), client.execute(post()), client.execute(post({ to: "bob" }))])
      )
      yield* region
      yield* region
      const keys = keysOf(server)
      assert.deepStrictEqual(keys.slice(3), keys.slice(0, 3))
      assert.strictEqual(new Set(keys).size, 3)
      assert.strictEqual(server.effects(), 3)
    }))
})
