import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { KeyError } from "../../CallError.js"

/** A key as returned by a generator, which may have no types. A missing one must not send a write without a key. */
export const generated = (operation: string, value: unknown): Effect.Effect<Option.Option<string>, KeyError> => {
  if (Option.isOption(value)) return Option.isSome(value) ? generated(operation, value.value) : Effect.succeedNone
  if (typeof value === "string") return Effect.succeedSome(value)
  return new KeyError({
    reason: "generator",
    operation,
    problem: value === undefined || value === null
      ? `is ${value}: return a string from the key generator, or Option.none() (null with Promises) to send `
        + "the call without a key"
      : `is of type ${typeof value}, not a string: return a string from the key generator`
  })
}
