import { CsvError, parse } from "csv-parse"
import * as Either from "effect/Either"
import * as Stream from "effect/Stream"
import { createHash, type Hash } from "node:crypto"
import { createReadStream } from "node:fs"
import { createInterface } from "node:readline"
import { Readable } from "node:stream"
import { exitCodes } from "../exitCodes.js"
import { Problem } from "../problem.js"
import { fromCells, fromJson, header, type Mistake, type Row } from "./row.js"

export type Format = "csv" | "jsonl"

type Read = Either.Either<Row, ReadonlyArray<Mistake>>

/** The file is none of text in UTF-8, so that no line of it can be trusted. */
class NotText extends Error {}

const decoded = async function*(file: string, hash: Hash): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true })
  const text = (chunk?: Uint8Array): string => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true })
    } catch {
      throw new NotText()
    }
  }
  for await (const chunk of createReadStream(file)) {
    hash.update(chunk)
    yield text(chunk)
  }
  yield text()
}

interface Info {
  readonly record: ReadonlyArray<string>
  readonly info: { readonly lines: number }
}

/** The line that a record begins on: the parser counts up to its end. */
const begins = ({ info, record }: Info): number =>
  info.lines - record.reduce((sum, cell) => sum + (cell.match(/\r\n|\r|\n/g)?.length ?? 0), 0)

const csv = async function*(text: Readable): AsyncGenerator<Read> {
  const parser = text.pipe(parse({ bom: true, info: true, relax_column_count: true, skip_empty_lines: true }))
  // `pipe` does not hand errors on.
  text.once("error", (error) => parser.destroy(error))
  let names: ReadonlyArray<string> | undefined
  for await (const each of parser) {
    const found: Info = each
    if (names === undefined) {
      const known = header(begins(found), found.record)
      if (Either.isLeft(known)) {
        // Rows below columns of no meaning would all be wrong for the same reason.
        yield Either.left(known.left)
        return
      }
      names = known.right
    } else {
      yield fromCells(begins(found), names, found.record)
    }
  }
}

const jsonl = async function*(text: Readable): AsyncGenerator<Read> {
  let line = 0
  const lines = createInterface({ input: text, crlfDelay: Infinity })
  let broken: Error | undefined
  text.once("error", (error) => {
    broken = error
    lines.close()
  })
  for await (const each of lines) {
    line++
    const content = line === 1 ? each.replace(/^\uFEFF/, "") : each
    if (content.trim() !== "") yield fromJson(line, content)
  }
  if (broken !== undefined) throw broken
}

const problemOf = (file: string) => (error: unknown): Problem => {
  const what = error instanceof NotText
    ? `${file} is no text in UTF-8. Save it as "CSV UTF-8".`
    : error instanceof CsvError
    ? `${file} is no CSV that can be read: ${error.message}.`
    : `${file} cannot be read.`
  return new Problem({ exitCode: exitCodes.invalid, what, outcome: "Nothing was sent." })
}

/** The rows of a file one by one, right or wrong. What was read went through `hash`. */
export const rows = (
  file: string,
  format: Format,
  hash: Hash = createHash("sha256")
): Stream.Stream<Read, Problem> =>
  Stream.suspend(() => {
    const text = Readable.from(decoded(file, hash))
    return Stream.fromAsyncIterable(format === "csv" ? csv(text) : jsonl(text), problemOf(file))
  })
