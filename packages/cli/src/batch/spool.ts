import * as Effect from "effect/Effect"
import { createWriteStream } from "node:fs"
import { join } from "node:path"
import { pipeline } from "node:stream/promises"
import { v7 } from "uuid"
import { exitCodes } from "../exitCodes.js"
import { Problem } from "../problem.js"

/** Standard input, kept in a file: it is read twice, and again when the job goes on. */
export const spool = (directory: string): Effect.Effect<string, Problem> => {
  const file = join(directory, "jobs", `${v7()}.input`)
  return Effect.as(
    Effect.tryPromise({
      try: (signal) => pipeline(process.stdin, createWriteStream(file, { mode: 0o600, flags: "wx" }), { signal }),
      catch: () => new Problem({ exitCode: exitCodes.general, what: `Standard input could not be kept in ${file}.` })
    }),
    file
  )
}
