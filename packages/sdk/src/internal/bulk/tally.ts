import type { Chunk } from "../../Journal.js"

/** How many rows of a chunk have which result. */
export interface Tally {
  readonly rows: number
  readonly done: number
  readonly failed: number
  readonly unknown: number
}

/** Summary of a chunk in a journal. */
export const tallyOf = ({ groups, results, state }: Chunk): Tally => {
  const tally = { rows: results.length, done: 0, failed: 0, unknown: 0 }
  for (const { status } of results) {
    if (status !== "not sent") tally[status] += 1
  }
  groups.forEach(({ rows }, group) => {
    tally.rows += rows.length
    if (state === "sent" && group === 0) tally.unknown += rows.length
  })
  return tally
}
