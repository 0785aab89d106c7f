import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { createInterface } from "node:readline"
import { Writable } from "node:stream"
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

/** Reads one line on a terminal without showing it. */
const typed = (question: string): Effect.Effect<string> =>
  Effect.async((resume) => {
    const silent = new Writable({ write: (_, __, done) => done() })
    process.stderr.write(`${question}: `)
    const reader = createInterface({ input: process.stdin, output: silent, terminal: true })
    reader.once("SIGINT", () => process.kill(process.pid, "SIGINT"))
    reader.once("close", () => resume(Effect.succeed("")))
    reader.once("line", (line) => {
      process.stderr.write("\n")
      resume(Effect.succeed(line))
      reader.close()
    })
    return Effect.sync(() => reader.close())
  })

/** A secret from a terminal, where it is not shown, or the whole of standard input. */
export const hiddenLine = (name: string): Effect.Effect<Redacted.Redacted, Problem> =>
  (isTerminal.in ? typed(name) : Effect.promise(() => readAll(process.stdin))).pipe(
    Effect.map((text) => text.trim()),
    Effect.filterOrFail((text) => text !== "", () => usage(`${name} is missing.`)),
    Effect.map((text) => Redacted.make(text))
  )
