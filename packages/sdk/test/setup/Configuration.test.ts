import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import type { HttpClient } from "@effect/platform/HttpClient"
import { assert, describe, it } from "@effect/vitest"
import { TestKey } from "@qurl/emulator"
import {
  type CallOptions,
  type ConfigurationError,
  type Options,
  Qurl,
  type QurlError,
  QurlLive,
  QurlServices
} from "@qurl/sdk"
import * as Node from "@qurl/sdk/Node"
import { Config, ConfigProvider, Effect, FastCheck, Layer, Redacted, type Scope } from "effect"
import { readFileSync } from "node:fs"
import { version } from "../../src/internal/version.js"
import { apiKey, serve } from "../support/server.js"
import { untyped } from "../support/untyped.js"

const withEnvironment = (entries: Readonly<Record<string, string>>) =>
  Effect.withConfigProvider(ConfigProvider.fromMap(new Map(Object.entries(entries))))

const building = (
  options: { readonly apiKey?: string; readonly baseUrl?: string | undefined; readonly userAgent?: string }
) =>
  Effect.scoped(Layer.build(
    Qurl.layer({ ...options, apiKey: Redacted.make(options.apiKey ?? apiKey) }).pipe(
      Layer.provide(FetchHttpClient.layer)
    )
  ))

describe("QurlLive", () => {
  for (const [name, live] of [["fetch", QurlLive], ["undici", Node.QurlLive]] as const) {
    it.live(`on ${name} takes everything from the environment`, () =>
      Effect.gen(function*() {
        const server = yield* serve({ status: 200, json: { data: { plan: "free" } } })
        const quota = yield* Qurl.getQuota().pipe(
          Effect.provide(live),
          withEnvironment({ QURL_API_KEY: apiKey, QURL_API_URL: server.url })
        )
        assert.strictEqual(quota.plan, "free")
        assert.strictEqual(server.received[0]?.headers.authorization, `Bearer ${apiKey}`)
      }).pipe(Effect.scoped))
  }

  it.live("on undici reads the same environment", () =>
    Effect.gen(function*() {
      const server = yield* serve({ status: 200, json: { data: {} } })
      yield* Qurl.getQuota().pipe(
        Effect.provide(Node.QurlLive),
        withEnvironment({ QURL_API_KEY: apiKey, QURL_API_URL: server.url })
      )
      assert.strictEqual(server.received[0]?.headers.authorization, `Bearer ${apiKey}`)
    }).pipe(Effect.scoped))

  it.effect("without a key says what to set and what to start", () =>
    Effect.gen(function*() {
      const missing = yield* Effect.flip(Effect.provide(Qurl.getQuota(), QurlLive)).pipe(withEnvironment({}))
      assert.strictEqual(missing._tag, "ConfigurationError")
      assert.strictEqual(
        missing.message,
        "QURL_API_KEY is not set: set it to your qURL API key, or start the local emulator with `npx --package @qurl/emulator qurl-emulator` and "
          + "set QURL_API_URL=http://127.0.0.1:<port> and QURL_API_KEY=lv_test_..."
      )
    }))

  it.effect("treats an empty URL as unset", () =>
    Effect.gen(function*() {
      const environment = withEnvironment({ QURL_API_KEY: apiKey, QURL_API_URL: "" })
      yield* Effect.scoped(Layer.build(QurlLive)).pipe(environment)
    }))
})

describe("the key", () => {
  it.effect("must be there and fit into a header", () =>
    Effect.gen(function*() {
      for (const wrong of ["", "  ", "planted\r\nx-evil: 1", "plan ted", "plänted"]) {
        const error = yield* Effect.flip(building({ apiKey: wrong }))
        assert.strictEqual(error.setting, "QURL_API_KEY")
        assert.notMatch(JSON.stringify(error) + error.message, /pl.nted/)
      }
      yield* building({ apiKey: "eyJhbGciOi.eyJzdWIiOi.c2ln" })
    }))
})

describe("a key of the emulator", () => {
  for (const key of TestKey.accounts.keys()) {
    it.effect(`${key.slice(0, 15)}... is refused for any host but this machine`, () =>
      Effect.gen(function*() {
        for (const baseUrl of [undefined, "https://api.layerv.ai", "https://localhost.example.com"]) {
          const error = yield* Effect.flip(building({ apiKey: key, baseUrl }))
          assert.strictEqual(error.setting, "QURL_API_KEY")
          assert.include(error.message, `which ${new URL(baseUrl ?? "https://api.layerv.ai").host} does not know`)
        }
        for (const baseUrl of ["http://127.0.0.1:8080", "http://localhost", "http://[::1]:1"]) {
          yield* building({ apiKey: key, baseUrl })
        }
        const live = yield* Effect.flip(Effect.scoped(Layer.build(QurlLive))).pipe(
          withEnvironment({ QURL_API_KEY: key })
        )
        assert.strictEqual(live.setting, "QURL_API_KEY")
      }))
  }
})

describe("options that only a program without types can give", () => {
  const key = { apiKey: Redacted.make("lv_test_x") }
  const wrong: ReadonlyArray<readonly [setting: string, options: unknown, text: RegExp]> = [
    ["options", undefined, /give \{ apiKey \}/],
    ["apiKey", {}, /Redacted/],
    ["apiKey", { apiKey: "lv_test_x" }, /Redacted/],
    ["apiKey", { apiKey: Redacted.make(undefined) }, /is not a string/],
    ["baseURL", { ...key, baseURL: "http://127.0.0.1:1" }, /Did you mean baseUrl\?/],
    ["apiUrl", { ...key, apiUrl: "http://127.0.0.1:1" }, /It is now called baseUrl\./],
    ["heldBack", { ...key, heldBack: [] }, /It is now called unkeyedOperations\./],
    ["endpoint", { ...key, endpoint: "x" }, /The options are apiKey, baseUrl, userAgent/],
    ["QURL_API_URL", { ...key, baseUrl: 5 }, /is not a URL/],
    ["keys", { ...key, keys: "some" }, /"documented"/],
    ["tenant", { ...key, tenant: "" }, /give a name, or leave it out/],
    ["tenant", { ...key, tenant: 7 }, /is not a string/],
    ["unkeyedOperations", { ...key, unkeyedOperations: "create" }, /array/],
    ["unkeyedOperations", { ...key, unkeyedOperations: ["createApikey"] }, /Did you mean createApiKey\?/]
  ]

  for (const [setting, options, text] of wrong) {
    it.effect(`${setting} is refused: ${JSON.stringify(options)}`, () =>
      Effect.gen(function*() {
        const given = untyped<Options>(options)
        for (
          const building of [Qurl.make(given), Layer.build(Qurl.layer(given)), Layer.build(QurlServices.layer(given))]
        ) {
          const error = yield* Effect.flip(
            Effect.scoped<unknown, ConfigurationError, HttpClient | Scope.Scope>(building)
          )
          assert.strictEqual(error.setting, setting)
          assert.match(error.message, text)
        }
      }).pipe(Effect.provide(FetchHttpClient.layer)))
  }

  it.live("of a call are refused before anything is sent, with the nearest name", () =>
    Effect.gen(function*() {
      const server = yield* serve({ status: 200, json: { data: {} } })
      const layer = Qurl.layer({ apiKey: Redacted.make(apiKey), baseUrl: server.url })
      const options = untyped<CallOptions>({ idempotencykey: "job-42" })
      const calls: ReadonlyArray<Effect.Effect<unknown, QurlError, Qurl>> = [
        Qurl.create({ target_url: "https://example.com" }, options),
        Qurl.get("r_1", options),
        Qurl.delete("r_1", options)
      ]
      for (const call of calls) {
        const error = yield* Effect.flip(Effect.provide(call, Layer.provide(layer, FetchHttpClient.layer)))
        assert(error._tag === "ValidationError")
        assert.match(error.invalidFields.idempotencykey ?? "", /is not an option\. Did you mean idempotencyKey\?/)
      }
      assert.deepStrictEqual(server.received, [])
    }).pipe(Effect.scoped))
})

describe("the user agent", () => {
  it.live("names the calling program before the SDK", () =>
    Effect.gen(function*() {
      const server = yield* serve({ status: 200, json: { data: {} } })
      const layer = Qurl.layer({ apiKey: Redacted.make(apiKey), baseUrl: server.url, userAgent: "acme/2.1 (batch)" })
      yield* Qurl.getQuota().pipe(Effect.provide(Layer.provide(layer, FetchHttpClient.layer)))
      assert.match(String(server.received[0]?.headers["user-agent"]), /^acme\/2\.1 \(batch\) qurl-effect\/\d/)
    }).pipe(Effect.scoped))

  for (const userAgent of ["", " ", "acme\r\nx-injected: 1", "acmé"]) {
    it.effect(`${JSON.stringify(userAgent)} is refused`, () =>
      Effect.gen(function*() {
        const error = yield* Effect.flip(building({ userAgent }))
        assert.strictEqual(error.setting, "userAgent")
      }))
  }
})

describe("the base URL", () => {
  it.effect("is https, or http on this machine", () =>
    Effect.gen(function*() {
      for (
        const baseUrl of [
          "https://api.layerv.ai",
          "https://api.layerv.ai/",
          "https://proxy.example.com/qurl//",
          "http://localhost:8080",
          "http://127.0.0.1:1",
          "http://[::1]:80",
          "HTTPS://API.LAYERV.AI"
        ]
      ) {
        yield* building({ baseUrl })
      }
    }))

  it.effect("is refused otherwise, without its user info", () =>
    Effect.gen(function*() {
      for (
        const baseUrl of [
          "",
          "api.layerv.ai",
          "ftp://api.layerv.ai",
          "http://api.layerv.ai",
          "http://0.0.0.0:80",
          "http://localhost.evil.test",
          "http://127.0.0.1.evil.test",
          "https://planted:planted@api.layerv.ai",
          "https://api.layerv.ai?key=planted",
          "https://api.layerv.ai/?",
          "https://api.layerv.ai#planted",
          "javascript:planted"
        ]
      ) {
        const error = yield* Effect.flip(building({ baseUrl }))
        assert.strictEqual(error.setting, "QURL_API_URL", baseUrl)
        assert.notInclude(JSON.stringify(error) + error.message, "planted")
      }
    }))

  it.effect("never lets plain http leave this machine", () =>
    Effect.promise(() =>
      FastCheck.assert(
        FastCheck.asyncProperty(FastCheck.webUrl({ validSchemes: ["http"] }), (baseUrl) => {
          const local = ["localhost", "127.0.0.1", "[::1]"].includes(new URL(baseUrl).hostname)
          return Effect.runPromise(
            Effect.map(Effect.either(building({ baseUrl })), ({ _tag }) => local || _tag === "Left")
          )
        }),
        { numRuns: 50 }
      )
    ))
})

describe("layerConfig", () => {
  const layer = Qurl.layerConfig({ apiKey: Config.redacted("MY_KEY"), baseUrl: Config.string("MY_URL") }).pipe(
    Layer.provide(FetchHttpClient.layer)
  )

  it.live("reads names of the caller's choice", () =>
    Effect.gen(function*() {
      const server = yield* serve({ status: 200, json: { data: {} } })
      yield* Effect.provide(Qurl.getQuota(), layer).pipe(withEnvironment({ MY_KEY: "k", MY_URL: server.url }))
      assert.strictEqual(server.received[0]?.headers.authorization, "Bearer k")
    }).pipe(Effect.scoped))

  it.effect("says which one is missing", () =>
    Effect.gen(function*() {
      const error = yield* Effect.flip(Effect.scoped(Layer.build(layer))).pipe(withEnvironment({ MY_KEY: "k" }))
      assert.strictEqual(error.message, "MY_URL is not set")
    }))
})

describe("the version", () => {
  it("is that of the package", () => {
    const manifest: unknown = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"))
    assert.propertyVal(manifest, "version", version)
  })
})
