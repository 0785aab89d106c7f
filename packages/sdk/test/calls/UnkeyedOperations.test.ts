import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import { assert, describe, it } from "@effect/vitest"
import { Emulator, Fault, FaultPlan, TestKey } from "@qurl/emulator"
import {
  ApiKeys,
  ConfigurationError,
  type KeyedOperation,
  type Options,
  Portal,
  Qurl,
  QurlServices,
  RetryPolicy,
  Webhooks
} from "@qurl/sdk"
import { Config, ConfigProvider, Effect, Layer, Redacted } from "effect"
import { inventory, quickly, requests } from "../support/emulator.js"

const input = { name: "ci", scopes: ["qurl:read"] }
const link = { target_url: "https://example.com" }

/** Runs a program with services that are configured so, against an emulator whose requests meet these faults. */
const configured =
  (options: Omit<Options, "apiKey" | "baseUrl">, ...rules: ReadonlyArray<FaultPlan.Rule>) =>
  <A, E>(program: Effect.Effect<A, E, Emulator | QurlServices>) =>
    program.pipe(
      Effect.provide(RetryPolicy.layer(quickly(RetryPolicy.keyed))),
      Effect.provide(
        Layer.unwrapEffect(
          Effect.map(
            Emulator,
            ({ url }) => QurlServices.layer({ ...options, baseUrl: url, apiKey: Redacted.make(TestKey.jwt) })
          )
        ).pipe(
          Layer.provide(FetchHttpClient.layer),
          Layer.provideMerge(Emulator.layerServer({ faults: FaultPlan.of(...rules) }))
        )
      )
    )

/** Which operations arrived, and whether with a key. */
const arrived = Effect.map(
  requests,
  (requests) => requests.map(({ key_digest, operation }) => `${operation} ${key_digest === null ? "without" : "with"}`)
)

describe("Q7 the header is held back", () => {
  it.live("Q7 per operation, which then sends none and is not repeated after a lost answer; the others do and are", () =>
    Effect.gen(function*() {
      const error = yield* Effect.flip(ApiKeys.create(input))
      assert.deepInclude(error, {
        _tag: "NetworkError",
        outcome: "unknown",
        attempts: 1,
        endedBy: "not retryable",
        idempotencyKey: undefined
      })
      assert.include(error.message, "look first")
      assert.strictEqual((yield* Qurl.create(link)).meta.attempts, 2)
      assert.deepStrictEqual(yield* arrived, ["createApiKey without", "create with", "create with"])
      const { api_keys, tokens } = yield* inventory
      assert.deepStrictEqual([api_keys.length, tokens.length], [1, 1])
    }).pipe(configured(
      { unkeyedOperations: ["createApiKey"] },
      { fault: Fault.destroyAfterCommit, operation: "createApiKey" },
      { fault: Fault.destroyAfterCommit, operation: "create", nth: 1 }
    )))

  for (
    const [status, fault] of [[429, Fault.rateLimit({ retryAfter: { seconds: 0 } })], [503, Fault.status(503)]] as const
  ) {
    it.live(`Q7 so that nothing is repeated after ${status} either`, () =>
      Effect.gen(function*() {
        assert.deepInclude(yield* Effect.flip(ApiKeys.create(input)), { attempts: 1, status })
        assert.deepStrictEqual(yield* arrived, ["createApiKey without"])
      }).pipe(configured({ unkeyedOperations: ["createApiKey"] }, { fault, operation: "createApiKey" })))
  }

  it.live("Q7 and no longer, once the server supports it", () =>
    Effect.gen(function*() {
      assert.strictEqual((yield* ApiKeys.create(input)).meta.attempts, 2)
      assert.deepStrictEqual(yield* arrived, ["createApiKey with", "createApiKey with"])
      assert.strictEqual((yield* inventory).api_keys.length, 1)
    }).pipe(
      configured({ unkeyedOperations: [] }, { fault: Fault.destroyAfterCommit, operation: "createApiKey", nth: 1 })
    ))

  it.live("Q7 and repeated without it by the unsafe policy alone, which makes two", () =>
    Effect.gen(function*() {
      const made = yield* ApiKeys.create(input, { retry: quickly(RetryPolicy.unsafe) })
      assert.strictEqual(made.meta.attempts, 2)
      assert.deepStrictEqual(yield* arrived, ["createApiKey without", "createApiKey without"])
      assert.strictEqual((yield* inventory).api_keys.length, 2)
    }).pipe(configured(
      { unkeyedOperations: ["createApiKey"] },
      { fault: Fault.destroyAfterCommit, operation: "createApiKey", nth: 1 }
    )))

  it.live("Q7 a key that the caller gives is refused before it is sent", () =>
    Effect.gen(function*() {
      const error = yield* Effect.flip(ApiKeys.create(input, { idempotencyKey: "x".repeat(32) }))
      assert(error._tag === "ValidationError")
      assert.include(error.invalidFields.idempotencyKey, "leave it out")
      assert.deepStrictEqual(yield* requests, [])
    }).pipe(configured({ unkeyedOperations: ["createApiKey"] })))

  it.live("Q7 from everything that is made of the operation", () =>
    Effect.gen(function*() {
      const { resource_id } = yield* Qurl.create(link)
      yield* Qurl.update(resource_id, { description: "x" })
      yield* Qurl.extend(resource_id, { extend_by: "1h" })
      yield* Portal.createPortalForUrl("https://example.com/2")
      assert.deepStrictEqual(yield* arrived, ["create without", "update without", "update without", "create without"])
    }).pipe(configured({ unkeyedOperations: ["create", "update"] })))

  it.live("Q7 where no description of the operation names it, under the stricter setting", () =>
    Effect.gen(function*() {
      const { webhook_id } = yield* Webhooks.create({ url: "https://example.com/", events: ["qurl.created"] })
      yield* Webhooks.update(webhook_id, { description: "x" })
      yield* Webhooks.regenerateSecret(webhook_id)
      const { key_id } = yield* ApiKeys.create(input)
      yield* ApiKeys.update(key_id, { name: "y" })
      assert.deepStrictEqual(yield* arrived, [
        "createWebhook with",
        "updateWebhook with",
        "regenerateWebhookSecret without",
        "createApiKey with",
        "updateApiKey without"
      ])
    }).pipe(configured({ keys: "documented" })))

  it.live("Q7 for both reasons at once", () =>
    Effect.gen(function*() {
      yield* ApiKeys.create(input)
      yield* Qurl.create(link)
      assert.deepStrictEqual(yield* arrived, ["createApiKey without", "create with"])
    }).pipe(configured({ keys: "documented", unkeyedOperations: ["createApiKey"] })))
})

describe("what is held back", () => {
  const building = (unkeyedOperations: ReadonlyArray<KeyedOperation>) =>
    Layer.build(QurlServices.layer({ apiKey: Redacted.make("lv_test_x"), unkeyedOperations })).pipe(
      Effect.provide(FetchHttpClient.layer),
      Effect.scoped
    )

  it.effect("has to be an operation that takes a key", () =>
    Effect.gen(function*() {
      yield* building(["createApiKey", "createQurlForResource", "redeemAccessCode"])
      for (const name of ["get", "deleteWebhook", "createApikey", "extend", "toString", ""]) {
        // As a program without types would have it.
        const error = yield* Effect.flip(building([name as KeyedOperation]))
        assert.instanceOf(error, ConfigurationError)
        assert.strictEqual(error.setting, "unkeyedOperations")
      }
    }))

  it.live("can come from configuration", () =>
    Effect.gen(function*() {
      const { url } = yield* Emulator
      const live = QurlServices.layerConfig({
        apiKey: Config.redacted("KEY"),
        baseUrl: Config.succeed(url),
        unkeyedOperations: Config.succeed(["createApiKey"]),
        keys: Config.literal("all", "documented")("KEYS")
      }).pipe(Layer.provide(FetchHttpClient.layer))
      const provider = ConfigProvider.fromMap(new Map([["KEY", TestKey.jwt], ["KEYS", "documented"]]))
      yield* ApiKeys.create(input).pipe(Effect.provide(live), Effect.withConfigProvider(provider))
      assert.deepStrictEqual(yield* arrived, ["createApiKey without"])
    }).pipe(Effect.provide(Emulator.layerServer())))
})
