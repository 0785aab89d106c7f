import * as HelpDoc from "@effect/cli/HelpDoc"
import * as Options from "@effect/cli/Options"
import * as ValidationError from "@effect/cli/ValidationError"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"

/** A flag: how it is parsed, and what its help says. */
export interface Flag<A> {
  readonly name: string
  readonly alias?: string | undefined
  /** What stands for its value in help. A flag without one is on or off. */
  readonly value: string | undefined
  readonly repeats: boolean
  readonly choices?: ReadonlyArray<string> | undefined
  readonly description: string
  readonly options: Options.Options<A>
}

export type Flags = Readonly<Record<string, Flag<unknown>>>

/** What parsing gives. */
export type Values<F extends Flags> = { readonly [K in keyof F]: F[K] extends Flag<infer A> ? A : never }

const orUndefined = <A>(options: Options.Options<A>): Options.Options<A | undefined> =>
  Options.map(Options.optional(options), Option.getOrUndefined)

export const text = (name: string, value: string, description: string): Flag<string | undefined> => ({
  name,
  value,
  description,
  repeats: false,
  options: orUndefined(Options.text(name))
})

export const texts = (name: string, value: string, description: string): Flag<ReadonlyArray<string>> => ({
  name,
  value,
  description: `${description} It can be given several times.`,
  repeats: true,
  options: Options.repeated(Options.text(name))
})

export const toggle = (name: string, description: string, alias?: string): Flag<boolean> => ({
  name,
  alias,
  value: undefined,
  description,
  repeats: false,
  options: Options.boolean(name)
})

export const choice = <const A extends string>(
  name: string,
  choices: ReadonlyArray<A>,
  description: string
): Flag<A | undefined> => ({
  name,
  value: choices.join("|"),
  description,
  repeats: false,
  choices,
  options: orUndefined(Options.choice(name, choices))
})

const refuse = (name: string, problem: string) =>
  Effect.fail(ValidationError.invalidValue(HelpDoc.p(`--${name} ${problem}`)))

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
  options: orUndefined(Options.mapEffect(Options.text(name), (text) => {
    const number = Number(text)
    const limits = most === Infinity ? `, ${least} or more` : ` from ${least} to ${most}`
    return /^\d{1,15}$/.test(text) && number >= least && number <= most
      ? Effect.succeed(number)
      : refuse(name, `is not a whole number${limits}: ${JSON.stringify(text)}`)
  }))
})

const unitMillis: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `1500ms`, `30s`, `2m`, `1h`, `1d`. */
const parseDuration = (text: string): Option.Option<Duration.Duration> => {
  const [, amount, unit = ""] = /^(\d{1,9}(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text) ?? []
  const millis = Number(amount) * (unitMillis[unit] ?? NaN)
  return millis > 0 ? Option.some(Duration.millis(millis)) : Option.none()
}

export const duration = (name: string, description: string): Flag<Duration.Duration | undefined> => ({
  name,
  value: "DURATION",
  description,
  repeats: false,
  options: orUndefined(
    Options.mapEffect(
      Options.text(name),
      (text) =>
        Option.match(parseDuration(text), {
          onNone: () => refuse(name, `is not a duration such as 500ms, 30s, 2m or 1h: ${JSON.stringify(text)}`),
          onSome: Effect.succeed
        })
    )
  )
})

/** All flags as one value of options. */
export const all = <F extends Flags>(flags: F): Options.Options<Values<F>> => {
  const entries = Object.entries(flags).map(([key, { options }]) => [key, options] as const)
  // `Options.all` keeps the keys of the record and the type of each value, which is what `Values` says; it takes no empty
  // record.
  return (entries.length === 0
    ? Options.map(Options.none, () => ({}))
    : Options.all(Object.fromEntries(entries))) as Options.Options<Values<F>>
}
