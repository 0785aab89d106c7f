import { exitCodes } from "../exitCodes.js"
import { Problem } from "../problem.js"

/** The file is not text in an encoding that its first bytes announce, so none of its lines can be trusted. */
class NotText extends Error {}

/** The file is a workbook of a spreadsheet program. */
class Workbook extends Error {}

const begins = (bytes: Uint8Array, ...signature: ReadonlyArray<number>): boolean =>
  signature.every((byte, index) => bytes[index] === byte)

/** .xlsx, .ods and .numbers are ZIP archives; .xls is an OLE compound file. */
const isWorkbook = (bytes: Uint8Array): boolean =>
  begins(bytes, 0x50, 0x4b, 0x03, 0x04) || begins(bytes, 0xd0, 0xcf, 0x11, 0xe0)

/** Excel's "Unicode Text" is UTF-16 with a byte order mark; everything else has to be UTF-8. */
const encodingOf = (bytes: Uint8Array): string =>
  begins(bytes, 0xff, 0xfe) ? "utf-16le" : begins(bytes, 0xfe, 0xff) ? "utf-16be" : "utf-8"

/** Text of a file without its byte order mark. */
export const textOf = async function*(blocks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined
  const decode = (chunk?: Uint8Array): string => {
    try {
      return decoder === undefined
        ? ""
        : chunk === undefined
        ? decoder.decode()
        : decoder.decode(chunk, { stream: true })
    } catch {
      throw new NotText()
    }
  }
  for await (const bytes of blocks) {
    if (decoder === undefined) {
      if (isWorkbook(bytes)) throw new Workbook()
      decoder = new TextDecoder(encodingOf(bytes), { fatal: true })
    }
    yield decode(bytes)
  }
  yield decode()
}

/** Lines of a text, which end with CRLF, LF or CR in any mixture. */
export const linesOf = async function*(text: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = ""
  for await (const chunk of text) {
    const lines = `${rest}${chunk}`.split(/\r\n|\n|\r(?!$)/)
    rest = lines.pop() ?? ""
    yield* lines
  }
  // A CR at the end of a chunk waits for the LF that may follow it.
  yield* rest.split("\r")
}

/** Problem of a file whose content cannot be used. */
export const refused = (name: string, what: string, next?: string): Problem =>
  new Problem({
    exitCode: exitCodes.invalid,
    what: `${name} ${what}`,
    outcome: "Nothing was sent.",
    ...(next === undefined ? {} : { next })
  })

const isMissing = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "ENOENT"

/** The code of a system's error in parentheses, for the end of a sentence. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error ? ` (${String(error.code)})` : ""

/** Problem of a file that could not be read as text. */
export const unreadable = (name: string, error: unknown): Problem => {
  if (error instanceof NotText) {
    return refused(name, "is not valid UTF-8 text.", "Save it as \"CSV UTF-8\" and run it again.")
  }
  if (error instanceof Workbook) {
    return refused(
      name,
      "is a workbook of a spreadsheet program.",
      "Export it as CSV (\"CSV UTF-8\" in Excel) and run that file."
    )
  }
  return refused(name, isMissing(error) ? "does not exist." : `could not be read${codeOf(error)}.`)
}
