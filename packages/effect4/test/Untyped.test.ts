import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import { assert, it } from "vitest"
import { KeyGenerator, Qurl } from "../src/index.js"
import { created, input, keys, layerFake, type Sent } from "./support/fake.js"

const run = <A, E>(program: Effect.Effect<A, E, Qurl | Sent>) =>
  Effect.runPromise(program.pipe(
    Effect.provide(layerFake(Effect.sync(created))),
    Effect.provide(TestClock.layer())
  ))

for (
  const [generator, problem] of [
    [KeyGenerator.make(() => undefined as never), /is undefined: return a string/],
    [KeyGenerator.make(() => Effect.void as never), /is undefined: return a string/],
    [KeyGenerator.sequence(undefined as never), /sequence: prefix must be a text/],
    [KeyGenerator.fromJob("job", undefined as never), /fromJob: startedAt must be a Date/],
    [KeyGenerator.fromJob("job", { startedAt: "soon" }), /fromJob: startedAt must be a Date/],
    [KeyGenerator.fromJob("job", { startedAt: Date.now() + 3_600_000 }), /fromJob: startedAt is in the future/]
  ] as const
) {
  // A program without types gives anything.
  it(`a generator that makes no key fails the call: ${problem.source}`, () =>
    run(
      Effect.gen(function*() {
        const error = yield* Effect.flip(Qurl.create(input))
        assert(error._tag === "ValidationError", error._tag)
        assert.match(error.invalidFields.idempotencyKey ?? "", problem)
        assert.lengthOf(yield* keys, 0)
      }).pipe(Effect.provide(generator))
    ))
}

it("rows that are not a list are a ValidationError", () =>
  run(
    Effect.gen(function*() {
      // A program without types gives anything.
      const single = yield* Effect.flip(Qurl.batchCreate(undefined as never))
      assert.deepInclude(single, { _tag: "ValidationError", outcome: "not sent" })
      const bulk = yield* Effect.flip(Stream.runDrain(Qurl.batchCreateAll(undefined as never)))
      assert.deepInclude(bulk, { _tag: "ValidationError", outcome: "not sent" })
    })
  ))

for (const next of [() => Option.none(), () => Effect.succeed(Option.none())]) {
  it(`a generator opts a call out with ${String(next)}`, () =>
    run(
      Effect.gen(function*() {
        yield* Qurl.create(input)
        assert.deepStrictEqual(yield* keys, [undefined])
      }).pipe(Effect.provide(KeyGenerator.make(next)))
    ))
}
