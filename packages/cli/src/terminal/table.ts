import type { Style } from "./style.js"

/** Draws groups of rows under one heading. Columns only grow. */
export const table = (titles: ReadonlyArray<string>, { bold }: Style) => {
  const widths = titles.map((title) => title.length)
  let begun = false
  const aligned = (cells: ReadonlyArray<string>): string =>
    cells.map((cell, index) => index === cells.length - 1 ? cell : cell.padEnd(widths[index] ?? 0)).join("  ").trimEnd()
  return (rows: ReadonlyArray<ReadonlyArray<string>>): string => {
    for (const row of rows) {
      row.forEach((cell, index) => {
        widths[index] = Math.min(60, Math.max(widths[index] ?? 0, cell.length))
      })
    }
    const heading = begun ? [] : [bold(aligned(titles.map((title) => title.toUpperCase())))]
    begun = true
    return [...heading, ...rows.map(aligned)].join("\n")
  }
}
