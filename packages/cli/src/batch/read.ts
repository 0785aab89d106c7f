import { CsvError } from "csv-parse"
import * as Either from "effect/Either"
import * as Stream from "effect/Stream"
import { exitCodes } from "../exitCodes.js"
import { Problem } from "../problem.js"
import { blocksOf } from "./blocks.js"
import { recordsOf } from "./csv.js"
import { type Heading, headingOf } from "./heading.js"
import type { Mistake } from "./mistake.js"
import { fromCells, fromJson, isEmpty, type Row } from "./row.js"
import { linesOf, NotText, textOf, Workbook } from "./text.js"

export type Format = "csv" | "jsonl"

type Read = Either.Either<Row, ReadonlyArray<Mistake>>

export interface Options {
  /** The file as messages call it. Default: its path. */
  readonly name?: string | undefined
  /** Blocks of the file. Default: as they are when they are read. */
  readonly blocks?: AsyncIterable<Uint8Array> | undefined
  /** Receives the heading of a CSV file. */
  readonly onHeading?: ((heading: Heading) => void) | undefined
}

const csv = async function*(text: AsyncGenerator<string>, onHeading: Options["onHeading"]): AsyncGenerator<Read> {
  let heading: Heading | undefined
  for await (const { cells, line } of recordsOf(text)) {
    if (isEmpty(cells)) continue
    if (heading !== undefined) {
      yield fromCells(line, heading, cells)
      continue
    }
    const found = headingOf(line, cells)
    if (Either.isLeft(found)) {
      // Every row below a column without a meaning would be wrong for the same reason.
      yield Either.left(found.left)
      return
    }
    heading = found.right
    onHeading?.(heading)
  }
}

const jsonl = async function*(text: AsyncGenerator<string>): AsyncGenerator<Read> {
  let line = 0
  for await (const content of linesOf(text)) {
    line++
    if (content.trim() !== "") yield fromJson(line, content)
  }
}

const problemOf = (name: string) => (error: unknown): Problem => {
  if (error instanceof Problem) return error
  const refused = (what: string, next?: string) =>
    new Problem({
      exitCode: exitCodes.invalid,
      what: `${name} ${what}`,
      outcome: "Nothing was sent.",
      ...(next === undefined ? {} : { next })
    })
  if (error instanceof NotText) return refused("is not valid UTF-8 text.", "Save it as \"CSV UTF-8\" and run it again.")
  if (error instanceof Workbook) {
    return refused(
      "is a workbook of a spreadsheet program.",
      "Export it as CSV (\"CSV UTF-8\" in Excel) and run that file."
    )
  }
  if (error instanceof CsvError) return refused(`could not be parsed as CSV: ${error.message}.`)
  const code = error instanceof Error && "code" in error ? ` (${String(error.code)})` : ""
  return refused(`could not be read${code}.`)
}

/** Rows of a file one by one, right or wrong. */
export const rows = (
  file: string,
  format: Format,
  { blocks = blocksOf(file), name = file, onHeading }: Options = {}
): Stream.Stream<Read, Problem> =>
  Stream.suspend(() => {
    const text = textOf(blocks)
    return Stream.fromAsyncIterable(format === "csv" ? csv(text, onHeading) : jsonl(text), problemOf(name))
  })
