import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Stream from "effect/Stream"
import { exitCodes } from "../exitCodes.js"
import { Problem } from "../problem.js"
import * as Print from "../terminal/print.js"
import { Session } from "../terminal/session.js"
import * as Stdio from "../terminal/stdio.js"
import { visible } from "../terminal/visible.js"
import { blocksOf, marked, type Marks } from "./blocks.js"
import type { Heading } from "./heading.js"
import { describeMistake, type Mistake } from "./mistake.js"
import { counted } from "./progress.js"
import { type Format, rows } from "./read.js"

export interface Checked {
  readonly rows: number
  /** SHA-256 of the content of the file. */
  readonly digest: string
  /** Marks that a job verifies while it reads the file again. */
  readonly marks: Marks
}

/** Reads the whole file and reports each of its mistakes. */
export const check = (file: string, name: string, format: Format): Effect.Effect<Checked, Problem, Session> =>
  Effect.gen(function*() {
    const { json } = yield* Session
    const marks: Array<string> = []
    let heading: Heading | undefined
    let mistakes = 0
    let good = 0
    const report = (mistake: Mistake) => {
      mistakes++
      return Stdio.err(
        json ? `${Print.json({ mistake })}\n` : `${visible(`${name}: ${describeMistake(mistake)}`)}\n`
      )
    }
    const onHeading = (found: Heading) => {
      heading = found
    }
    yield* Stream.runForEach(rows(file, format, { blocks: marked(blocksOf(file), marks), name, onHeading }), (row) => {
      if (Either.isLeft(row)) return Effect.forEach(row.left, report, { discard: true })
      good++
      return Effect.void
    })
    for (const { field, title } of heading?.renamed ?? []) {
      yield* Print.note(visible(`${name}: column ${JSON.stringify(title)} is read as ${field}.`))
    }
    if (mistakes > 0) {
      return yield* new Problem({
        exitCode: exitCodes.invalid,
        what: `${name} has ${counted(mistakes, "mistake")}.`,
        outcome: "Nothing was sent.",
        next: "Fix the lines above and run the command again."
      })
    }
    if (good === 0) {
      return yield* new Problem({
        exitCode: exitCodes.invalid,
        what: `${name} has no rows.`,
        outcome: "Nothing was sent."
      })
    }
    // A file with rows has a block.
    return { rows: good, digest: marks.at(-1) ?? "", marks }
  })
