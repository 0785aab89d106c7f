import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Stream from "effect/Stream"
import { createHash } from "node:crypto"
import { exitCodes } from "../exitCodes.js"
import { Problem } from "../problem.js"
import { Session } from "../terminal/session.js"
import * as Stdio from "../terminal/stdio.js"
import { type Format, rows } from "./read.js"
import { describeMistake, type Mistake } from "./row.js"

export interface Checked {
  readonly rows: number
  /** Of the file's content. */
  readonly digest: string
}

/** Reads the whole file and tells everything that is wrong with it, as it is found. */
export const check = (file: string, name: string, format: Format): Effect.Effect<Checked, Problem, Session> =>
  Effect.gen(function*() {
    const { json } = yield* Session
    const hash = createHash("sha256")
    let mistakes = 0
    let good = 0
    const tell = (mistake: Mistake) => {
      mistakes++
      return Stdio.err(json ? `${JSON.stringify({ mistake })}\n` : `${name}: ${describeMistake(mistake)}\n`)
    }
    yield* Stream.runForEach(rows(file, format, hash), (row) => {
      if (Either.isLeft(row)) return Effect.forEach(row.left, tell, { discard: true })
      good++
      return Effect.void
    })
    if (mistakes > 0) {
      return yield* new Problem({
        exitCode: exitCodes.invalid,
        what: `${name} has ${mistakes} mistake${mistakes === 1 ? "" : "s"}.`,
        outcome: "Nothing was sent.",
        next: "Mend the lines above and run the command again."
      })
    }
    if (good === 0) {
      return yield* new Problem({
        exitCode: exitCodes.invalid,
        what: `${name} has no rows.`,
        outcome: "Nothing was sent."
      })
    }
    return { rows: good, digest: hash.digest("hex") }
  })
