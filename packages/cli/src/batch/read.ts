import { CsvError } from "csv-parse"
import * as Either from "effect/Either"
import * as Stream from "effect/Stream"
import { Problem } from "../problem.js"
import { blocksOf } from "./blocks.js"
import { recordsOf } from "./csv.js"
import { type Heading, headingOf } from "./heading.js"
import type { Mistake } from "./mistake.js"
import { fromCells, fromJson, isEmpty, type Row } from "./row.js"
import { linesOf, refused, textOf, unreadable } from "./text.js"

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

const problemOf = (name: string) => (error: unknown): Problem =>
  error instanceof Problem
    ? error
    : error instanceof CsvError
    ? refused(name, `could not be parsed as CSV: ${error.message}.`)
    : unreadable(name, error)

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
