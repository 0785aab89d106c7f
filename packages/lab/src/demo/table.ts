/**
 * The demo's result as a table.
 *
 * @since 0.1.0
 */
import { styleText } from "node:util"
import { colorOf } from "./lane.js"

/**
 * Result of one client's batch.
 *
 * @since 0.1.0
 * @category models
 */
export interface Row {
  readonly client: string
  readonly wanted: number
  readonly exist: number
  readonly attempts: number
  readonly keys: number
  readonly reported: string
}

const columns = ["client", "wanted", "exist", "attempts", "keys", "reported"] as const

const paint = (text: string, { exist, reported, wanted }: Row) => {
  const color = colorOf(exist, wanted, reported)
  return color === "plain" ? text : styleText(color, text)
}

/**
 * Formats the rows, in color if standard output is a terminal with colors and NO_COLOR is not set.
 *
 * @since 0.1.0
 * @category combinators
 */
export const table = (rows: ReadonlyArray<Row>): string => {
  const widths = columns.map((column) => Math.max(column.length, ...rows.map((row) => String(row[column]).length)))
  const line = (cells: ReadonlyArray<string | number>) =>
    cells.map((cell, index) =>
      typeof cell === "number" ? String(cell).padStart(widths[index] ?? 0) : cell.padEnd(widths[index] ?? 0)
    ).join("  ").trimEnd()
  return [
    line(columns),
    line(widths.map((width) => "-".repeat(width))),
    ...rows.map((row) => paint(line(columns.map((column) => row[column])), row))
  ].join("\n")
}
