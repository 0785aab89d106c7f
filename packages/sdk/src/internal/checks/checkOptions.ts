import * as OptionCheck from "@qurl/idempotency/Support/OptionCheck"
import * as Effect from "effect/Effect"
import { ConfigurationError } from "../../Configuration.js"

/** Fails if an option is unknown, missing or wrong. */
export const checkOptions = <Options extends object>(
  options: Options | undefined,
  kinds: OptionCheck.Kinds<Options>
): Effect.Effect<void, ConfigurationError> =>
  Effect.suspend(() => {
    const wrong = OptionCheck.find(options, kinds)
    return wrong === undefined ? Effect.void : new ConfigurationError({ setting: wrong.option, problem: wrong.problem })
  })
