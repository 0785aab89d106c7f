import * as Effect from "effect/Effect"
import { invalid, type Problem } from "../../problem.js"

/** Characters 0x80 to 0x9f of the encoding of the standard fonts. */
const upper = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ"

const columns = 84
const linesPerPage = 66

/** Byte of a character in the encoding of the standard fonts. */
const byteOf = (character: string): number | undefined => {
  const index = upper.indexOf(character)
  const code = character.codePointAt(0) ?? 0
  return index >= 0 ? 0x80 + index : code < 0x80 || (code >= 0xa0 && code <= 0xff) ? code : undefined
}

/** String of a PDF. */
const quoted = (text: string): string =>
  `(${
    Array.from(text, (character) => {
      const byte = byteOf(character) ?? 0x3f
      return byte < 0x20 || byte > 0x7e || "()\\".includes(character)
        ? `\\${byte.toString(8).padStart(3, "0")}`
        : character
    }).join("")
  })`

const broken = (line: string): ReadonlyArray<string> => {
  const characters = Array.from(line.replaceAll("\t", "    "))
  const lines: Array<string> = []
  do lines.push(characters.splice(0, columns).join(""))
  while (characters.length > 0)
  return lines
}

const pagesOf = (text: string): ReadonlyArray<ReadonlyArray<string>> => {
  const lines = text.split(/\r\n|\n|\r|\f/).flatMap(broken)
  return Array.from(
    { length: Math.ceil(lines.length / linesPerPage) },
    (_, index) => lines.slice(index * linesPerPage, (index + 1) * linesPerPage)
  )
}

/** Operators of a page: Courier of 10 points on A4, from the upper margin down. */
const drawn = (lines: ReadonlyArray<string>): string =>
  `BT /F1 10 Tf 11.5 TL 45 800 Td ${lines.map((line) => `${quoted(line)} '`).join("\n")} ET`

/** File from its objects, with the table of their places that ends it. */
const assembled = (objects: ReadonlyArray<string>): Uint8Array => {
  let text = "%PDF-1.4\n"
  const places: Array<number> = []
  objects.forEach((object, index) => {
    places.push(text.length)
    text += `${index + 1} 0 obj\n${object}\nendobj\n`
  })
  const table = places.map((place) => `${String(place).padStart(10, "0")} 00000 n \n`).join("")
  const size = objects.length + 1
  return Buffer.from(
    `${text}xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R /Info 4 0 R >>\n`
      + `startxref\n${text.length}\n%%EOF\n`,
    "latin1"
  )
}

/** Text as a PDF in Courier, one of the fonts that every reader has. It shows the characters of Western Europe. */
export const pdfOf = (text: string, title: string): Effect.Effect<Uint8Array, Problem> => {
  const missing = Array.from(text).find((character) => byteOf(character) === undefined)
  if (missing !== undefined) {
    return Effect.fail(
      invalid(
        `content has characters that the PDF of this tool cannot show, such as ${JSON.stringify(missing)}.`,
        "Make a PDF of it yourself, and pass it to upload_file_data_qurl."
      )
    )
  }
  const pages = pagesOf(text)
  const ids = pages.map((_, index) => 5 + 2 * index)
  return Effect.succeed(assembled([
    "<< /Type /Catalog /Pages 2 0 R >>",
    `<< /Type /Pages /Kids [${ids.map((id) => `${id} 0 R`).join(" ")}] /Count ${pages.length} >>`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>",
    `<< /Title ${quoted(title)} >>`,
    ...pages.flatMap((lines, index) => {
      const content = drawn(lines)
      return [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${(ids[index] ?? 0) + 1} 0 R `
        + "/Resources << /Font << /F1 3 0 R >> >> >>",
        `<< /Length ${content.length} >>\nstream\n${content}\nendstream`
      ]
    })
  ]))
}
