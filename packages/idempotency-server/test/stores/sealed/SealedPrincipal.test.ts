import { assert, it } from "@effect/vitest"
import { Effect, Redacted } from "effect"
import { Middleware, Operations, Sealed, Store, StoreMemory } from "../../../src/index.js"
import { call, counting, options } from "../../support/leasing.js"

const sealing: Sealed.Options = {
  lookup: Redacted.make("l".repeat(32)),
  sealing: { id: "a", secret: Redacted.make("a".repeat(32)) }
}

const principal = () => Effect.succeed("ada@example.com")

/** Principals that operators read, after a handler has failed under a lease. */
const listed = (store: Store.Service, requires: ReadonlyArray<keyof Store.Capabilities>) =>
  Effect.gen(function*() {
    const once = yield* Middleware.make({ ...options, principal, requires })
    assert.strictEqual((yield* call(once(counting(Effect.void, 500).app))).status, 500)
    return (yield* Operations.unresolved()).records.map(({ summary }) => summary?.principal)
  }).pipe(Effect.provideService(Store.Store, store))

it.scoped("R4 operators read the caller of a sealed record, and a digest of the caller of a readable one", () =>
  Effect.gen(function*() {
    const memory = yield* StoreMemory.make
    assert.deepStrictEqual(yield* listed(yield* Sealed.make(memory, sealing), ["sealed"]), ["ada@example.com"])
    // The store underneath does not hold the name.
    const { records: [record] } = yield* memory.unresolved(10)
    assert.notInclude(JSON.stringify(record), "example.com")

    const [digest] = yield* listed(yield* StoreMemory.make, [])
    assert.match(digest ?? "", /^sha256:[0-9a-f]{16}$/)
  }))

it.scoped("a route that requires sealed records does not start on a store whose records are readable", () =>
  Effect.gen(function*() {
    const error = yield* Effect.flip(
      Middleware.make({ ...options, requires: ["sealed"] }).pipe(
        Effect.provideService(Store.Store, yield* StoreMemory.make)
      )
    )
    assert.strictEqual(error._tag, "UnfitStoreError")
    assert.include(error.message, "is not sealed")
  }))
