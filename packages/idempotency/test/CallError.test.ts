import { assert, it } from "@effect/vitest"
import { Cause, Effect, Exit, Logger, Option } from "effect"
import { inspect } from "node:util"
import { CallDefect, RetryPolicy } from "../src/index.js"
import { clientOf, post } from "./support/call.js"
import { faultyServer } from "./support/faultyServer.js"

const key = "0123456789-the-whole-key-of-a-customer"

const failuresOf = Effect.gen(function*() {
  const lossy = yield* clientOf(faultyServer([{ kind: "reset", apply: true }]))
  const lost = yield* Effect.flip(lossy.execute(post(), { idempotencyKey: key, retry: RetryPolicy.none }))
  const option = yield* Effect.flip(lossy.execute(post(), { idempotencyKey: key, timeout: "soon" as never }))
  const client = yield* clientOf(faultyServer([]))
  yield* client.execute(post(), { idempotencyKey: key })
  const reused = yield* Effect.flip(client.execute(post({ to: "bob" }), { idempotencyKey: key }))
  return [lost, option, reused]
})

/** Everything that a log can show of an error. */
const printed = (error: Error) =>
  Effect.gen(function*() {
    const lines: Array<string> = []
    const logger = Logger.replace(Logger.defaultLogger, Logger.map(Logger.stringLogger, (line) => lines.push(line)))
    yield* Effect.provide(Effect.log(error), logger)
    yield* Effect.provide(Effect.logError("failed", Cause.fail(error)), logger)
    return [JSON.stringify(error), JSON.stringify(Exit.fail(error)), inspect(error), String(error), ...lines]
  })

it.effect("errors keep their tag and message wherever they are printed, and show the key shortened", () =>
  Effect.gen(function*() {
    const failures = yield* failuresOf
    assert.deepStrictEqual(failures.map(({ _tag }) => _tag), ["TransportError", "OptionError", "KeyError"])
    for (const error of failures) {
      const texts = yield* printed(error)
      for (const text of texts) {
        assert.notInclude(text, key)
        assert.include(text, error.message.slice(0, 40), error._tag)
      }
      assert.deepInclude(JSON.parse(JSON.stringify(error)), { _tag: error._tag, message: error.message })
    }
    const [lost] = failures
    assert.strictEqual(lost?._tag === "TransportError" && lost.report.idempotencyKey, key)
    assert.deepNestedInclude(JSON.parse(JSON.stringify(lost)), { "report.outcome": "unknown" })
  }))

it.effect("a defect shows neither the whole key nor the error behind it", () =>
  Effect.gen(function*() {
    const client = yield* clientOf(faultyServer([]))
    const exit = yield* Effect.exit(client.executeWith(post(), { idempotencyKey: key }, () => {
      throw new RangeError("lv_live_secret")
    }))
    const defect = Exit.isFailure(exit) ? Option.getOrThrow(Cause.dieOption(exit.cause)) : undefined
    assert.instanceOf(defect, CallDefect)
    for (const text of [JSON.stringify(defect), inspect(defect)]) {
      assert.notInclude(text, key)
      assert.notInclude(text, "lv_live_secret")
      assert.include(text, "a defect (RangeError)")
    }
  }))
