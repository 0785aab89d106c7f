import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { Emulator, Fault, FaultPlan } from "../../src/index.js"
import type { Api } from "./api.js"
import type { Operation } from "./description/description.js"
import { sample } from "./refusals.js"

/** Checks the rule for keys that holds for all operations. */
export const keys = (operations: ReadonlyArray<Operation>, { expect, send }: Api) => {
  const keyed = operations.filter(({ credentials, parameters }) =>
    credentials.length > 0 && parameters.some(({ name }) => name === "Idempotency-Key")
  )
  const key = "a-key-of-at-least-32-characters-in-length"
  return describe("keys", () => {
    it.scoped("409: the same request is still running", () =>
      Effect.gen(function*() {
        yield* (yield* Emulator).control.setFaults(FaultPlan.of({ fault: Fault.inFlight }))
        for (const operation of keyed) yield* expect(409, operation.id, { ...sample(operation), key })
      }).pipe(Effect.provide(Emulator.layerServer())))

    it.scoped("the same key is the same answer, failures included", () =>
      Effect.gen(function*() {
        for (const operation of keyed) {
          const first = yield* send(operation.id, { ...sample(operation), key })
          const second = yield* send(operation.id, { ...sample(operation), key })
          assert.strictEqual(second.headers.get("idempotency-replayed"), "true", operation.id)
          assert.deepStrictEqual([second.status, second.text], [first.status, first.text])
        }
      }).pipe(Effect.provide(Emulator.layerServer())))

    it.scoped("422 where strictness is asked for, else the first answer: the same key with another body", () =>
      Effect.gen(function*() {
        for (const operation of keyed.filter(({ body }) => body !== undefined)) {
          yield* send(operation.id, { ...sample(operation), key })
          const second = yield* send(operation.id, { ...sample(operation), body: { another: "body" }, key })
          assert.strictEqual(second.status, operation.id === "createApiKey" ? 409 : 422, operation.id)
        }
      }).pipe(Effect.provide(Emulator.layerServer({ strict: true }))))
  })
}
