import type * as HttpClient from "@effect/platform/HttpClient"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { type ConfigurationError, type Options, validate } from "../../Configuration.js"
import * as Call from "./call.js"

/**
 * State that all services of one configuration share: a pace towards the server, a retry budget, a memory of used keys.
 */
export class Caller extends Context.Tag("@qurl/sdk/Caller")<Caller, Call.Caller>() {}

const make = (options: Options): Effect.Effect<Call.Caller, ConfigurationError, HttpClient.HttpClient> =>
  Effect.flatMap(validate(options), Call.make)

/** Makes a caller for every service that is built on it. */
export const layer = (options: Options): Layer.Layer<Caller, ConfigurationError, HttpClient.HttpClient> =>
  Layer.effect(Caller, make(options))

/** A service on a caller of its own. */
export const provide = <A>(
  service: Effect.Effect<A, never, Caller>,
  options: Options
): Effect.Effect<A, ConfigurationError, HttpClient.HttpClient> =>
  Effect.provideServiceEffect(service, Caller, make(options))
