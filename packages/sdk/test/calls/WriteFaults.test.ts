import { assert, describe, it } from "@effect/vitest"
import type { ApiOperation } from "@qurl/contract"
import { keyedOperations } from "@qurl/contract"
import { Emulator, Fault, FaultPlan } from "@qurl/emulator"
import { type QurlError, RetryPolicy } from "@qurl/sdk"
import { Context, Effect, Either, Layer, Redacted } from "effect"
import type * as Call from "../../src/internal/call/call.js"
import { make } from "../../src/internal/call/caller.js"
import * as Compiled from "../../src/internal/call/compiled.js"
import { quickly } from "../support/emulator.js"
import { credentialOf, furnish, inputOf, writes } from "../support/writes.js"

class Caller extends Context.Tag("test/Caller")<Caller, Call.Caller>() {}

/** Faults of the connection, silence, delays and answers, before and after the handler. */
const faults: ReadonlyArray<Fault.Fault> = [
  Fault.destroyBeforeHandler,
  Fault.destroyAfterCommit,
  Fault.destroyAfterHeaders,
  Fault.destroyMidBody,
  Fault.noAnswerBefore,
  Fault.noAnswer,
  Fault.stallBody,
  Fault.delay(20),
  Fault.rateLimit({ retryAfter: { seconds: 0 } }),
  Fault.status(500, { when: "before" }),
  Fault.status(500, { when: "after" }),
  Fault.status(502, { when: "after" }),
  Fault.status(503, { when: "before" }),
  Fault.status(503, { when: "after" }),
  Fault.inFlight,
  Fault.mismatch
]

const nameOf = (fault: Fault.Fault): string =>
  "status" in fault ? `${fault.kind} ${fault.status} ${fault.when} the handler` : fault.kind

const effects = Effect.flatMap(
  Emulator,
  ({ control }) => Effect.map(control.inventory, ({ effects }) => effects.map(({ kind }) => kind))
)

const requestsOf = (name: string) =>
  Effect.flatMap(
    Emulator,
    ({ control }) => Effect.map(control.requests, (all) => all.filter(({ operation }) => operation === name).length)
  )

/** Makes a call of the operation on things of its own. Repeating the effect is the same call if the key is the same. */
const prepared = (operation: ApiOperation.ApiOperation, round: number) =>
  Effect.gen(function*() {
    const furnished = yield* furnish(operation, round)
    const payload = inputOf(operation, furnished)
    assert.strictEqual(payload === undefined, operation.payload === undefined, `${operation.name} has no example`)
    const { call } = yield* Caller
    const key = `a-key-of-the-caller-${crypto.randomUUID()}`
    return call(Compiled.make(operation), {
      id: furnished.ids["id"],
      ids: furnished.ids,
      ...(payload === undefined ? {} : { payload }),
      options: {
        timeout: "250 millis",
        retry: quickly(RetryPolicy.keyed),
        ...(isKeyed(operation) ? { idempotencyKey: key } : {})
      }
    }, () => "done")
  })

const isKeyed = ({ rules }: ApiOperation.ApiOperation): boolean => rules.idempotency === "keyed"

/** Faults after which only a repetition could tell what has been done. */
const isCut = ({ kind }: Fault.Fault): boolean =>
  kind.startsWith("destroy") || kind.startsWith("noAnswer") || kind === "stallBody"

const isOpen = ({ outcome }: QurlError): boolean => outcome !== "rejected" && outcome !== "not sent"

const baseOf = (operation: ApiOperation.ApiOperation) =>
  Effect.gen(function*() {
    const call = yield* prepared(operation, 0)
    const before = (yield* effects).length
    yield* call
    return (yield* effects).slice(before)
  })

describe("whatever happens to the answer of a write, it has one effect", () => {
  it("and every write of the contract is among them", () => {
    const names = writes.map(({ name }) => name)
    assert.includeMembers(names, [...keyedOperations])
    assert.isAbove(names.length, keyedOperations.length)
  })

  for (const operation of writes) {
    it.live(operation.name, () =>
      Effect.gen(function*() {
        const { control } = yield* Emulator
        const expected = yield* baseOf(operation)
        assert.isNotEmpty(expected)
        for (const [index, fault] of faults.entries()) {
          const call = yield* prepared(operation, index + 1)
          const before = (yield* effects).length
          const sent = yield* requestsOf(operation.name)
          yield* control.setFaults(FaultPlan.of({ fault, operation: operation.name, nth: 1 }))
          let result = yield* Effect.either(call)
          if (operation.rules.networkRetry === false && isCut(fault)) {
            assert.strictEqual((yield* requestsOf(operation.name)) - sent, 1, `${nameOf(fault)} is repeated`)
          }
          // Under its key, the same call finds out what became of one with an open outcome.
          const isSafe = isKeyed(operation) && operation.rules.networkRetry !== false
          if (isSafe && Either.isLeft(result) && isOpen(result.left)) result = yield* Effect.either(call)
          yield* control.clearFaults
          const done = (yield* effects).slice(before)
          const what = `${nameOf(fault)}: ${Either.isLeft(result) ? result.left.message : "success"}`
          if (Either.isRight(result)) assert.deepStrictEqual(done, expected, what)
          else if (!isOpen(result.left)) assert.deepStrictEqual(done, [], what)
          else {
            assert.isFalse(isSafe, what)
            assert.include([0, expected.length], done.length, what)
          }
        }
      }).pipe(
        Effect.provide(
          Layer.effect(Caller, make({ apiKey: Redacted.make(credentialOf(operation)), baseUrl: "http://127.0.0.1" }))
        ),
        Effect.provide(Emulator.layerHttpClient())
      ))
  }
})
