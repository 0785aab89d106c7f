/**
 * Which API to call, and as whom.
 *
 * @since 0.1.0
 */
import { type KeyedOperation, keyedOperations } from "@qurl/contract/KeyedOperations"
import { loggable } from "@qurl/idempotency/Support/Loggable"
import { didYouMean, unknownOption } from "@qurl/idempotency/Support/Suggestion"
import * as Config from "effect/Config"
import type * as ConfigError from "effect/ConfigError"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { baseUrlOf, isLoopback } from "./internal/baseUrl.js"
import type { ValidatedOptions } from "./internal/checks/validatedOptions.js"

/**
 * Names of the operations that take an idempotency key: every POST, PUT and PATCH of the API.
 *
 * @since 0.1.0
 * @category models
 */
export type { KeyedOperation }

/**
 * How the services of this package are built.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /** An API key (`lv_live_...`, `lv_test_...`) or a JWT. */
  readonly apiKey: Redacted.Redacted
  /**
   * Base URL of the API. Default: `https://api.layerv.ai`. It may carry a path in front of `/v1`. Plain http is taken
   * for `localhost`, `127.0.0.1` and `[::1]` only.
   */
  readonly baseUrl?: string | undefined
  /** The calling program, as in `acme-invites/2.1`: sent in `User-Agent` in front of this SDK's own name. */
  readonly userAgent?: string | undefined
  /**
   * Operations on which the server does not honour idempotency keys (yet), by the API's names. They send none, refuse
   * one that is given, and are not repeated: a lost answer is an error that says so. Default: none.
   */
  readonly unkeyedOperations?: ReadonlyArray<KeyedOperation> | undefined
  /**
   * Which writes carry a key: `all` of them, as the general rule of the API has it, or only those whose own description
   * names the header; the others then send none and are not repeated. Default: `all`.
   */
  readonly keys?: "all" | "documented" | undefined
  /**
   * Name of the tenant that calls. Derived keys, pins and the pace towards the server are per host and tenant. Default:
   * the credential itself, or the lasting claims of a JWT; give a name if API keys rotate.
   */
  readonly tenant?: string | undefined
}

/**
 * The SDK cannot be built as it is configured. `setting` is what to change.
 *
 * Next: change the setting that `setting` names, as `problem` says. Nothing was sent.
 *
 * @since 0.1.0
 * @category errors
 */
export class ConfigurationError extends Schema.TaggedError<ConfigurationError>()("ConfigurationError", {
  setting: Schema.String,
  /** The problem and how to fix it. */
  problem: Schema.String
}) {
  static {
    loggable(this)
  }

  override readonly message: string = `${this.setting} ${this.problem}`
}

const emulatorHint = "or start the local emulator with `npx --package @qurl/emulator qurl-emulator` and set "
  + "QURL_API_URL=http://127.0.0.1:<port> and QURL_API_KEY=lv_test_..."

const wrongKey = (problem: string) =>
  new ConfigurationError({
    setting: "QURL_API_KEY",
    problem: `${problem}: set it to your qURL API key, ${emulatorHint}`
  })

const wrongUrl = (problem: string) => new ConfigurationError({ setting: "QURL_API_URL", problem })

/**
 * The options in the environment variables `QURL_API_KEY` and `QURL_API_URL`.
 *
 * @since 0.1.0
 * @category constructors
 */
export const fromEnvironment: Effect.Effect<Options, ConfigurationError> = Effect.all({
  apiKey: Config.redacted("QURL_API_KEY").pipe(Effect.mapError(() => wrongKey("is not set"))),
  // An empty variable is how shells and CI unset one.
  baseUrl: Config.option(Config.string("QURL_API_URL")).pipe(
    Effect.map((url) => Option.getOrUndefined(Option.filter(url, (url) => url.trim() !== ""))),
    Effect.mapError(() => wrongUrl("cannot be read"))
  )
})

/** Reports the path of the setting, but not the message of the `ConfigError`, which can repeat the setting's value. */
const problemOf = (error: ConfigError.ConfigError): ConfigurationError => {
  if (error._op === "And" || error._op === "Or") return problemOf(error.left)
  return new ConfigurationError({
    setting: error.path.join("."),
    problem: error._op === "MissingData" ? "is not set" : "cannot be read"
  })
}

/**
 * Options that are read from configuration of the caller's making.
 *
 * @since 0.1.0
 * @category constructors
 */
export const fromConfig = (config: Config.Config.Wrap<Options>): Effect.Effect<Options, ConfigurationError> =>
  Effect.mapError(Config.unwrap(config), problemOf)

/** Recognizes the keys that the emulator is delivered with, its unsigned JWTs included. They are public. */
const isEmulatorKey = (key: string): boolean =>
  /^lv_test_(?:full|other|free|readonly|expired)_0+$/.test(key) || key.startsWith("eyJhbGciOiJub25lIn0.")

const optionNames = Object.keys(
  {
    apiKey: true,
    baseUrl: true,
    userAgent: true,
    unkeyedOperations: true,
    keys: true,
    tenant: true
  } satisfies Record<keyof Options, true>
)

const refuse = (setting: string, problem: string) => new ConfigurationError({ setting, problem })

/** Checks the credential. An option that is not `Redacted` comes from a program without types. */
const keyOf = ({ apiKey }: { readonly apiKey?: unknown }): Effect.Effect<Redacted.Redacted, ConfigurationError> => {
  if (!Redacted.isRedacted(apiKey)) return refuse("apiKey", "is not Redacted: give Redacted.make(\"lv_live_...\")")
  const key = Redacted.value(apiKey)
  if (typeof key !== "string") return refuse("apiKey", "is not a string: give your qURL API key")
  if (key.trim() === "") return wrongKey("is empty")
  // A line break would let the key write headers of its own; anything else outside of ASCII cannot be sent at all.
  return /^[\x21-\x7e]+$/.test(key)
    ? Effect.succeed(Redacted.make(key))
    : wrongKey("has a space, a line break or another character that no key has")
}

/**
 * Validates options before anything is sent with them. Types are not trusted: JavaScript has none.
 *
 * @internal
 */
export const validate = (options: Options): Effect.Effect<ValidatedOptions, ConfigurationError> =>
  Effect.gen(function*() {
    if (!Predicate.isRecord(options)) return yield* refuse("options", "are not an object: give { apiKey }")
    // An option that is ignored does harm: with a misspelt baseUrl, requests with the caller's key go to production.
    const unknown = unknownOption(options, optionNames, { apiUrl: "baseUrl", heldBack: "unkeyedOperations" })
    if (unknown !== undefined) return yield* refuse(unknown.option, unknown.problem)
    const { keys = "all", tenant, unkeyedOperations = [], userAgent } = options
    const apiKey = yield* keyOf(options)
    if (userAgent !== undefined && !/^[\x21-\x7e]+( [\x21-\x7e]+)*$/.test(String(userAgent))) {
      return yield* refuse(
        "userAgent",
        "is empty, or has a line break or another character that no header takes: give a name such as acme/2.1"
      )
    }
    if (!["all", "documented"].includes(keys)) {
      return yield* refuse("keys", "is neither \"all\" nor \"documented\": give one of the two")
    }
    if (tenant !== undefined && (typeof tenant !== "string" || tenant.trim() === "")) {
      return yield* refuse("tenant", "is not a string, or is empty: give a name, or leave it out")
    }
    if (!Array.isArray(unkeyedOperations)) {
      return yield* refuse("unkeyedOperations", "is not an array: give names in one")
    }
    // A name that matches nothing would leave an operation repeated that must not be.
    const misspelt = unkeyedOperations.find((name) => !keyedOperations.includes(name))
    if (misspelt !== undefined) {
      const meant = didYouMean(String(misspelt), keyedOperations)
      return yield* refuse(
        "unkeyedOperations",
        `names ${JSON.stringify(misspelt)}, which is not an operation that takes a key. ${
          meant === "" ? "Give names such as createApiKey" : meant
        }`
      )
    }
    const baseUrl = yield* Effect.mapError(baseUrlOf(options.baseUrl ?? "https://api.layerv.ai"), wrongUrl)
    if (isEmulatorKey(Redacted.value(apiKey)) && !isLoopback(baseUrl)) {
      return yield* refuse(
        "QURL_API_KEY",
        `is a key of the local emulator, which ${new URL(baseUrl).host} does not know: set QURL_API_URL to the address `
          + "that the emulator printed, or QURL_API_KEY to your own key"
      )
    }
    return { apiKey, baseUrl, unkeyedOperations, keys, tenant, userAgent }
  })
