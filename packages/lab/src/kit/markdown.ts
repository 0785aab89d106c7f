/** Rows as a table of Markdown. Numbers stand to the right. */
export const table = (
  head: ReadonlyArray<string>,
  rows: ReadonlyArray<ReadonlyArray<string | number>>
): string => {
  const text = (cell: string | number | undefined) =>
    typeof cell === "number" ? cell.toLocaleString("en-US") : cell ?? ""
  const widths = head.map((title, index) => Math.max(title.length, 3, ...rows.map((row) => text(row[index]).length)))
  const isNumber = (index: number) => typeof rows[0]?.[index] === "number"
  const line = (cells: ReadonlyArray<string | number>) =>
    `| ${
      cells.map((cell, index) => {
        const width = widths[index] ?? 0
        return isNumber(index) ? text(cell).padStart(width) : text(cell).padEnd(width)
      }).join(" | ")
    } |`
  const rule = widths.map((width, index) => isNumber(index) ? `${"-".repeat(width - 1)}:` : "-".repeat(width))
  return [line(head), line(rule), ...rows.map(line)].join("\n")
}
