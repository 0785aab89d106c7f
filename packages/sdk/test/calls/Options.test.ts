import { PgClient } from "@effect/sql-pg"
import { assert, describe, it } from "@effect/vitest"
import { type BatchAllOptions, type ConfigurationError, Qurl, SeenEvents } from "@qurl/sdk"
import * as Memory from "@qurl/sdk/Journal/Memory"
import * as Postgres from "@qurl/sdk/Journal/Postgres"
import * as Sqlite from "@qurl/sdk/Journal/Sqlite"
import * as Node from "@qurl/sdk/Node"
import { Effect, Layer, Redacted, type Scope, Stream } from "effect"
import { serve } from "../support/server.js"
import { untyped } from "../support/untyped.js"

type Building = Effect.Effect<unknown, unknown, Scope.Scope>

const layered = <A>(layer: Layer.Layer<A, unknown>): Building => Layer.build(layer)

/** A client that must not be asked. */
const untouched = Layer.succeed(PgClient.PgClient, untyped<PgClient.PgClient>({}))

const constructors: ReadonlyArray<
  readonly [
    name: string,
    build: (options: never) => ReadonlyArray<Building>,
    wrong: ReadonlyArray<readonly [setting: string, options: unknown, problem: RegExp]>
  ]
> = [
  ["SeenEvents", (options) => [SeenEvents.make(options)], [
    ["capasity", { capasity: 10 }, /is not an option\. Did you mean capacity\?/],
    ["capacity", { capacity: "many" }, /must be a whole number, 1 or more/],
    ["capacity", { capacity: 0 }, /must be a whole number, 1 or more/],
    ["window", { window: "5 parsecs" }, /is not a duration: give a number of milliseconds/],
    ["window", { window: Number.NaN }, /is not a number/],
    ["options", null, /are not an object: give \{ capacity, window \}/]
  ]],
  ["Journal/Sqlite", (options) => [Sqlite.make(options), layered(Sqlite.layer(options))], [
    ["options", "jobs.db", /are not an object: give \{ filename \}/],
    ["filename", undefined, /is missing: give a text/],
    ["fileName", { fileName: "jobs.db" }, /Did you mean filename\?/],
    ["filename", { filename: 5 }, /must be a text that is not empty/],
    ["filename", { filename: "" }, /must be a text that is not empty/]
  ]],
  ["Journal/Postgres", (options) => [layered(Postgres.layer(options))], [
    ["url", {}, /is missing: give Redacted\.make/],
    ["url", { url: "postgres://planted@host/db" }, /must be Redacted\.make/],
    ["url", { url: Redacted.make(undefined) }, /must be Redacted\.make/],
    ["uri", { uri: "x" }, /Did you mean url\?/],
    ["schema", { url: Redacted.make("postgres://planted@host/db"), schema: 1 }, /must be a text/]
  ]],
  ["Journal/Postgres on a client", (options) => [Effect.provide(Postgres.make(options), untouched)], [
    ["shema", { shema: "jobs" }, /Did you mean schema\?/],
    ["schema", { schema: "" }, /must be a text/]
  ]],
  ["Node", (options) => [layered(Node.layerHttpClientWith(options)), layered(Node.layer(options))], [
    ["proxi", { proxi: "environment" }, /Did you mean proxy\?/],
    ["proxy", { proxy: "enviroment" }, /must be "environment" or \{ https, http, except \}/],
    ["proxy.htps", { proxy: { htps: "http://planted" } }, /Did you mean http/],
    ["proxy.https", { proxy: { https: 3128 } }, /must be a string/]
  ]]
]

for (const [name, build, wrong] of constructors) {
  describe(`${name} is not built with`, () => {
    for (const [setting, options, problem] of wrong) {
      it.scoped(`${setting}: ${JSON.stringify(options)}`, () =>
        Effect.gen(function*() {
          for (const building of build(untyped(options))) {
            const error = yield* Effect.flip(building)
            assert.deepInclude(untyped<ConfigurationError>(error), { _tag: "ConfigurationError", setting })
            assert.match(untyped<ConfigurationError>(error).problem, problem)
            assert.notInclude(JSON.stringify(error), "planted")
          }
        }))
    }
  })
}

describe("a bulk job does not begin with", () => {
  const wrong: ReadonlyArray<readonly [option: string, options: unknown, problem: RegExp]> = [
    ["options", null, /are not an object/],
    ["chunksize", { chunksize: 10 }, /Did you mean chunkSize\?/],
    ["chunkSize", { chunkSize: "10" }, /must be a whole number from 1 to 100/],
    ["concurrency", { concurrency: 0 }, /must be a whole number, 1 or more/],
    ["job", { job: 5 }, /must be a name that is not empty/],
    ["retention", { retention: "a day" }, /is not a duration/],
    ["deadline", { deadline: "soon" }, /is not a duration/],
    ["timeout", { timeout: Number.NaN }, /is not a number/],
    ["retry.attemps", { retry: { attemps: 1 } }, /Did you mean attempts\?/],
    ["shared", { job: "a", shared: "yes" }, /must be true or false/],
    ["shared", { shared: true }, /needs the name of a job/],
    ["idempotencyKey", { idempotencyKey: "a" }, /belongs to one request/]
  ]
  for (const [option, options, problem] of wrong) {
    it.live(`${option}: ${JSON.stringify(options)}`, () =>
      Effect.gen(function*() {
        const server = yield* serve({ status: 200, json: { data: {} } })
        const rows = [{ target_url: "https://example.com" }]
        const layer = Qurl.layer({ apiKey: Redacted.make("lv_test_x"), baseUrl: server.url })
        const error = yield* Effect.flip(
          Stream.runDrain(Qurl.batchCreateAll(rows, untyped<BatchAllOptions>(options))).pipe(
            Effect.provide(Layer.provide(layer, Node.layerHttpClient)),
            Effect.provide(Memory.layer)
          )
        )
        assert(error._tag === "ValidationError", error._tag)
        assert.match(error.invalidFields[option] ?? "", problem)
        assert.deepStrictEqual(server.received, [])
      }).pipe(Effect.scoped))
  }
})
