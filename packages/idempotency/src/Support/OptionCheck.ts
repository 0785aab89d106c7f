/**
 * Checks of options objects at run time. Types do not reach JavaScript, and an option that is ignored does harm.
 *
 * @since 0.1.0
 */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import { OptionError } from "../CallError.js"
import { isInstant, isPast } from "../internal/options/instants.js"
import type { Kind, Kinds, WrongOption } from "../internal/options/kinds.js"
import * as Reading from "../internal/options/reading.js"

export type { Kind, Kinds, WrongOption } from "../internal/options/kinds.js"

/**
 * Values for which `isRight` holds; `expected` completes "must be ..." and "give ...".
 *
 * @since 0.1.0
 * @category constructors
 */
export const kind = (expected: string, isRight: Predicate.Predicate<unknown>): Kind => ({
  expected,
  isRequired: false,
  find: (value, option) => isRight(value) ? undefined : { option, problem: `must be ${expected}` }
})

/**
 * The same values, of an option that cannot be left out.
 *
 * @since 0.1.0
 * @category combinators
 */
export const required = (kind: Kind): Kind => ({ ...kind, isRequired: true })

/**
 * Any value: a schema or a decoder checks it later.
 *
 * @since 0.1.0
 * @category constructors
 */
export const anything: Kind = kind("a value", () => true)

/**
 * Text with at least one visible character.
 *
 * @since 0.1.0
 * @category constructors
 */
export const text: Kind = kind(
  "a text that is not empty",
  (value) => typeof value === "string" && value.trim() !== ""
)

/**
 * True or false.
 *
 * @since 0.1.0
 * @category constructors
 */
export const flag: Kind = kind("true or false", Predicate.isBoolean)

/**
 * Numbers from `least` up.
 *
 * @since 0.1.0
 * @category constructors
 */
export const number = (least: number): Kind =>
  kind(`a number, ${least} or more`, (value) => typeof value === "number" && value >= least)

/**
 * Whole numbers from `least` to `most`.
 *
 * @since 0.1.0
 * @category constructors
 */
export const count = (least: number, most = Infinity): Kind =>
  kind(
    `a whole number${most === Infinity ? `, ${least} or more` : ` from ${least} to ${most}`}`,
    (value) => Number.isInteger(value) && Number(value) >= least && Number(value) <= most
  )

/**
 * Texts to choose from.
 *
 * @since 0.1.0
 * @category constructors
 */
export const oneOf = (...values: ReadonlyArray<string>): Kind =>
  kind(
    values.map((value) => JSON.stringify(value)).join(" or "),
    (value) => values.some((each) => each === value)
  )

/**
 * Arrays whose items are all of a kind.
 *
 * @since 0.1.0
 * @category constructors
 */
export const list = (items: Kind): Kind =>
  kind(
    `an array, each item ${items.expected}`,
    (value) => Array.isArray(value) && value.every((item) => items.find(item, "") === undefined)
  )

/**
 * Instants.
 *
 * @since 0.1.0
 * @category constructors
 */
export const instant: Kind = kind(
  "a Date, an RFC 3339 text or milliseconds since 1970",
  isInstant
)

/**
 * Instants up to `now`, in milliseconds since 1970, or a few minutes after it: clocks of two machines differ.
 *
 * @since 0.1.0
 * @category constructors
 */
export const past = (now: number): Kind => ({
  ...instant,
  find: (value, option) =>
    instant.find(value, option)
      ?? (isPast(value, now) ? undefined : { option, problem: "is in the future: give an instant that has passed" })
})

/**
 * Functions.
 *
 * @since 0.1.0
 * @category constructors
 */
export const fn: Kind = kind("a function", Predicate.isFunction)

/**
 * Secrets that are not empty. A problem never repeats a value.
 *
 * @since 0.1.0
 * @category constructors
 */
export const secret: Kind = kind(
  "Redacted.make(\"...\") with a text that is not empty",
  (value) => Redacted.isRedacted(value) && text.find(Redacted.value(value), "") === undefined
)

/**
 * Decodes a duration that was given as an option.
 *
 * @since 0.1.0
 * @category combinators
 */
export const decodeDuration = (option: string, input: unknown): Either.Either<Duration.Duration, WrongOption> =>
  Number.isNaN(input)
    ? Either.left({ option, problem: "is not a number: give milliseconds, or a text such as \"30 seconds\"" })
    : Either.fromOption(Option.flatten(Option.liftThrowable(Duration.decodeUnknown)(input)), () => ({
      option,
      problem: `is not a duration: give ${duration.expected}`
    }))

/**
 * Everything that `Duration.decode` takes.
 *
 * @since 0.1.0
 * @category constructors
 */
export const duration: Kind = {
  expected: "a number of milliseconds, a text such as \"30 seconds\", or a Duration",
  isRequired: false,
  find: (value, option) => Option.getOrUndefined(Either.getLeft(decodeDuration(option, value)))
}

/**
 * Finds the option whose getter throws, or names the options as a whole if their proxy does.
 *
 * @since 0.1.0
 * @category combinators
 */
export const findUnreadable: (options: unknown) => WrongOption | undefined = Reading.findUnreadable

/**
 * Finds the options that are unknown, missing or wrong, an unknown one first. It is answered with the nearest known name.
 *
 * @since 0.1.0
 * @category combinators
 */
export const findAll = <Options extends object>(
  options: Options | undefined,
  kinds: Kinds<Options>,
  renamed?: Readonly<Record<string, string>>
): ReadonlyArray<WrongOption> => {
  try {
    return Reading.findEach(options === undefined ? {} : options, kinds, renamed)
  } catch {
    return [Reading.unreadable("options")]
  }
}

/**
 * Finds the first of them.
 *
 * @since 0.1.0
 * @category combinators
 */
export const find = <Options extends object>(
  options: Options | undefined,
  kinds: Kinds<Options>,
  renamed?: Readonly<Record<string, string>>
): WrongOption | undefined => Reading.areRight(options, kinds) ? undefined : findAll(options, kinds, renamed)[0]

/**
 * Options within an option.
 *
 * @since 0.1.0
 * @category constructors
 */
export const nested = <Options extends object>(kinds: Kinds<Options>): Kind => {
  const expected = `{ ${Object.keys(kinds).join(", ")} }`
  return {
    expected,
    isRequired: false,
    find: (value, option) => {
      try {
        if (!Predicate.isRecord(value)) return { option, problem: `is not an object: give ${expected}` }
      } catch {
        return Reading.unreadable(option)
      }
      const wrong = find<object>(value, kinds)
      return wrong === undefined ? undefined : { ...wrong, option: `${option}.${wrong.option}` }
    }
  }
}

/**
 * Fails if an option of `operation` is unknown, missing or wrong.
 *
 * @since 0.1.0
 * @category combinators
 */
export const check = <Options extends object>(
  operation: string,
  options: Options | undefined,
  kinds: Kinds<Options>
): Effect.Effect<void, OptionError> =>
  Effect.suspend(() => {
    const wrong = find(options, kinds)
    return wrong === undefined ? Effect.void : new OptionError({ operation, ...wrong })
  })

/**
 * Throws an `OptionError` if an option of a plain function is unknown, missing or wrong.
 *
 * @since 0.1.0
 * @category combinators
 */
export const assert = <Options extends object>(
  operation: string,
  options: Options | undefined,
  kinds: Kinds<Options>
): void => {
  const wrong = find(options, kinds)
  if (wrong !== undefined) throw new OptionError({ operation, ...wrong })
}
