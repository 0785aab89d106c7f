import { FetchHttpClient, HttpClient, HttpClientRequest } from "@effect/platform"
import { assert, describe, it } from "@effect/vitest"
import { qurlDialect } from "@qurl/contract"
import { Emulator, Fault, FaultPlan } from "@qurl/emulator"
import { Idempotent } from "@qurl/idempotency"
import { Context, Deferred, Effect, Either, Fiber, Layer, TestClock } from "effect"
import { atlasDialect, skadiDialect, surveyCoderDialect } from "../src/index.js"
import * as Atlas from "./support/atlas.js"
import * as Skadi from "./support/skadi.js"
import * as SurveyCoder from "./support/surveyCoder.js"
import { finish, until } from "./support/time.js"
import { compare, exchanges, vectorsIn } from "./support/vectors.js"
import { exchange, type Request, scripted } from "./support/wire.js"

/** A server, and the hand that keeps its next execution in flight. */
interface Running {
  readonly url: string
  readonly hold: Effect.Effect<{ readonly started: Effect.Effect<void>; readonly release: Effect.Effect<void> }>
}

/** Holds the execution that comes next, and no other. */
const makeHold = Effect.sync(() => {
  let next: Effect.Effect<void> = Effect.void
  return {
    pass: Effect.suspend(() => next),
    hold: Effect.gen(function*() {
      const started = yield* Deferred.make<void>()
      const released = yield* Deferred.make<void>()
      next = Effect.zipRight(Deferred.succeed(started, undefined), Deferred.await(released))
      return { started: Deferred.await(started), release: Effect.asVoid(Deferred.succeed(released, undefined)) }
    })
  }
})

const held = <E, R>(serve: (pass: Effect.Effect<void>) => Effect.Effect<{ readonly url: string }, E, R>) =>
  Effect.gen(function*() {
    const { hold, pass } = yield* makeHold
    const { url } = yield* serve(pass)
    const running: Running = { url, hold }
    return running
  })

const emulator = Effect.gen(function*() {
  const { control, url } = Context.get(yield* Layer.build(Emulator.layerServer({ strict: true })), Emulator)
  const running: Running = {
    url,
    hold: Effect.as(
      control.setFaults(FaultPlan.of({ fault: Fault.delay(60_000), nth: 1 })),
      {
        started: until(Effect.map(TestClock.sleeps(), (sleeps) => [...sleeps].includes(60_000))),
        release: TestClock.adjust("1 minute")
      }
    )
  }
  return running
})

const dialects = [
  ["qurl", qurlDialect, emulator, "../../../contract/vectors/idempotency.json"],
  ["skadi", skadiDialect, held((beforeExecution) => Skadi.serve({ beforeExecution })), "../../vectors/skadi.json"],
  [
    "survey-coder",
    surveyCoderDialect,
    held((beforeExecution) => SurveyCoder.serve({ beforeExecution })),
    "../../vectors/survey-coder.json"
  ],
  ["atlas", atlasDialect, held((beforeExecution) => Atlas.serve({ beforeExecution })), "../../vectors/atlas.json"]
] as const

/** Wait of a duplicate under a dialect whose server waits. */
const isWaiting = Effect.map(TestClock.sleeps(), (sleeps) => [...sleeps].some((at) => at === 10_000 || at === 30_000))

/** A first request that is held, and its duplicate meanwhile. */
const duplicate = Effect.fnUntraced(function*(server: Running, request: Request, waits: boolean) {
  const { release, started } = yield* server.hold
  const first = yield* Effect.fork(exchange(server.url, request))
  yield* started
  const second = yield* Effect.fork(exchange(server.url, request))
  if (waits) yield* until(isWaiting)
  else yield* Fiber.await(second)
  yield* release
  assert.strictEqual((yield* Fiber.join(first)).status, 201)
  return yield* Fiber.join(second)
})

describe.each(dialects)("golden vectors of %s", (_, dialect, serve, file) => {
  const vectors = vectorsIn(file)

  it.scoped("the server answers them byte for byte", () =>
    Effect.gen(function*() {
      const server = yield* serve
      const seen = new Map<string, string>()
      for (const step of exchanges) {
        const { request, response } = vectors[step]
        if (step === "expired") yield* TestClock.setTime(dialect.retentionMillis)
        const actual = yield* step === "duplicate"
          ? duplicate(server, request, dialect.inFlight === undefined)
          : exchange(server.url, request)
        compare(actual, response, seen)
      }
    }))

  for (const step of exchanges) {
    it.scoped(`the client makes of "${step}" what it means`, () =>
      Effect.gen(function*() {
        const { means, request, response } = vectors[step]
        // A client that was asked to come back then gets the replay.
        const answers = means.outcome === "in flight" ? [response, vectors.replay.response] : [response]
        const server = yield* scripted(answers)
        const client = yield* Idempotent.make(yield* HttpClient.HttpClient, { dialect })
        const { [dialect.header]: key, ...headers } = request.headers
        const [, path] = request.line.split(" ")
        const call = client.execute(
          HttpClientRequest.post(server.url + path, { headers }).pipe(
            HttpClientRequest.bodyText(request.body, "application/json")
          ),
          { idempotencyKey: key, operation: { name: step, idempotency: "keyed", marksReplays: true } }
        )
        const { result: ended, waits } = yield* finish(Effect.either(call))
        if (means.outcome === "not sent") {
          assert.deepInclude(yield* Either.flip(ended), { _tag: "KeyError", reason: "invalid" })
          return assert.deepStrictEqual(server.requests, [])
        }
        const answer = yield* ended
        for (const sent of server.requests) {
          assert.deepStrictEqual([sent.line, sent.body], [request.line, request.body])
          assert.deepInclude(sent.headers, request.headers)
        }
        const polled = means.outcome === "in flight"
        const asked = Number(response.headers["retry-after"] ?? 0) * 1000
        assert.strictEqual(server.requests.length, answers.length)
        assert.strictEqual(waits.length, polled ? 1 : 0)
        assert.isTrue(waits.every((wait) => wait >= asked))
        assert.strictEqual(answer.report.outcome, polled ? "applied" : means.outcome)
        assert.strictEqual(answer.report.replayed, means.replayed)
        assert.strictEqual(answer.evidence === "mismatch", means.mismatch === true)
      }).pipe(Effect.provide(FetchHttpClient.layer)))
  }
})
