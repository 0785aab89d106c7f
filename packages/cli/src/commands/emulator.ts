import * as Effect from "effect/Effect"
import { make } from "../argv/command.js"
import { count, text, toggle } from "../argv/flag.js"
import { Problem } from "../problem.js"
import { Session } from "../terminal/session.js"

/** The emulator brings a copy of everything it needs: it is loaded by this command alone, and runs until it is told to end. */
export const emulator = make({
  name: "emulator",
  summary: "Run a qURL API on this machine, to try things out and to break it on purpose.",
  details: [
    "Prints the lines to copy, so that the SDK and this command talk to it. Without --db everything is in memory."
  ],
  examples: [
    { line: "qurl emulator", what: "On port 4010" },
    { line: "qurl emulator --port 0 --json --db qurl.sqlite", what: "For a script: a free port, told in JSON" }
  ],
  flags: {
    port: count("port", "PORT", "Default: 4010; 0 takes one that is free.", [0, 65_535]),
    db: text("db", "FILE", "SQLite file that outlives the process."),
    seed: count("seed", "N", "Makes ids, tokens and faults by chance the same in every run.", [0, Infinity]),
    faults: text("faults", "JSON", "Fault plan, or @ and the name of a file that holds one."),
    strict: toggle("strict", "Refuse a used key with another body instead of giving the first answer."),
    forgetRevoked: toggle("forget-revoked", "Remove what is revoked, so that a repeated delete answers 404.")
  },
  arguments: {},
  run: (flags) =>
    Effect.gen(function*() {
      const { json } = yield* Session
      const words = [
        ...(flags.port === undefined ? [] : ["--port", String(flags.port)]),
        ...(flags.db === undefined ? [] : ["--db", flags.db]),
        ...(flags.seed === undefined ? [] : ["--seed", String(flags.seed)]),
        ...(flags.faults === undefined ? [] : ["--faults", flags.faults]),
        ...(flags.strict ? ["--strict"] : []),
        ...(flags.forgetRevoked ? ["--forget-revoked"] : []),
        ...(json ? ["--json"] : [])
      ]
      const { start } = yield* Effect.promise(() => import("@qurl/emulator/Start"))
      const exitCode = yield* Effect.promise((signal) => start(words, signal))
      if (exitCode !== 0) return yield* new Problem({ exitCode, what: "The emulator has ended." })
    })
})
