import { layerHttpClient } from "#http"
import * as ClientState from "@qurl/idempotency/ClientState"
import { KeyGenerator } from "@qurl/idempotency/KeyGenerator"
import { RetryPolicy } from "@qurl/idempotency/RetryPolicy"
import * as OptionCheck from "@qurl/idempotency/Support/OptionCheck"
import * as FetchTransport from "@qurl/idempotency/Transport/FetchTransport"
import * as Sdk from "@qurl/sdk"
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as LogLevel from "effect/LogLevel"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import type * as Runtime from "effect/Runtime"
import type * as Scope from "effect/Scope"
import type { ClientOptions, LogLevel as PlainLogLevel } from "../ClientOptions.js"
import { ConfigurationError } from "../ConfigurationError.js"
import { toService } from "./keys.js"
import { assertOptions, toPolicy } from "./options.js"

/** The SDK checks the options that it takes as they are. */
const kinds: OptionCheck.Kinds<ClientOptions> = {
  apiKey: OptionCheck.required(OptionCheck.kind("a string, your qURL API key", (value) => typeof value === "string")),
  baseUrl: OptionCheck.anything,
  userAgent: OptionCheck.anything,
  unkeyedOperations: OptionCheck.anything,
  keys: OptionCheck.anything,
  tenant: OptionCheck.anything,
  shareWith: OptionCheck.anything,
  retry: OptionCheck.anything,
  keyGenerator: OptionCheck.kind(
    "a generator, such as KeyGenerator.uuidV4",
    (value) => Predicate.hasProperty(value, "next") && typeof value.next === "function"
  ),
  fetch: OptionCheck.fn,
  log: OptionCheck.fn
}

/** Throws a `ConfigurationError` for the first option that is unknown, missing or wrong. */
export const assertClientOptions = (options: ClientOptions): void =>
  assertOptions(options, kinds, { apiUrl: "baseUrl", heldBack: "unkeyedOperations" })

const levelOf = (level: LogLevel.LogLevel): PlainLogLevel =>
  LogLevel.greaterThanEqual(level, LogLevel.Error)
    ? "error"
    : LogLevel.greaterThanEqual(level, LogLevel.Warning)
    ? "warning"
    : LogLevel.greaterThanEqual(level, LogLevel.Info)
    ? "info"
    : "debug"

const textOf = (message: unknown): string => (Array.isArray(message) ? message : [message]).map(String).join(" ")

const layerLog = (log: ClientOptions["log"]): Layer.Layer<never> =>
  log === undefined
    ? Logger.replace(
      Logger.defaultLogger,
      Logger.withConsoleError(Logger.make(({ message }) => `qurl: ${textOf(message)}`))
    )
    : Layer.merge(
      Logger.replace(
        Logger.defaultLogger,
        Logger.make(({ logLevel, message }) => {
          try {
            log(levelOf(logLevel), textOf(message))
          } catch {
            // A write that was sent is not given up because its line could not be written.
          }
        })
      ),
      Logger.minimumLogLevel(LogLevel.Debug)
    )

/** The runtime that calls run on. It knows nothing but where its lines go. */
export const runtimeFor = (options: ClientOptions): Runtime.Runtime<never> =>
  Effect.runSync(Effect.provide(Effect.runtime<never>(), layerLog(options.log)))

const states = new WeakMap<object, Context.Context<ClientState.ClientState>>()

/** The state that a client shares with the one its options name, or a state of its own. */
export const stateFor = (
  client: object,
  { shareWith }: ClientOptions
): Context.Context<ClientState.ClientState> => {
  const shared = shareWith === undefined ? undefined : states.get(shareWith)
  if (shareWith !== undefined && shared === undefined) {
    throw new ConfigurationError({ setting: "shareWith", problem: "is not a client: give a QurlClient" })
  }
  const state = shared ?? Effect.runSync(Effect.scoped(Layer.build(ClientState.layer)))
  states.set(client, state)
  return state
}

/** All services, for as long as `scope` is open. Throws for the options that the SDK refuses. */
export const build = (
  options: ClientOptions,
  state: Context.Context<ClientState.ClientState>,
  scope: Scope.Scope
): Context.Context<Sdk.QurlServices> => {
  const { baseUrl, unkeyedOperations, keyGenerator, keys, retry, tenant, userAgent } = options
  const apiKey = Redacted.make(options.apiKey)
  const layer = Sdk.QurlServices.layer({ apiKey, baseUrl, userAgent, unkeyedOperations, keys, tenant }).pipe(
    Layer.provide(options.fetch === undefined ? layerHttpClient : FetchTransport.layer),
    Layer.provide(Layer.succeedContext(state)),
    Layer.provide(keyGenerator === undefined ? Layer.empty : Layer.succeed(KeyGenerator, toService(keyGenerator))),
    Layer.provide(retry === undefined ? Layer.empty : RetryPolicy.layer(toPolicy(retry)))
  )
  const built = Effect.runSync(Effect.either(Layer.buildWithScope(layer, scope)))
  if (Either.isRight(built)) return built.right
  throw new ConfigurationError(built.left)
}
