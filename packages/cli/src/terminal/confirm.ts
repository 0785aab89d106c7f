import * as Effect from "effect/Effect"
import { createInterface } from "node:readline"
import { exitCodes } from "../exitCodes.js"
import { Problem, usage } from "../problem.js"
import { isTerminal } from "./stdio.js"

const ask = (question: string): Effect.Effect<string> =>
  Effect.async((resume) => {
    const reader = createInterface({ input: process.stdin, output: process.stderr })
    reader.once("SIGINT", () => process.kill(process.pid, "SIGINT"))
    reader.once("close", () => resume(Effect.succeed("")))
    reader.question(question, (answer) => {
      resume(Effect.succeed(answer))
      reader.close()
    })
    return Effect.sync(() => reader.close())
  })

/** Asks for confirmation. Without a terminal --yes has to give it. */
export const confirm = (what: string, yes: boolean): Effect.Effect<void, Problem> => {
  if (yes) return Effect.void
  if (!isTerminal.in || !isTerminal.err) return Effect.fail(usage(`${what} needs --yes without a terminal.`))
  return Effect.flatMap(ask(`${what}? [y/N] `), (answer) =>
    /^y(es)?$/i.test(answer.trim())
      ? Effect.void
      : new Problem({ exitCode: exitCodes.general, what: "Not confirmed.", outcome: "Nothing was sent." }))
}
