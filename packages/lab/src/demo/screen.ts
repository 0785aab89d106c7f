/**
 * The lanes side by side, redrawn in place.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import { styleText } from "node:util"
import * as Lane from "./lane.js"

const gap = 2

/**
 * Columns below which lanes do not fit side by side.
 *
 * @since 0.1.0
 * @category constructors
 */
export const minColumns = 78

const lengthOf = (line: Lane.Line) => line.reduce((length, [text]) => length + text.length, 0)

const pad = (line: Lane.Line, width: number): Lane.Line => [
  ...line,
  [" ".repeat(Math.max(0, width - lengthOf(line))), "plain"]
]

/**
 * All lanes side by side on a screen of so many columns.
 *
 * @since 0.1.0
 * @category combinators
 */
export const frame = (lanes: ReadonlyArray<Lane.Lane>, columns: number): ReadonlyArray<Lane.Line> => {
  const width = Math.min(32, Math.floor((columns - 1 - gap * (lanes.length - 1)) / lanes.length))
  const each = lanes.map((lane) => Lane.lines(lane, width))
  return (each[0] ?? []).map((_, row) => each.flatMap((lines) => pad(lines[row] ?? [], width + gap)))
}

/**
 * The frame with the colors of the terminal.
 *
 * @since 0.1.0
 * @category combinators
 */
export const paint = (line: Lane.Line): string =>
  line.map(([text, style]) => style === "plain" || text.trim() === "" ? text : styleText(style, text)).join("")
    .trimEnd()

/**
 * Runs an effect with the function that draws a frame over the one before it. The cursor is hidden meanwhile.
 *
 * @since 0.1.0
 * @category combinators
 */
export const use = <A, E, R>(
  run: (draw: (lines: ReadonlyArray<Lane.Line>) => void) => Effect.Effect<A, E, R>
): Effect.Effect<A, E, R> =>
  Effect.suspend(() => {
    const write = (text: string) => process.stdout.write(text)
    let drawn = 0
    write("\u001b[?25l")
    return Effect.ensuring(
      run((lines) => {
        write(`${drawn === 0 ? "" : `\u001b[${drawn}A`}${lines.map((line) => `\r\u001b[2K${paint(line)}\n`).join("")}`)
        drawn = lines.length
      }),
      Effect.sync(() => write("\u001b[?25h"))
    )
  })
