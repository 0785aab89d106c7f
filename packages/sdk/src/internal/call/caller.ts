import type * as HttpClient from "@effect/platform/HttpClient"
import * as Effect from "effect/Effect"
import { type ConfigurationError, type Options, validate } from "../../Configuration.js"
import * as Call from "./call.js"

/**
 * Makes the caller of a configuration. All services that are made with it share a pace towards the server, a retry budget
 * and a memory of used keys.
 */
export const make = (options: Options): Effect.Effect<Call.Caller, ConfigurationError, HttpClient.HttpClient> =>
  Effect.flatMap(validate(options), Call.make)
