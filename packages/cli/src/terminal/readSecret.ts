import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { text as readAll } from "node:stream/consumers"
import { type Problem, usage } from "../problem.js"
import { isTerminal } from "./stdio.js"

/** Reads a credential from an argument or from standard input, where other users cannot see it. */
export const secretOf = (argument: string | undefined, name: string): Effect.Effect<Redacted.Redacted, Problem> => {
  if (argument !== undefined && argument !== "-") return Effect.succeed(Redacted.make(argument))
  if (isTerminal.in && argument === undefined) return Effect.fail(usage(`${name} is missing.`))
  return Effect.promise(() => readAll(process.stdin)).pipe(
    Effect.map((text) => text.trim()),
    Effect.filterOrFail((text) => text !== "", () => usage(`Standard input is empty where ${name} was expected.`)),
    Effect.map((text) => Redacted.make(text))
  )
}
