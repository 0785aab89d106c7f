import type { Style } from "./style.js"
import { padTo, shorten, widthOf, wrap } from "./wrap.js"

type Rows = ReadonlyArray<ReadonlyArray<string>>

const gap = "  "

/** Widest column of a table that has all the room it wants. */
const widest = 60

/** Narrowest column of a table on a terminal. */
const narrowest = 8

/** Narrowest terminal on which the cells beside an id that fills a line are worth a line of their own. */
const narrowestSplit = 60

/** Widths that fit the room: the widest columns give way, except the first. Undefined if that is not enough. */
const fit = (widths: ReadonlyArray<number>, room: number): ReadonlyArray<number> | undefined => {
  const fitting = [...widths]
  const total = () => fitting.reduce((sum, width) => sum + width, gap.length * (fitting.length - 1))
  while (total() > room) {
    const most = Math.max(...fitting.slice(1))
    if (most <= narrowest) return undefined
    const index = fitting.indexOf(most, 1)
    fitting[index] = Math.max(narrowest, most - (total() - room))
  }
  return fitting
}

/** Draws one property per line, its name in front. A value that does not fit beside its name stands below it. */
export const properties = (
  entries: ReadonlyArray<readonly [name: string, value: string]>,
  { dim }: Style,
  room: number
): string => {
  const width = Math.max(0, ...entries.map(([name]) => widthOf(name)))
  return entries.map(([name, value]) => {
    const beside = `${dim(padTo(name, width))}${gap}`
    if (width + gap.length + widthOf(value) <= room) return `${beside}${value}`
    // A word that is longer than the line is not indented: the terminal breaks it, and it can be copied.
    const isOneWord = !value.includes(" ")
    return isOneWord ? `${dim(name)}\n${value}` : `${dim(name)}\n${gap}${wrap(value, gap.length, room)}`
  }).join("\n")
}

/**
 * Draws groups of rows under one heading. Columns only grow. In a room that is too narrow for the columns, cells are
 * shortened. If the ids of the first column leave too little for that, each stands on a line above its row, or, on a narrow
 * terminal, the cells are drawn one below the other.
 */
export const table = (titles: ReadonlyArray<string>, style: Style, room = Infinity) => {
  const wanted = titles.map((title) => title.length)
  let begun = false
  let isStacked = false
  const aligned = (cells: ReadonlyArray<string>, widths: ReadonlyArray<number>): string =>
    cells.map((cell, index) => {
      const width = widths[index] ?? 0
      const shown = room === Infinity || index === 0 ? cell : shorten(cell, width)
      return index === cells.length - 1 ? shown : padTo(shown, width)
    }).join(gap).trimEnd()
  const stacked = (rows: Rows): string =>
    rows.map((row) => properties(titles.map((title, index) => [title, row[index] ?? ""] as const), style, room))
      .join("\n\n")
  /** Draws each id on a line of its own, from its beginning, so that it can be copied. */
  const split = (rows: Rows, widths: ReadonlyArray<number>): string =>
    rows.map(([id = "", ...cells]) => `${id}\n${aligned(["", ...cells], [0, ...widths])}`).join("\n")
  let isSplit = false
  return (rows: Rows): string => {
    for (const row of rows) {
      row.forEach((cell, index) => {
        // Ids are not shortened, so their column has the width that they need.
        const most = index === 0 ? Infinity : widest
        wanted[index] = Math.min(most, Math.max(wanted[index] ?? 0, widthOf(cell)))
      })
    }
    const widths = isStacked ? undefined : room === Infinity ? wanted : fit(wanted, room)
    const beside = widths === undefined && !isStacked && room >= narrowestSplit
      ? fit(wanted.slice(1), room - gap.length)
      : undefined
    if (beside !== undefined) {
      const [id = "", ...others] = titles.map((title) => title.toUpperCase())
      const heading = isSplit ? [] : [style.bold(split([[id, ...others]], beside))]
      isSplit = true
      begun = true
      return [...heading, split(rows, beside)].join("\n")
    }
    const before = begun && (isStacked || widths === undefined) ? "\n" : ""
    if (widths === undefined) isStacked = true
    const heading = begun || widths === undefined
      ? []
      : [style.bold(aligned(titles.map((title) => title.toUpperCase()), widths))]
    begun = true
    return widths === undefined
      ? `${before}${stacked(rows)}`
      : [...heading, ...rows.map((row) => aligned(row, widths))].join("\n")
  }
}
