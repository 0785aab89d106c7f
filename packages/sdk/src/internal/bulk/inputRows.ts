import { type BatchRow, BatchStoppedError } from "../../BatchAll.js"
import { type Chunk, JobError, rowsOf } from "../../Journal.js"
import type { RowResult } from "../../RowResult.js"
import type { Run } from "./job.js"
import type { Row } from "./rows.js"

export const changed = ({ job = "" }: Run, index: number) => new JobError({ job, reason: "changed", index })

/** The first row of which the journal knows another content. */
export const firstDifference = (known: Chunk, rows: ReadonlyArray<Row>): number | undefined => {
  const length = Math.max(known.digests.length, rows.length)
  for (let place = 0; place < length; place++) {
    if (known.digests[place] !== rows[place]?.digest) return known.firstRow + place
  }
  return undefined
}

export const counts = (run: Run) => {
  const of = { done: 0, failed: 0, unknown: 0, "not sent": 0 }
  return {
    add: ({ status }: RowResult) => {
      of[status] += 1
    },
    stopped: (reason: BatchStoppedError["reason"]) => {
      const { done, failed, "not sent": notSent, unknown } = of
      return new BatchStoppedError({ job: run.job, done, failed, unknown, notSent, reason })
    }
  }
}

/**
 * Pairs the results of a settled chunk with their inputs, and counts them here: an effect for every row of the stream
 * would cost more than everything else.
 */
export const settledRows = (
  run: Run,
  settled: Chunk,
  rows: ReadonlyArray<Row>,
  tally: ReturnType<typeof counts>
): ReadonlyArray<BatchRow> => {
  const reported: Array<BatchRow> = []
  for (const result of rowsOf(settled)) {
    const row = rows[result.index - settled.firstRow]
    if (row === undefined) continue
    tally.add(result)
    // A journal may hold the result. Spreading it before another property takes three times as long.
    const { input } = row
    reported.push(run.job === undefined ? Object.assign(result, { input }) : Object.assign({}, result, { input }))
  }
  return reported
}
