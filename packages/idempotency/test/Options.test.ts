import { HttpClientRequest } from "@effect/platform"
import { assert, describe, it } from "@effect/vitest"
import { Effect, type Layer } from "effect"
import { type CallError, Dialect, Idempotent, KeyGenerator, type OptionError, RetryPolicy } from "../src/index.js"
import { clientOf, post } from "./support/call.js"
import { faultyServer } from "./support/faultyServer.js"

// Programs without types give anything: `never` fits everywhere.
const untyped = (value: unknown) => value as never

const standard = { dialect: Dialect.standard }

type Case = readonly [option: string, options: unknown, problem: RegExp]

describe("a client is not built with", () => {
  const wrong: ReadonlyArray<Case> = [
    ["options", null, /are not an object: give \{ dialect, maxBodyBytes, tenant \}/],
    ["options", 5, /are not an object/],
    ["dialect", undefined, /is missing: give a dialect, such as Dialect\.standard/],
    ["dialect", { dialect: "standard" }, /must be a dialect/],
    ["dialct", { dialct: Dialect.standard }, /is not an option\. Did you mean dialect\?/],
    ["tennant", { ...standard, tennant: "acme" }, /Did you mean tenant\?/],
    ["tenant", { ...standard, tenant: 7 }, /must be a text that is not empty/],
    ["maxBodyBytes", { ...standard, maxBodyBytes: "1 MiB" }, /must be a whole number, 1 or more/]
  ]
  for (const [option, options, problem] of wrong) {
    it.effect(`${option}: ${JSON.stringify(options)?.slice(0, 60)}`, () =>
      Effect.gen(function*() {
        const { client } = faultyServer([])
        for (const build of [Idempotent.make, Idempotent.middleware]) {
          const error = yield* Effect.flip<unknown, OptionError, never>(build(client, untyped(options)))
          assert.deepInclude(error, { _tag: "OptionError", operation: "Idempotent.make", option })
          assert.match(error.problem, problem)
          assert.strictEqual(error.message, `Idempotent.make: ${option} ${error.problem}`)
        }
      }))
  }
})

describe("a call is not sent with", () => {
  const wrong: ReadonlyArray<Case> = [
    ["idempotencykey", { idempotencykey: "job-42" }, /Did you mean idempotencyKey\?/],
    ["idempotencyKey", { idempotencyKey: 42 }, /must be a string/],
    ["tenant", { tenant: {} }, /must be a text/],
    ["tenant", { tenant: "" }, /must be a text that is not empty/],
    ["operation", { operation: "create" }, /must be the rules of an operation/],
    ["options", null, /are not an object/],
    ["retry.attemps", { retry: { attemps: 3 } }, /Did you mean attempts\?/],
    ["retry.backoff.bas", { retry: { backoff: { bas: 3 } } }, /Did you mean base\?/],
    ["retry.statuses", { retry: { statuses: [500] } }, /must be an array, each item 429 or 502 or 503 or 504/],
    ["retry.attempts", { retry: { attempts: "3" } }, /must be a number, 1 or more/]
  ]
  for (const [option, options, problem] of wrong) {
    it.effect(`${option}: ${JSON.stringify(options)}`, () =>
      Effect.gen(function*() {
        const server = faultyServer([])
        const error = yield* Effect.flip((yield* clientOf(server)).execute(post(), untyped(options)))
        assert(error._tag === "OptionError")
        assert.strictEqual(error.option, option)
        assert.match(error.problem, problem)
        assert.strictEqual(server.sent.length, 0)
      }))
  }

  it.effect("a policy of a layer that is misspelt", () =>
    Effect.gen(function*() {
      const server = faultyServer([])
      const error = yield* Effect.flip((yield* clientOf(server)).execute(HttpClientRequest.get("https://api.test/v1")))
      assert.deepInclude(error, { _tag: "OptionError", option: "retry.deadlin" })
      assert.strictEqual(server.sent.length, 0)
    }).pipe(Effect.provide(RetryPolicy.layer(untyped({ deadlin: "1 second" })))))
})

describe("keys are not derived with", () => {
  const failure = (generator: Layer.Layer<never>): Effect.Effect<CallError> =>
    Effect.gen(function*() {
      const server = faultyServer([])
      const error = yield* Effect.flip((yield* clientOf(server)).execute(post()))
      assert.strictEqual(server.sent.length, 0)
      return error
    }).pipe(Effect.orDie, Effect.provide(generator))

  const wrong: ReadonlyArray<readonly [jobId: unknown, options: unknown, problem: RegExp]> = [
    ["job", undefined, /fromJob: startedAt is missing: give a Date/],
    ["job", { startedat: 0 }, /fromJob: startedat is not an option\. Did you mean startedAt\?/],
    ["job", { startedAt: "yesterday" }, /fromJob: startedAt must be a Date, an RFC 3339 text/],
    [undefined, { startedAt: 0 }, /fromJob: jobId must be a text/]
  ]
  for (const [jobId, options, problem] of wrong) {
    it.effect(`${JSON.stringify(jobId)}, ${JSON.stringify(options)}`, () =>
      Effect.gen(function*() {
        const error = yield* failure(KeyGenerator.fromJob(untyped(jobId), untyped(options)))
        assert(error._tag === "KeyError" && error.reason === "generator")
        assert.match(error.problem, problem)
      }))
  }

  for (const prefix of [undefined, null, "", " ", 7]) {
    it.effect(`the prefix ${JSON.stringify(prefix)} of a sequence`, () =>
      Effect.gen(function*() {
        const error = yield* failure(KeyGenerator.sequence(untyped(prefix)))
        assert(error._tag === "KeyError" && error.reason === "generator")
        assert.match(error.problem, /sequence: prefix must be a text that is not empty/)
      }))
  }

  it.effect("something that is not a function", () =>
    Effect.gen(function*() {
      const error = yield* failure(KeyGenerator.make(untyped("key")))
      assert(error._tag === "KeyError" && error.reason === "generator")
      assert.match(error.problem, /make: next must be a function/)
    }))
})
