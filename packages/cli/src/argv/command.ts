import type { PlatformError } from "@effect/platform/Error"
import type * as FileSystem from "@effect/platform/FileSystem"
import type * as Path from "@effect/platform/Path"
import type { BatchStoppedError, ConfigurationError, QurlError } from "@qurl/sdk"
import type { JobError, JournalError } from "@qurl/sdk/Journal"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import { type Problem, usage } from "../problem.js"
import type { Session } from "../terminal/session.js"
import type { Closed, OutputError } from "../terminal/stdio.js"
import { type Flag, type Flags, oneOf, parseAll, type Values } from "./flag.js"
import { split } from "./splitWords.js"

/** Failures of commands. */
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

export type Environment = Session | FileSystem.FileSystem | Path.Path

export interface Example {
  readonly line: string
  readonly what: string
}

/** Argument of a command: how it is parsed, and its line in help. */
export interface Argument<A> {
  readonly name: string
  readonly presence: "required" | "optional"
  readonly description: string
  readonly parse: (word: string | undefined) => Either.Either<A, string>
}

export type Arguments = Readonly<Record<string, Argument<unknown>>>

type ArgumentValues<P extends Arguments> = { readonly [K in keyof P]: P[K] extends Argument<infer A> ? A : never }

export const required = (name: string, description: string): Argument<string> => ({
  name,
  presence: "required",
  description,
  parse: Either.fromNullable(() => "is missing")
})

export const optional = (name: string, description: string): Argument<string | undefined> => ({
  name,
  presence: "optional",
  description,
  parse: Either.right
})

/** A required argument that is one of few words. */
export const choiceOf = <const A extends string>(
  name: string,
  choices: ReadonlyArray<A>,
  description: string
): Argument<A> => ({
  name,
  presence: "required",
  description,
  parse: (word) => oneOf(choices)(word ?? "")
})

export interface Command {
  readonly name: string
  readonly summary: string
  readonly details: ReadonlyArray<string>
  readonly examples: ReadonlyArray<Example>
  readonly flags: ReadonlyArray<Flag<unknown>>
  readonly arguments: ReadonlyArray<Argument<unknown>>
  readonly parse: (words: ReadonlyArray<string>) => Either.Either<Effect.Effect<void, Failure, Environment>, Problem>
}

/** Commands below a common word. */
export interface Group {
  readonly name: string
  readonly summary: string
  readonly children: ReadonlyArray<Command | Group | Lazy>
  /** Examples for its help. Default: those of its commands. */
  readonly examples?: ReadonlyArray<Example>
}

/** A command that is loaded when it runs, so that others start without what it imports. */
export interface Lazy {
  readonly name: string
  readonly summary: string
  readonly load: () => Promise<Command | Group>
}

export type Node = Command | Group | Lazy

export const isGroup = (node: Node): node is Group => "children" in node

const isLazy = (node: Node): node is Lazy => "load" in node

export const load = (node: Node): Effect.Effect<Command | Group> =>
  isLazy(node) ? Effect.promise(() => node.load()) : Effect.succeed(node)

/** A group whose commands are loaded, all the way down. */
export interface LoadedGroup extends Group {
  readonly children: ReadonlyArray<Command | LoadedGroup>
}

/** Loads every command of a group, for its completion. */
export const loadAll = (group: Group): Effect.Effect<LoadedGroup> =>
  Effect.forEach(
    group.children,
    (child) =>
      Effect.flatMap(load(child), (node): Effect.Effect<Command | LoadedGroup> =>
        isGroup(node) ? loadAll(node) : Effect.succeed(node))
  ).pipe(
    Effect.map((children) => ({ ...group, children }))
  )

const parseArguments = <P extends Arguments>(
  args: P,
  words: ReadonlyArray<string>
): Either.Either<ArgumentValues<P>, string> => {
  const values: Record<string, unknown> = {}
  for (const [index, [key, argument]] of Object.entries(args).entries()) {
    const parsed = argument.parse(words[index])
    if (Either.isLeft(parsed)) return Either.left(`${argument.name} ${parsed.left}.`)
    values[key] = parsed.right
  }
  // Each key of the record has got the value of the argument of that key, which is what `ArgumentValues` says.
  return Either.right(values as ArgumentValues<P>)
}

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
  return {
    name: spec.name,
    summary: spec.summary,
    details: spec.details ?? [],
    examples: spec.examples,
    flags,
    arguments: args,
    parse: (words) =>
      Either.gen(function*() {
        const { flags: given, others } = yield* split(words, flags)
        const missing = args.slice(others.length).find(({ presence }) => presence === "required")
        if (missing !== undefined) return yield* Either.left(usage(`${missing.name} is missing.`))
        const superfluous = others[args.length]
        if (superfluous !== undefined) {
          return yield* Either.left(usage(`${JSON.stringify(superfluous)} is one argument too many.`))
        }
        const values = yield* Either.mapLeft(parseAll(spec.flags, given), (problem) => usage(problem))
        const parsed = yield* Either.mapLeft(parseArguments(spec.arguments, others), (problem) => usage(problem))
        return spec.run(values, parsed)
      })
  }
}
