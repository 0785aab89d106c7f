/** A table as a picture: one bar per row, its middle half as a line, over the baseline where there is one. */
import { ratios, spread, type Table } from "../row.js"

const width = 790
const left = 280
const right = 110
const rowHeight = 26
const top = 46

const escaped = (text: string) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/`/g, "")

const short = (value: number) => value.toLocaleString("en", { maximumFractionDigits: value < 10 ? 2 : 0 })

export const svg = (table: Table): string => {
  const bars = table.rows.map((row) => ({ name: row.name, ...spread(ratios(table, row) ?? row.samples) }))
  const most = Math.max(...bars.map(({ q3 }) => q3))
  const at = (value: number) => left + value / most * (width - left - right)
  const unit = table.baseline === undefined ? table.unit : `x ${table.baseline}`
  const lines = bars.flatMap(({ median, name, q1, q3 }, index) => {
    const y = top + index * rowHeight
    const middle = y + 9
    const color = /^(@qurl|middleware|batchCreateAll)/.test(name) ? "#2563eb" : "#94a3b8"
    return [
      `<text x="${left - 8}" y="${middle + 4}" text-anchor="end">${escaped(name)}</text>`,
      `<rect x="${left}" y="${y}" width="${(at(median) - left).toFixed(1)}" height="18" fill="${color}"/>`,
      `<path d="M${at(q1).toFixed(1)} ${middle}H${at(q3).toFixed(1)}" stroke="#0f172a" stroke-width="2"/>`,
      `<text x="${(at(q3) + 6).toFixed(1)}" y="${middle + 4}">${short(median)}</text>`
    ]
  })
  const height = top + bars.length * rowHeight + 10
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`
    + " font-family=\"sans-serif\" font-size=\"12\" fill=\"#0f172a\">",
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    `<text x="12" y="20" font-size="14" font-weight="bold">${escaped(table.title)}</text>`,
    `<text x="12" y="36" fill="#475569">${escaped(unit)}, median and middle half of the rounds</text>`,
    ...lines,
    "</svg>",
    ""
  ].join("\n")
}
