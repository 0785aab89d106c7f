import { FetchHttpClient } from "@effect/platform"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Redacted, type Scope } from "effect"
import { Atlas, Skadi, SurveyCoder } from "../src/index.js"
import * as AtlasServer from "../src/servers/Atlas.js"
import * as SkadiServer from "../src/servers/Skadi.js"
import * as SurveyCoderServer from "../src/servers/SurveyCoder.js"

// Programs without types give anything: `never` fits everywhere.
const untyped = (value: unknown) => value as never

const secret = Redacted.make("planted")

type Building = Effect.Effect<unknown, unknown, Scope.Scope>

const wrong: ReadonlyArray<
  readonly [
    name: string,
    build: (options: never) => Building,
    cases: ReadonlyArray<readonly [setting: string, options: unknown, problem: RegExp]>
  ]
> = [
  ["Skadi", (options) => Layer.build(Layer.provide(Skadi.layer(options), FetchHttpClient.layer)), [
    ["apiKey", undefined, /is missing: give Redacted\.make/],
    ["apiKey", { apiKey: "planted", signingSecret: secret }, /must be Redacted\.make/],
    ["signingSecret", { apiKey: secret }, /is missing/],
    ["signingsecret", { apiKey: secret, signingsecret: secret }, /Did you mean signingSecret\?/],
    [
      "baseUrl",
      { apiKey: secret, signingSecret: secret, baseUrl: "x" },
      /The options are apiKey, signingSecret, apiUrl/
    ]
  ]],
  [
    "SurveyCoder",
    (options) => Layer.build(Layer.provide(SurveyCoder.layer(options), FetchHttpClient.layer)),
    [
      ["options", null, /are not an object/],
      ["apiKey", { apiKey: Redacted.make(undefined) }, /must be Redacted\.make/],
      ["apiUrl", { apiKey: secret, apiUrl: 5 }, /must be a text/],
      ["apiurl", { apiKey: secret, apiurl: "x" }, /Did you mean apiUrl\?/]
    ]
  ],
  ["Atlas", (options) => Layer.build(Layer.provide(Atlas.layer(options), FetchHttpClient.layer)), [
    ["apiUrl", {}, /is missing/],
    ["dispatchURL", { apiUrl: "http://localhost", dispatchURL: "x" }, /Did you mean dispatchUrl\?/],
    ["apiKey", { apiUrl: "http://localhost", apiKey: "planted" }, /must be Redacted\.make/]
  ]],
  ["the Skadi server", SkadiServer.make, [
    ["credentials", {}, /is missing/],
    ["slidng", { credentials: {}, slidng: true }, /Did you mean sliding\?/],
    ["sliding", { credentials: {}, sliding: "yes" }, /must be true or false/],
    ["port", { credentials: {}, port: "80" }, /must be a whole number from 0 to 65535/]
  ]],
  ["the SurveyCoder server", SurveyCoderServer.make, [
    ["apiKeys", { apiKeys: "planted" }, /must be an array, each item a text/],
    ["retention", { apiKeys: [], retention: "long" }, /is not a duration/]
  ]],
  ["the Atlas server", AtlasServer.make, [
    ["retention", { retention: "12 hours" }, /is not within 24 to 48 hours/],
    ["retension", { retension: "24 hours" }, /Did you mean retention\?/],
    ["beforeExecution", { beforeExecution: () => undefined }, /must be an effect/]
  ]]
]

for (const [name, build, cases] of wrong) {
  describe(`${name} is not built with`, () => {
    for (const [setting, options, problem] of cases) {
      it.scoped(`${setting}: ${JSON.stringify(options)}`, () =>
        Effect.gen(function*() {
          const error = yield* Effect.flip(build(untyped(options)))
          assert.deepInclude(Object(error), { _tag: "SetupError", setting })
          assert.match(String(Reflect.get(Object(error), "problem")), problem)
          assert.notInclude(JSON.stringify(error), "planted")
        }))
    }
  })
}

it.scoped("a call is not sent with a misspelt option", () =>
  Effect.gen(function*() {
    const { arrivals, url } = yield* AtlasServer.make()
    const error = yield* Effect.flip(
      Effect.flatMap(Atlas, (atlas) =>
        atlas.createPlan({ goal: "x", deployment_id: "d" }, untyped({ idempotencykey: "auto" }))).pipe(
          Effect.provide(Layer.provide(Atlas.layer({ apiUrl: url }), FetchHttpClient.layer))
        )
    )
    assert.deepInclude(error, { _tag: "OptionError", option: "idempotencykey" })
    assert.match(error.message, /Did you mean idempotencyKey\?/)
    assert.deepStrictEqual(yield* arrivals, [])
  }))
