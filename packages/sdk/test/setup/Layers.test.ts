import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import { assert, describe, it } from "@effect/vitest"
import { KeyGenerator, Qurl, RetryPolicy } from "@qurl/sdk"
import { Effect, Layer, Redacted } from "effect"
import { apiKey, created, problem, serve, type Server } from "../support/server.js"

const input = { target_url: "https://example.com" }

/** The service with these layers given to it when it is built. */
const built = (server: Server, given: Layer.Layer<never> = Layer.empty) =>
  Qurl.layer({ apiKey: Redacted.make(apiKey), baseUrl: server.url }).pipe(
    Layer.provide(FetchHttpClient.layer),
    Layer.provide(given)
  )

const keys = (server: Server) => server.received.map(({ headers }) => headers["idempotency-key"])

describe("a key comes from", () => {
  it.live("the call, else the layer around it, else the one the service was built with", () =>
    Effect.gen(function*() {
      const server = yield* serve(created())
      const live = built(server, KeyGenerator.sequence("built"))
      yield* Effect.gen(function*() {
        yield* Qurl.create(input)
        yield* Effect.gen(function*() {
          yield* Qurl.create(input)
          yield* Qurl.create(input, { idempotencyKey: "call" })
        }).pipe(Effect.provide(KeyGenerator.sequence("around")))
        yield* Qurl.create(input)
      }).pipe(Effect.provide(live))
      assert.deepStrictEqual(keys(server), ["built-1", "around-1", "call", "built-2"])
    }).pipe(Effect.scoped))

  it.live("a layer made by hand", () =>
    Effect.gen(function*() {
      const server = yield* serve(created())
      const calls: Array<string> = []
      const generator = Layer.succeed(KeyGenerator, {
        next: ({ method, operation, url }) => {
          calls.push(`${operation} ${method} ${url}`)
          return Effect.succeedSome("mine")
        }
      })
      yield* Effect.provide(Qurl.mintLink("r_1"), Layer.merge(built(server), generator))
      assert.deepStrictEqual(calls, ["mintLink POST /v1/qurls/r_1/mint_link"])
      assert.deepStrictEqual(keys(server), ["mine"])
    }).pipe(Effect.scoped))
})

describe("a policy comes from", () => {
  const limited = problem(429, { code: "rate_limited" })
  const three = { ...RetryPolicy.keyed, attempts: 3, backoff: { ...RetryPolicy.keyed.backoff, factor: 0 } }

  it.live("the call, else the layer around it, else the one the service was built with", () =>
    Effect.gen(function*() {
      const attempts = (run: (live: Layer.Layer<Qurl>) => Effect.Effect<unknown, { readonly attempts: number }>) =>
        Effect.gen(function*() {
          const server = yield* serve({ ...limited, headers: { "retry-after": "0" } })
          const live = built(server, RetryPolicy.layer(RetryPolicy.none)).pipe(Layer.orDie)
          return (yield* Effect.flip(run(live))).attempts
        }).pipe(Effect.scoped)
      assert.strictEqual(yield* attempts((live) => Effect.provide(Qurl.create(input), live)), 1)
      const around = RetryPolicy.layer({ ...three, attempts: 2 })
      assert.strictEqual(
        yield* attempts((live) => Qurl.create(input).pipe(Effect.provide(around), Effect.provide(live))),
        2
      )
      const call = Qurl.create(input, { retry: RetryPolicy.none })
      assert.strictEqual(yield* attempts((live) => call.pipe(Effect.provide(around), Effect.provide(live))), 1)
    }))
})
