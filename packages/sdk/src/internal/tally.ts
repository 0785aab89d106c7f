import { type Chunk, rowsOf } from "../Journal.js"

/** How many rows of a chunk have which result. */
export interface Tally {
  readonly rows: number
  readonly done: number
  readonly failed: number
  readonly unknown: number
}

/** Summary of a chunk in a journal. */
export const tallyOf = (chunk: Chunk): Tally => {
  const tally = { rows: 0, done: 0, failed: 0, unknown: 0 }
  for (const { status } of rowsOf(chunk)) {
    tally.rows += 1
    if (status !== "not sent") tally[status] += 1
  }
  return tally
}
