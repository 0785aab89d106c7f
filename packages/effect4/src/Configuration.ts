/**
 * Configuration of the services: the API and the credential.
 *
 * @since 0.1.0
 */
import type * as Sdk from "@qurl/sdk"
import * as Engine from "@qurl/sdk/Configuration"
import * as Config from "effect/Config"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as ConfigProvider3 from "effect3/ConfigProvider"
import * as Effect3 from "effect3/Effect"
import * as Redacted3 from "effect3/Redacted"
import { ConfigurationError } from "./errors/ConfigurationError.js"
import { toError } from "./internal/failures.js"
import { fromEngine } from "./internal/fromEngine.js"
import type { Native } from "./internal/native.js"

/**
 * Options of the services.
 *
 * @since 0.1.0
 * @category models
 */
export type Options = Native<Sdk.Options>

const unreadable = (setting: string) => new ConfigurationError({ setting, problem: "cannot be read" })

const read = (name: string) => Effect.mapError(Config.option(Config.String(name)), () => unreadable(name))

/**
 * The options in the environment variables `QURL_API_KEY` and `QURL_API_URL`, as the `ConfigProvider` reads them.
 *
 * @since 0.1.0
 * @category constructors
 */
export const fromEnvironment: Effect.Effect<Options, ConfigurationError> = Effect.gen(function*() {
  const names = ["QURL_API_KEY", "QURL_API_URL"]
  const values = yield* Effect.forEach(names, read)
  const entries = values.flatMap((value, index) =>
    Option.isSome(value) ? [[names[index] ?? "", value.value] as const] : []
  )
  const options = yield* fromEngine(
    Effect3.withConfigProvider(Engine.fromEnvironment, ConfigProvider3.fromMap(new Map(entries))),
    toError
  )
  return { apiKey: Redacted.make(Redacted3.value(options.apiKey)), baseUrl: options.baseUrl }
})

/**
 * Options that are read from configuration of the caller's making. The error names the setting alone: the message of a
 * `ConfigError` can repeat the value that was found there.
 *
 * @since 0.1.0
 * @category constructors
 */
export const fromConfig = (config: Config.Wrap<Options>): Effect.Effect<Options, ConfigurationError> =>
  Config.unwrap(config).pipe(Effect.catch(({ cause }) =>
    Effect.gen(function*() {
      if (cause._tag === "SourceError") return yield* unreadable("options")
      const { issue } = cause
      const path = issue._tag === "Pointer" ? issue.path.map(String) : []
      const provider = yield* ConfigProvider.ConfigProvider
      const found = yield* Effect.orElseSucceed(provider.load(path), () => null)
      const setting = path.join(".")
      return yield* found === undefined
        ? new ConfigurationError({ setting, problem: "is not set" })
        : unreadable(setting === "" ? "options" : setting)
    })
  ))
