import { parse } from "csv-parse"
import { Readable } from "node:stream"

/** A record of a CSV file and the line on which it begins. */
export interface Record {
  readonly line: number
  readonly cells: ReadonlyArray<string>
}

const lineEnds = /\r\n|\n|\r/g

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0

/** The longest heading that is looked at for the separator. */
const mostHeading = 65_536

interface Opening {
  readonly delimiter: string
  /** The text that was read so far, without Excel's `sep=` line. */
  readonly text: string
}

/** The separator of a heading: the one of comma, semicolon and tab that it has most of outside of quotes. */
const delimiterOf = (heading: string): string => {
  const bare = heading.replaceAll(/"[^"]*"/g, "")
  const [best] = [",", ";", "\t"]
    .map((delimiter) => ({ delimiter, times: bare.split(delimiter).length }))
    .sort((a, b) => b.times - a.times)
  return best?.delimiter ?? ","
}

/** Reads up to the end of the heading, which shows how the cells are separated. */
const open = async (text: AsyncIterator<string>): Promise<Opening> => {
  let read = ""
  for (;;) {
    const next = await text.next()
    if (next.done !== true) read += next.value
    const announced = /^sep=([,;\t|])(\r\n|\n|\r)/.exec(read)
    // The line end stays, so that lines count as in the file.
    if (announced !== null) {
      return { delimiter: announced[1] ?? ",", text: read.slice(announced[0].length - (announced[2] ?? "").length) }
    }
    const heading = /^\s*[^\r\n]+[\r\n]/.exec(read)?.[0]
    if (next.done === true || read.length > mostHeading || (heading !== undefined && !/^\s*sep=.?\s*$/.test(heading))) {
      return { delimiter: delimiterOf(heading ?? read), text: read }
    }
  }
}

const resumed = async function*(read: string, rest: AsyncIterator<string>): AsyncGenerator<string> {
  yield read
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value
}

/** Records of a CSV text, the heading among them. CRLF, LF and CR end a record in any mixture; empty lines are skipped. */
export const recordsOf = async function*(text: AsyncGenerator<string>): AsyncGenerator<Record> {
  const { delimiter, text: read } = await open(text)
  const input = Readable.from(resumed(read, text))
  const parser = input.pipe(parse({
    delimiter,
    info: true,
    record_delimiter: ["\r\n", "\n", "\r"],
    relax_column_count: true,
    skip_empty_lines: true
  }))
  // `pipe` does not pass errors on.
  input.once("error", (error) => parser.destroy(error))
  let ended = 0
  for await (const each of parser) {
    const found: { readonly record: ReadonlyArray<string>; readonly info: { readonly empty_lines: number } } = each
    // The parser counts the lines inside of quotes differently for each kind of line end.
    yield { line: 1 + ended + found.info.empty_lines, cells: found.record }
    ended += 1 + found.record.reduce((sum, cell) => sum + count(cell, lineEnds), 0)
  }
}
