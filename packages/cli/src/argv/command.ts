import * as Args from "@effect/cli/Args"
import * as CliConfig from "@effect/cli/CliConfig"
import type { HelpDoc } from "@effect/cli/HelpDoc"
import * as Options from "@effect/cli/Options"
import type { ValidationError } from "@effect/cli/ValidationError"
import type { PlatformError } from "@effect/platform/Error"
import type * as FileSystem from "@effect/platform/FileSystem"
import type * as Path from "@effect/platform/Path"
import type * as Terminal from "@effect/platform/Terminal"
import type { BatchStoppedError, ConfigurationError, QurlError } from "@qurl/sdk"
import type { JobError, JournalError } from "@qurl/sdk/Journal"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import { type Problem, usage } from "../problem.js"
import type { Session } from "../terminal/session.js"
import type { Closed, OutputError } from "../terminal/stdio.js"
import { all, type Flag, type Flags, type Values } from "./flag.js"
import { helpText } from "./helpText.js"
import { split } from "./splitWords.js"

/** Everything a command can end with. */
export type Failure =
  | QurlError
  | BatchStoppedError
  | JobError
  | JournalError
  | ConfigurationError
  | Problem
  | PlatformError
  | Closed
  | OutputError

export type Environment = Session | FileSystem.FileSystem | Path.Path | Terminal.Terminal

export interface Example {
  readonly line: string
  readonly what: string
}

/** An argument: how it is parsed, and what its help says. */
export interface Argument<A> {
  readonly name: string
  readonly presence: "required" | "optional"
  readonly description: string
  readonly args: Args.Args<A>
}

export type Arguments = Readonly<Record<string, Argument<unknown>>>

type ArgumentValues<P extends Arguments> = { readonly [K in keyof P]: P[K] extends Argument<infer A> ? A : never }

export const required = (name: string, description: string): Argument<string> => ({
  name,
  presence: "required",
  description,
  args: Args.text({ name })
})

export const optional = (name: string, description: string): Argument<string | undefined> => ({
  name,
  presence: "optional",
  description,
  args: Args.map(Args.optional(Args.text({ name })), Option.getOrUndefined)
})

export interface Command {
  readonly name: string
  readonly summary: string
  readonly details: ReadonlyArray<string>
  readonly examples: ReadonlyArray<Example>
  readonly flags: ReadonlyArray<Flag<unknown>>
  readonly arguments: ReadonlyArray<Argument<unknown>>
  readonly parse: (
    words: ReadonlyArray<string>
  ) => Effect.Effect<Effect.Effect<void, Failure, Environment>, Problem, Environment>
}

/** Commands below a common word. */
export interface Group {
  readonly name: string
  readonly summary: string
  readonly children: ReadonlyArray<Command | Group>
}

export const isGroup = (node: Command | Group): node is Group => "children" in node

/** Flags are normalised before: whatever @effect/cli has to say is about values. */
const config = CliConfig.make({ autoCorrectLimit: 0, isCaseSensitive: true })

const wrong = (error: { readonly error: HelpDoc } | ValidationError): Problem => usage(helpText(error.error))

const missing = (args: ReadonlyArray<Argument<unknown>>, given: number): string | undefined =>
  args.filter(({ presence }) => presence === "required")[given]?.name

export const make = <const F extends Flags, const P extends Arguments>(spec: {
  readonly name: string
  readonly summary: string
  readonly details?: ReadonlyArray<string>
  readonly examples: ReadonlyArray<Example>
  readonly flags: F
  readonly arguments: P
  readonly run: (flags: Values<F>, args: ArgumentValues<P>) => Effect.Effect<void, Failure, Environment>
}): Command => {
  const flags = Object.values(spec.flags)
  const args = Object.values(spec.arguments)
  const options = all(spec.flags)
  const entries = Object.entries(spec.arguments).map(([key, { args }]) => [key, args] as const)
  // `Args.all` keeps the keys of the record and the type of each value, which is what `ArgumentValues` says; it takes no
  // empty record.
  const parser =
    (entries.length === 0 ? Args.map(Args.none, () => ({})) : Args.all(Object.fromEntries(entries))) as Args.Args<
      ArgumentValues<P>
    >
  return {
    name: spec.name,
    summary: spec.summary,
    details: spec.details ?? [],
    examples: spec.examples,
    flags,
    arguments: args,
    parse: Effect.fnUntraced(function*(words: ReadonlyArray<string>) {
      const sorted = split(words, flags)
      if (Either.isLeft(sorted)) return yield* sorted.left
      const { flags: given, others } = sorted.right
      const name = missing(args, others.length)
      if (name !== undefined) return yield* usage(`${name} is missing.`)
      const superfluous = others[args.length]
      if (superfluous !== undefined) return yield* usage(`${JSON.stringify(superfluous)} is one argument too many.`)
      const [, , values] = yield* Effect.mapError(Options.processCommandLine(options, given, config), wrong)
      const [, parsed] = yield* Effect.mapError(Args.validate(parser, others, config), wrong)
      return spec.run(values, parsed)
    })
  }
}
