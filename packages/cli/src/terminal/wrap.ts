/** Characters that take two cells of a terminal: East Asian wide and fullwidth forms, and emoji. */
const wide =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]$/u

/** Characters that take none: combining marks and joiners. */
const zero = /^[\p{Mn}\p{Me}\p{Cf}]$/u

const cellsOf = (character: string): number => zero.test(character) ? 0 : wide.test(character) ? 2 : 1

const isAscii = (text: string): boolean => /^[\u0020-\u007e]*$/.test(text)

/** Number of cells that a text takes on a terminal. */
export const widthOf = (text: string): number =>
  isAscii(text) ? text.length : Array.from(text).reduce((sum, character) => sum + cellsOf(character), 0)

/** Fills a text with blanks. */
export const padTo = (text: string, width: number): string => text + " ".repeat(Math.max(0, width - widthOf(text)))

/** Shortens a text to a number of cells, with an ellipsis at its end. */
export const shorten = (text: string, width: number): string => {
  if (widthOf(text) <= width) return text
  let cells = 1
  let kept = ""
  for (const character of text) {
    cells += cellsOf(character)
    if (cells > width) break
    kept += character
  }
  return `${kept}…`
}

/** Joins words to lines of at most `width` cells. A longer word has a line of its own, which the terminal breaks. */
const fill = (words: ReadonlyArray<string>, width: number): ReadonlyArray<string> => {
  const lines: Array<string> = []
  let line = ""
  for (const word of words) {
    if (line !== "" && widthOf(line) + 1 + widthOf(word) > width) {
      lines.push(line)
      line = word
    } else {
      line = line === "" ? word : `${line} ${word}`
    }
  }
  return [...lines, line]
}

/** Breaks a text between words; further lines are indented. */
export const wrap = (text: string, indent: number, width: number): string =>
  fill(text.split(" "), width - indent).join(`\n${" ".repeat(indent)}`)

/** Words of a command line. Quoted blanks do not separate words. */
const shellWords = (line: string): ReadonlyArray<string> => line.match(/(?:'[^']*'|"(?:\\.|[^"\\])*"|\S)+/g) ?? []

/** Breaks a command line so that a shell reads it as one. */
export const wrapCommand = (line: string, indent: number, width: number): string =>
  fill(shellWords(line), width - indent - 4).join(` \\\n${" ".repeat(indent + 2)}`)
