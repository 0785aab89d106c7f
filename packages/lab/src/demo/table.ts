/**
 * What the demo prints.
 *
 * @since 0.1.0
 */
import { styleText } from "node:util"

/**
 * What became of one client's batch.
 *
 * @since 0.1.0
 * @category models
 */
export interface Row {
  readonly client: string
  readonly asked: number
  readonly exist: number
  readonly attempts: number
  readonly keys: number
  readonly told: string
}

const columns = ["client", "asked", "exist", "attempts", "keys", "told"] as const

/** Green where the caller was told what is so, yellow where nobody knows, red where it is wrong. */
const colorOf = ({ asked, exist, told }: Row) => told === "unknown" ? "yellow" : exist === asked ? "green" : "red"

/**
 * The rows as a table, in color where standard output is a terminal that has them and NO_COLOR is not set.
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
    ...rows.map((row) => styleText(colorOf(row), line(columns.map((column) => row[column]))))
  ].join("\n")
}
