/**
 * Animated SVG of a terminal.
 *
 * @since 0.1.0
 */
import type { Line, Style } from "./lane.js"

/**
 * Content of the terminal from a moment on, in milliseconds after the beginning.
 *
 * @since 0.1.0
 * @category models
 */
export interface Frame {
  readonly at: number
  readonly lines: ReadonlyArray<Line>
}

/** A row that stays the same from one moment to another. */
interface Piece {
  readonly row: number
  readonly line: Line
  readonly from: number
  readonly to: number
}

const character = { width: 8, height: 20 }
const margin = 16

const colors: Readonly<Record<Style, string>> = {
  plain: "#d5d9df",
  bold: "#ffffff",
  dim: "#98a2af",
  cyan: "#6fc3df",
  green: "#63d297",
  yellow: "#f0bd66",
  red: "#ff8a80"
}

const escape = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")

const textOf = (line: Line | undefined) => JSON.stringify(line ?? [])

/** Every row of every frame, with what does not change between frames as one piece. */
const piecesOf = (frames: ReadonlyArray<Frame>, end: number): ReadonlyArray<Piece> => {
  const rows = Math.max(...frames.map(({ lines }) => lines.length))
  return Array.from({ length: rows }, (_, row) => row).flatMap((row) => {
    const starts = frames.filter(({ lines }, index) => textOf(lines[row]) !== textOf(frames[index - 1]?.lines[row]))
    return starts.map(({ at, lines }, index): Piece => ({
      row,
      line: lines[row] ?? [],
      from: at,
      to: starts[index + 1]?.at ?? end
    })).filter(({ line }) => line.some(([text]) => text.trim() !== ""))
  })
}

/** Draws an element for each styled part, at its column whatever the font. */
const drawn = ({ line, row }: Piece): string => {
  let column = 0
  return line.map(([text, style]) => {
    const indent = text.length - text.trimStart().length
    const shown = text.trim()
    const x = margin + (column + indent) * character.width
    column += text.length
    if (shown === "") return ""
    const y = margin + 14 + row * character.height
    const width = shown.length * character.width
    if (shown.startsWith("█")) {
      return `<rect x="${x}" y="${y - 12}" width="${width}" height="14" class="${style}"/>`
    }
    return `<text x="${x}" y="${y}" textLength="${width}" class="${style}">${escape(shown)}</text>`
  }).join("")
}

const percent = (at: number, end: number) => `${(at * 100 / end).toFixed(2)}%`

/**
 * Draws the frames as an SVG that repeats itself and holds its last frame for `hold` milliseconds. Where people prefer
 * less motion, only the last frame is shown.
 *
 * @since 0.1.0
 * @category combinators
 */
export const make = (
  frames: ReadonlyArray<Frame>,
  { columns, hold, title }: { readonly columns: number; readonly hold: number; readonly title: string }
): string => {
  const last = frames.at(-1)
  const end = (last?.at ?? 0) + hold
  const rows = last?.lines.length ?? 0
  const pieces = piecesOf(frames, end)
  const spans = [...new Set(pieces.map(({ from, to }) => `${from}-${to}`))]
  const rules = spans.flatMap((span, index) => {
    const [from = 0, to = end] = span.split("-").map(Number)
    if (from === 0 && to === end) return []
    const shown = `${percent(from, end)}{visibility:visible}`
    const hidden = to === end ? "" : `${percent(to, end)}{visibility:hidden}`
    return [
      `@keyframes k${index}{0%{visibility:${from === 0 ? "visible" : "hidden"}}${from === 0 ? "" : shown}${hidden}}`,
      `.k${index}{animation:k${index} ${end}ms step-end infinite${to === end ? "" : ";visibility:hidden"}}`
    ]
  })
  const width = 2 * margin + columns * character.width
  const height = 2 * margin + rows * character.height
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title">`,
    `<title id="title">${escape(title)}</title>`,
    "<style>",
    "text{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,\"DejaVu Sans Mono\",monospace;white-space:pre}",
    ...Object.entries(colors).map(([style, color]) =>
      `.${style}{fill:${color}${style === "bold" ? ";font-weight:600" : ""}}`
    ),
    ...rules,
    "@media (prefers-reduced-motion:reduce){g{animation:none!important}}",
    "</style>",
    `<rect width="${width}" height="${height}" rx="8" fill="#14171c"/>`,
    ...pieces.map((piece) => {
      const index = spans.indexOf(`${piece.from}-${piece.to}`)
      return `<g class="k${index}">${drawn(piece)}</g>`
    }),
    "</svg>",
    ""
  ].join("\n")
}
