import * as Chunks from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Stream from "effect/Stream"
import { type BatchRow, BatchStoppedError } from "../BatchAll.js"
import type { CreateInput } from "../Input.js"
import { type Chunk, JobError, rowsOf } from "../Journal.js"
import type { RowResult } from "../RowResult.js"
import type { Run } from "./bulk.js"
import type { Row } from "./bulkRows.js"

/**
 * Cuts the input into chunks. A failing input fails in place of the chunk that it interrupts: the rows before it would
 * otherwise pass for a whole chunk, and would be a different one when the input is read again.
 */
export const chunksOf = <E, R>(
  rows: Stream.Stream<CreateInput, E, R>,
  size: number
): Stream.Stream<ReadonlyArray<CreateInput>, E, R> =>
  rows.pipe(
    Stream.map((row) => Either.right(row)),
    Stream.catchAllCause((cause) => Stream.succeed(Either.left(cause))),
    Stream.grouped(size),
    Stream.mapEffect((inputs) =>
      Either.match(Either.all(Chunks.toReadonlyArray(inputs)), {
        onLeft: (cause) => Effect.failCause(cause),
        onRight: (inputs) => Effect.succeed<ReadonlyArray<CreateInput>>(inputs)
      })
    )
  )

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
  settled: Chunk,
  rows: ReadonlyArray<Row>,
  tally: ReturnType<typeof counts>
): ReadonlyArray<BatchRow> =>
  rowsOf(settled).flatMap((result): ReadonlyArray<BatchRow> => {
    const row = rows[result.index - settled.firstRow]
    if (row === undefined) return []
    tally.add(result)
    return [{ ...result, input: row.input }]
  })
