import { RateLimiter } from "@effect/experimental"
import { SqlClient } from "@effect/sql"
import { assert, it } from "@effect/vitest"
import { Effect, Layer, type Scope } from "effect"
import * as Pace from "../src/Pace.js"
import * as RowSource from "../src/RowSource.js"

// Programs without types give anything, and services that are not asked may be anything: `never` fits everywhere.
const untyped = (value: unknown) => value as never

const untouched = Layer.merge(
  Layer.succeed(RateLimiter.RateLimiter, untyped({})),
  Layer.succeed(SqlClient.SqlClient, untyped({}))
)

const wrong: ReadonlyArray<
  readonly [
    build: (options: never) => Layer.Layer<never, unknown, RateLimiter.RateLimiter | SqlClient.SqlClient>,
    option: string,
    options: unknown,
    problem: RegExp
  ]
> = [
  [Pace.layerGate, "requestsPerMinute", undefined, /is missing: give a number above 0/],
  [Pace.layerGate, "requestsPerMinute", { requestsPerMinute: 0 }, /must be a number above 0/],
  [Pace.layerGate, "requestPerMinute", { requestPerMinute: 600 }, /Did you mean requestsPerMinute\?/],
  [Pace.layerGate, "account", { requestsPerMinute: 1, account: 7 }, /must be a text/],
  [RowSource.layerTable, "orderBy", {}, /is missing: give a text/],
  [RowSource.layerTable, "orderby", { orderby: "id" }, /Did you mean orderBy\?/],
  [RowSource.layerTable, "options", "id", /are not an object: give \{ orderBy \}/]
]

for (const [build, option, options, problem] of wrong) {
  it.scoped(`a layer is not built with ${option}: ${JSON.stringify(options)}`, () =>
    Effect.gen(function*() {
      const building: Effect.Effect<unknown, unknown, Scope.Scope> = Layer.build(
        Layer.provide(build(untyped(options)), untouched)
      )
      const error = yield* Effect.flip(building)
      assert.deepInclude(Object(error), { _tag: "OptionError", option })
      assert.match(String(Reflect.get(Object(error), "problem")), problem)
    }))
}
