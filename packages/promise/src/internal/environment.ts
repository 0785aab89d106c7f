import { fromEnvironment } from "@qurl/sdk/Configuration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Redacted from "effect/Redacted"
import type { ClientOptions } from "../ClientOptions.js"
import { ConfigurationError } from "../ConfigurationError.js"

/** Options of a client in the environment. */
export const optionsFromEnvironment = (): Pick<ClientOptions, "apiKey" | "baseUrl"> => {
  const options = Effect.runSync(Effect.either(fromEnvironment))
  if (Either.isLeft(options)) throw new ConfigurationError(options.left)
  return { apiKey: Redacted.value(options.right.apiKey), baseUrl: options.right.baseUrl }
}
