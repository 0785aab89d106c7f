import * as Effect from "effect/Effect"
import { make } from "../argv/command.js"
import { count, target, text, toggle } from "../argv/flag.js"
import { Problem } from "../problem.js"
import { Session } from "../terminal/session.js"

/** Loads the emulator, which has its own copy of every dependency, and runs it until it is interrupted. */
export const emulator = make({
  name: "emulator",
  summary: "Run a local qURL API for development and fault tests.",
  details: [
    "Prints the settings to copy for the SDK and this command. Without --db everything is in memory."
  ],
  examples: [
    { line: "qurl emulator", what: "On port 4010" },
    { line: "qurl emulator --port 0 --json --db qurl.sqlite", what: "For a script: a free port, printed as JSON" }
  ],
  flags: {
    port: count("port", "PORT", "Default: 4010; 0 takes a free one.", [0, 65_535]),
    db: target("db", "SQLite file for the data."),
    seed: count("seed", "N", "Seed of ids, tokens and random faults.", [0, Infinity]),
    faults: text("faults", "JSON", "Fault plan, or @FILE."),
    strict: toggle("strict", "Refuse a used key with another body instead of replaying the first answer."),
    forgetRevoked: toggle("forget-revoked", "Remove revoked records, so a repeated delete answers 404.")
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
