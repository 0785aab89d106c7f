import type * as Duration from "effect/Duration"
import * as Either from "effect/Either"
import { parseDuration } from "../duration.js"

/** Flag of a command: how it is parsed, and its line in help. */
export interface Flag<A> {
  readonly name: string
  readonly alias?: string | undefined
  /** Placeholder of its value in help. A flag without one is on or off. */
  readonly value: string | undefined
  readonly repeats: boolean
  readonly choices?: ReadonlyArray<string> | undefined
  readonly description: string
  /** Value of the words that the flag was given, which are none if it was left out; Left is the problem with them. */
  readonly parse: (words: ReadonlyArray<string>) => Either.Either<A, string>
}

export type Flags = Readonly<Record<string, Flag<unknown>>>

/** Values of flags by the names of the record. */
export type Values<F extends Flags> = { readonly [K in keyof F]: F[K] extends Flag<infer A> ? A : never }

/** Parses one word; a flag that was left out is undefined. */
const single = <A>(parse: (word: string) => Either.Either<A, string>): Flag<A | undefined>["parse"] => ([word]) =>
  word === undefined ? Either.right(undefined) : parse(word)

export const text = (name: string, value: string, description: string, alias?: string): Flag<string | undefined> => ({
  name,
  alias,
  value,
  description,
  repeats: false,
  parse: single(Either.right)
})

/** File that is written to. A dash, which other commands take for standard output, would be its name. */
export const target = (name: string, description: string): Flag<string | undefined> => ({
  ...text(name, "FILE", description),
  parse: single((word) =>
    word === "-"
      ? Either.left("needs a file, not standard output: name one (./- is a file named -)")
      : Either.right(word)
  )
})

export const texts = (name: string, value: string, description: string): Flag<ReadonlyArray<string>> => ({
  name,
  value,
  description: `${description} Repeatable.`,
  repeats: true,
  parse: Either.right
})

export const toggle = (name: string, description: string, alias?: string): Flag<boolean> => ({
  name,
  alias,
  value: undefined,
  description,
  repeats: false,
  parse: ([word]) => Either.right(word === "true")
})

/** Finds a word among few. */
export const oneOf = <const A extends string>(choices: ReadonlyArray<A>) => (word: string): Either.Either<A, string> =>
  Either.fromNullable(
    choices.find((choice) => choice === word),
    () => `is not one of ${choices.join(", ")}: ${JSON.stringify(word)}`
  )

export const choice = <const A extends string>(
  name: string,
  choices: ReadonlyArray<A>,
  description: string,
  alias?: string
): Flag<A | undefined> => ({
  name,
  alias,
  value: choices.join("|"),
  description,
  repeats: false,
  choices,
  parse: single(oneOf(choices))
})

export const count = (
  name: string,
  value: string,
  description: string,
  [least, most]: readonly [number, number]
): Flag<number | undefined> => ({
  name,
  value,
  description,
  repeats: false,
  parse: single((word) => {
    const number = Number(word)
    const limits = most === Infinity ? `, ${least} or more` : ` from ${least} to ${most}`
    return /^\d{1,15}$/.test(word) && number >= least && number <= most
      ? Either.right(number)
      : Either.left(`is not a whole number${limits}: ${JSON.stringify(word)}`)
  })
})

export const duration = (name: string, description: string): Flag<Duration.Duration | undefined> => ({
  name,
  value: "DURATION",
  description,
  repeats: false,
  parse: single((word) =>
    Either.fromOption(
      parseDuration(word),
      () => `is not a duration such as 500ms, 30s, 2m or 1h: ${JSON.stringify(word)}`
    )
  )
})

/** Values of all flags of a record, or the problem with one. */
export const parseAll = <F extends Flags>(
  flags: F,
  words: ReadonlyMap<string, ReadonlyArray<string>>
): Either.Either<Values<F>, string> => {
  const values: Record<string, unknown> = {}
  for (const [key, flag] of Object.entries(flags)) {
    const parsed = flag.parse(words.get(flag.name) ?? [])
    if (Either.isLeft(parsed)) return Either.left(`--${flag.name} ${parsed.left}.`)
    values[key] = parsed.right
  }
  // Each key of the record has got the value of the flag of that key, which is what `Values` says.
  return Either.right(values as Values<F>)
}
