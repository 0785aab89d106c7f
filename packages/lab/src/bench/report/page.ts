/** A run as a page in Markdown. */
import { standing } from "../goals.js"
import type { Result } from "../result.js"
import { ratios, type Row, type Spread, spread, type Table } from "../row.js"

const number = (value: number, digits: number) => value.toLocaleString("en", { maximumFractionDigits: digits })

const range = ({ median, q1, q3 }: Spread, digits: number) =>
  q1 === q3 ? number(median, digits) : `${number(median, digits)} (${number(q1, digits)} to ${number(q3, digits)})`

const cells = (table: Table, row: Row): ReadonlyArray<string> => {
  const over = ratios(table, row)
  return [row.name, range(spread(row.samples), table.digits), ...(over === undefined ? [] : [range(spread(over), 2)])]
}

/** A table: the median of the rounds and, in brackets, their middle half. */
const markdown = (table: Table): string => {
  const head = [table.subject ?? "client", table.unit, ...(table.baseline === undefined ? [] : [`x ${table.baseline}`])]
  const line = (cells: ReadonlyArray<string>) => `| ${cells.join(" | ")} |`
  return [line(head), line(head.map(() => "-")), ...table.rows.map((row) => line(cells(table, row)))].join("\n")
}

export const page = (result: Result): string => {
  const { machine, quick } = result
  return [
    "# Benchmarks",
    `The last ${
      quick ? "short " : ""
    }run of \`npm run bench\`, on ${machine.cpu}, ${machine.memory}, ${machine.platform}, Node `
    + `${machine.node.slice(1)}, with a load of ${machine.load[0]} before and ${
      machine.load[1]
    } after. Clients take turns `
    + "in rounds whose order changes, and ratios are taken within a round: a cell is the median of the rounds, with their "
    + "middle half in brackets. The baseline against itself shows the noise."
    + (machine.load[0] < 0.3 ? "" : " The machine was busy, which makes whatever goes to the kernel dearer."),
    ...[standing(result)].filter((text) => text !== "").map((text) => `## Goals\n\n${text}`),
    ...result.tables.map((table) => `## ${table.title}\n\n${markdown(table)}\n\n![${table.title}](${table.id}.svg)`)
  ].join("\n\n")
}
