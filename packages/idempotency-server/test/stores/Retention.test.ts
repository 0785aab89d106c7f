import { HttpServerRequest, HttpServerResponse } from "@effect/platform"
import { assert, describe, it } from "@effect/vitest"
import { standard } from "@qurl/idempotency/Dialect"
import { Effect, Option } from "effect"
import { Execution, Middleware, Store, StoreMemory } from "../../src/index.js"
import { databaseFile, openStore } from "../support/harness.js"

const options = { dialect: standard, principal: () => Effect.succeed("owner") } as const

const post = new Request("http://app/", { method: "POST", headers: { "idempotency-key": "k" } })

describe("a retention", () => {
  it.scoped("that is infinite or absurd is refused at the start, with the option to set", () =>
    Effect.gen(function*() {
      for (const retention of [Infinity, "36500 days"] as const) {
        const error = yield* Effect.flip(Middleware.make({ ...options, mode: "lease", retention }))
        assert.strictEqual(error._tag, "UnfitStoreError")
        assert.include(error.message, "`retention`")
      }
    }).pipe(Effect.provide(StoreMemory.layer)))

  it.scoped("that a handler asks for is ten years at most, in every store", () =>
    Effect.gen(function*() {
      const { store } = yield* openStore(yield* databaseFile)
      const once = yield* Middleware.make(options).pipe(Effect.provideService(Store.TransactionalStore, store))
      const app = once(Effect.as(Execution.keepFor(Infinity), HttpServerResponse.empty({ status: 201 })))
      const response = yield* Effect.provideService(
        Effect.scoped(app),
        HttpServerRequest.HttpServerRequest,
        HttpServerRequest.fromWeb(post)
      )
      assert.strictEqual(response.status, 201)
      const record = Option.getOrThrow(yield* store.look(Store.identity(["owner"], "k")))
      assert.strictEqual(record._tag, "Done")
      if (record._tag === "Done") assert.strictEqual(record.expiresAt, Store.maxRetentionMillis)
    }))
})
