import { HttpClient } from "@effect/platform"
import { assert, describe, it } from "@effect/vitest"
import { atEveryStep, interruptedAt } from "@qurl/lab/kit/steps"
import { Cause, Effect, type Either, Exit, Layer, TestClock } from "effect"
import { CallDefect, type CallEnd, CallObserver, Idempotent, KeyGenerator, Pin } from "../src/index.js"
import { clientOf, post } from "./support/call.js"
import { enveloped } from "./support/dialects.js"
import { type Fault, faultyServer } from "./support/faultyServer.js"

/** The quick form of the suite tries one step of three. */
const stride = process.env["QURL_TESTS"] === "quick" ? 3 : 1

const job = KeyGenerator.fromJob("job", { startedAt: Date.now() })

/** Takes an occurrence and works on, as a generator does that writes an audit line. */
const audited = Layer.effect(
  KeyGenerator,
  Effect.map(KeyGenerator, (inner) => ({
    next: (call: Parameters<typeof inner.next>[0]) => Effect.tap(inner.next(call), () => Effect.yieldNow())
  }))
).pipe(Layer.provide(job))

const generators: Record<string, Layer.Layer<never>> = {
  uuidV7: KeyGenerator.uuidV7,
  uuidV4: KeyGenerator.uuidV4,
  sequence: KeyGenerator.sequence("test"),
  none: KeyGenerator.none,
  "an asynchronous one": KeyGenerator.make(() => Effect.as(Effect.yieldNow(), crypto.randomUUID())),
  fromJob: job,
  "one around fromJob": audited
}

const quick = { retry: { backoff: { base: 1 } } }

const scripts: Record<string, ReadonlyArray<Fault>> = {
  "an answer": [],
  "a lost answer": [{ kind: "reset", apply: true }]
}

/** A generator of its own for each trial, as in a program that has just started. */
const started = (layer: Layer.Layer<never>) => Effect.provide(KeyGenerator, layer)

describe("D10 a call that is interrupted at any step", () => {
  for (const [what, script] of Object.entries(scripts)) {
    const isShort = script.length === 0
    for (const [name, layer] of Object.entries(generators).filter(([name]) => isShort || name === "uuidV7")) {
      it.live(`reports the key that was sent, and has one execution under Pin: ${name}, ${what}`, () =>
        Effect.gen(function*() {
          const steps = yield* atEveryStep((step) =>
            Effect.gen(function*() {
              const ends: Array<CallEnd> = []
              const observer = { ended: (end: CallEnd) => Effect.sync(() => ends.push(end)) }
              const server = faultyServer(script)
              const client = yield* clientOf(server)
              const pin = yield* Pin.make
              const region = pin(client.execute(post(), quick))
              const exit = yield* interruptedAt(Effect.provideService(region, CallObserver, observer), step)
              assert.isAtMost(ends.length, 1)
              if (server.sent.length > 0) {
                assert.strictEqual(ends[0]?.idempotencyKey, server.sent[0]?.key, `interrupted at step ${step}`)
                assert.notStrictEqual(ends[0]?.outcome, "not sent")
              }
              if (Exit.isInterrupted(exit) && name !== "none") {
                yield* region
                assert.strictEqual(server.effects(), 1, `interrupted at step ${step}`)
              }
              return exit
            }).pipe(Effect.provide(layer)), stride)
          assert.isAbove(steps, 20)
        }))
    }

    for (const [name, layer] of Object.entries({ fromJob: job, "one around fromJob": audited })) {
      it.live(`has one execution for each intent of a job, after a repetition and a restart: ${name}, ${what}`, () =>
        Effect.gen(function*() {
          yield* atEveryStep((step) =>
            Effect.gen(function*() {
              const server = faultyServer(script)
              const client = yield* clientOf(server)
              let received = 0
              const call = Effect.flatMap(client.execute(post(), quick), () => {
                received += 1
                return Effect.void
              })
              const first = yield* started(layer)
              const exit = yield* interruptedAt(Effect.provideService(call, KeyGenerator, first), step)
              if (received === 0) yield* Effect.provideService(call, KeyGenerator, first)
              assert.strictEqual(server.effects(), 1, `interrupted at step ${step}`)
              yield* Effect.provideService(call, KeyGenerator, first)
              assert.strictEqual(server.effects(), 2, `the second intent, after step ${step}`)
              const second = yield* started(layer)
              yield* Effect.provideService(Effect.zipRight(call, call), KeyGenerator, second)
              assert.strictEqual(server.effects(), 2, `after a restart, step ${step}`)
              return exit
            }), stride)
        }))
    }
  }
})

describe("D10 a defect", () => {
  /** A client whose hook breaks once, after the server has answered. */
  const breakingClient = (server: ReturnType<typeof faultyServer>) => {
    let isBroken = false
    return Idempotent.make(
      HttpClient.transformResponse(
        server.client,
        Effect.tap(() => {
          if (isBroken) return Effect.void
          isBroken = true
          return Effect.die(new RangeError("a bug"))
        })
      ),
      { dialect: enveloped }
    )
  }

  const defectOf = (exit: Exit.Exit<unknown, unknown>) => {
    const defect = Exit.isFailure(exit) ? Cause.squash(exit.cause) : undefined
    assert.instanceOf(defect, CallDefect)
    return defect
  }

  it.effect("of the client carries key and outcome, and the observer receives them", () =>
    Effect.gen(function*() {
      const ends: Array<CallEnd> = []
      const observer = { ended: (end: CallEnd) => Effect.sync(() => ends.push(end)) }
      const client = yield* breakingClient(faultyServer([]))
      const exit = yield* Effect.exit(Effect.provideService(client.execute(post()), CallObserver, observer))
      const { cause, end, message } = defectOf(exit)
      assert.deepInclude(end, { idempotencyKey: "test-1", outcome: "unknown", attempts: 1, endedBy: "defect" })
      assert.deepStrictEqual(ends, [end])
      assert.instanceOf(cause, RangeError)
      assert.notInclude(message, "a bug")
    }).pipe(Effect.provide(KeyGenerator.sequence("test"))))

  it.effect("of the client gives the occurrence of a job back", () =>
    Effect.gen(function*() {
      const server = faultyServer([])
      const client = yield* breakingClient(server)
      yield* Effect.exit(client.execute(post()))
      yield* client.execute(post())
      assert.strictEqual(server.effects(), 1)
    }).pipe(Effect.provide(KeyGenerator.fromJob("job", { startedAt: 0 }))))

  it.effect("of the reader carries the key of a call that was applied", () =>
    Effect.gen(function*() {
      const server = faultyServer([])
      const client = yield* clientOf(server)
      const read = (): Either.Either<never> => {
        throw new RangeError("a bug")
      }
      const { end } = defectOf(yield* Effect.exit(client.executeWith(post(), {}, read)))
      assert.deepInclude(end, { outcome: "applied", endedBy: "defect" })
      yield* client.execute(post())
      assert.strictEqual(server.effects(), 1)
    }).pipe(Effect.provide(KeyGenerator.fromJob("job", { startedAt: 0 }))))

  it.effect("of a listener does not change the result", () =>
    Effect.gen(function*() {
      const client = yield* clientOf(faultyServer([]))
      assert.strictEqual((yield* client.execute(post())).report.outcome, "applied")
    }).pipe(Effect.provide(KeyGenerator.make(({ onEnd }) => {
      onEnd(() => {
        throw new RangeError("a bug")
      })
      return "key"
    }))))

  for (
    const [what, ended] of [
      ["dies", () => Effect.die("a bug")],
      ["throws", () => {
        throw new RangeError("a bug")
      }],
      ["never ends", () => Effect.never],
      ["cannot be interrupted", () => Effect.uninterruptible(Effect.never)]
    ] as const
  ) {
    it.effect(`of an observer that ${what} does not change the result`, () =>
      Effect.gen(function*() {
        const client = yield* clientOf(faultyServer([]))
        const call = Effect.provideService(client.execute(post()), CallObserver, { ended })
        assert.strictEqual((yield* call).report.outcome, "applied")
      }))
  }

  it.effect("of time: an observer is stopped after ten seconds", () =>
    Effect.gen(function*() {
      let isStopped = false
      const ended = () =>
        Effect.onInterrupt(Effect.never, () =>
          Effect.sync(() => {
            isStopped = true
          }))
      const client = yield* clientOf(faultyServer([]))
      yield* Effect.provideService(client.execute(post()), CallObserver, { ended })
      yield* TestClock.adjust("9 seconds")
      assert.isFalse(isStopped)
      yield* TestClock.adjust("1 seconds")
      assert.isTrue(isStopped)
    }))
})
