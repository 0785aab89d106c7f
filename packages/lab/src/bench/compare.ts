/** Two runs side by side: `npm run bench:compare -- a.json b.json`. It ends with 1 if the second one regresses a goal. */
import { readFileSync } from "node:fs"
import { regressed } from "./goals.js"
import { parse, type Result } from "./result.js"
import { ratios, rowOf, spread } from "./row.js"

const [before, after] = process.argv.slice(2)
if (before === undefined || after === undefined) {
  console.error("Give two results: npm run bench:compare -- before.json after.json")
  process.exit(2)
}

const read = (file: string): Result => parse(readFileSync(file, "utf8"))

/** Ratios where there are some: they mean the same on another machine, or on another day. */
const spreadOf = (result: Result, tableId: string, name: string) => {
  const table = result.tables.find(({ id }) => id === tableId)
  const row = table === undefined ? undefined : rowOf(table, name)
  return table === undefined || row === undefined ? undefined : spread(ratios(table, row) ?? row.samples)
}

const [a, b] = [read(before), read(after)]

for (const table of b.tables) {
  const unit = table.baseline === undefined ? table.unit : `x ${table.baseline}`
  console.log(
    `\n## ${table.title} (${unit})\n\n| ${table.subject ?? "client"} | before | after | change |\n| - | - | - | - |`
  )
  for (const { name } of table.rows) {
    const [was, is] = [spreadOf(a, table.id, name), spreadOf(b, table.id, name)]
    if (was === undefined || is === undefined) continue
    const change = (is.median / was.median - 1) * 100
    // Overlapping interquartile ranges show no difference.
    const verdict = was.q1 <= is.q3 && is.q1 <= was.q3
      ? "within the noise"
      : `${change > 0 ? "+" : ""}${change.toFixed(0)} %`
    console.log(`| ${name} | ${was.median.toFixed(2)} | ${is.median.toFixed(2)} | ${verdict} |`)
  }
}

const lost = regressed(a, b)
if (lost.length > 0) {
  console.error(`\nThese goals regressed:\n${lost.map((goal) => `- ${goal}`).join("\n")}`)
  process.exitCode = 1
}
