import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Schedule from "effect/Schedule"
import * as Stream from "effect/Stream"
import type { BatchAllError, BatchRow } from "../../BatchAll.js"
import type { CreateInput } from "../../Input.js"
import type { JobError, JournalError } from "../../Journal.js"
import { flow, reader } from "./flow.js"
import { changed, counts, firstDifference, settledRows } from "./inputRows.js"
import { begin, type Run, settle, writeDown } from "./job.js"
import { digestOfAll, look } from "./rows.js"

/** Pauses between two looks at the chunks of other workers. */
const pauses = Schedule.union(Schedule.exponential("50 millis"), Schedule.spaced("2 seconds"))

const isLost = (error: JobError | JournalError): boolean => error._tag === "JobError" && error.reason === "lost"

/** Chunks that other workers hold, by their numbers, with the digest of this worker's rows. */
type Others = Map<number, string>

/** True once all chunks are settled, or one needs this worker. Settled chunks are removed. */
const areReady = Effect.fnUntraced(function*({ held }: Run, others: Others) {
  for (const [number, digest] of others) {
    const chunk = yield* held.chunk(number)
    if (chunk?.state !== "settled") {
      if (yield* held.claim(number)) return true
      continue
    }
    // The next pass finds out which row differs.
    if (digestOfAll(chunk.digests) !== digest) return true
    others.delete(number)
  }
  return others.size === 0
})

/**
 * Results of a worker that shares its job. It goes through the whole input, and settles the chunks that it can claim.
 * Then it waits for the chunks that other workers hold. If one of these workers has died, it goes through the input again
 * to take its chunks over. Their requests are sent again under their old keys.
 */
export const shared = <E, R>(
  run: Run,
  rows: Iterable<CreateInput> | Stream.Stream<CreateInput, E, R>,
  concurrency: number
): Stream.Stream<BatchRow, BatchAllError | E, R> => {
  const { held } = run
  const tally = counts(run)

  /** Goes through the input; through all of it, or through the chunks in `wanted`. */
  const pass = (wanted?: Others): Stream.Stream<BatchRow, BatchAllError | E, R> => {
    const others: Others = new Map()
    let total = 0
    let chunks = 0

    const claim = Effect.fnUntraced(function*(inputs: ReadonlyArray<CreateInput>) {
      const number = chunks++
      const firstRow = total
      total += inputs.length
      if (wanted?.has(number) === false) return undefined
      const looked = inputs.map(look)
      let known = yield* held.chunk(number)
      if (known?.state !== "settled") {
        if (!(yield* held.claim(number))) {
          others.set(number, digestOfAll(looked.map(({ digest }) => digest)))
          return undefined
        }
        // The worker that held the chunk may have written it down until it was claimed.
        known = yield* held.chunk(number)
      }
      const differing = known === undefined ? undefined : firstDifference(known, looked)
      if (differing !== undefined) return yield* changed(run, differing)
      if (known?.state === "settled") return undefined
      const work = { rows: looked, outstanding: false, isNew: false }
      if (known !== undefined) return { ...work, chunk: known, outstanding: known.state === "sent" }
      if (held.finishedAfter !== undefined) return yield* changed(run, firstRow)
      const fresh = begin(run, number, looked)
      const chunk = run.stopped === undefined ? yield* writeDown(run, fresh, 0) : fresh
      return { ...work, chunk }
    })

    const end = Effect.gen(function*() {
      if (run.stopped !== undefined) return yield* tally.stopped(run.stopped)
      yield* Effect.repeat(areReady(run, others), { until: (isReady) => isReady, schedule: pauses })
      if (others.size > 0) return pass(others)
      if ((yield* held.chunk(chunks)) !== undefined) return yield* changed(run, total)
      yield* held.finish(total)
      return Stream.empty
    })

    const claimed = Effect.map(reader(rows, held.chunkSize), (read) =>
      flow({
        next: Effect.gen(function*() {
          for (let inputs = yield* read; inputs !== undefined; inputs = yield* read) {
            const work = yield* claim(inputs)
            if (work !== undefined) return work
          }
          return undefined
        }),
        settle: (work, sent) =>
          Effect.either(settle(run, work, sent)).pipe(Effect.flatMap((settled) => {
            if (Either.isRight(settled)) return Effect.succeed(settledRows(run, settled.right, work.rows, tally))
            if (!isLost(settled.left)) return Effect.fail(settled.left)
            // Another worker took the chunk over, and reports its rows.
            others.set(work.chunk.number, digestOfAll(work.chunk.digests))
            return Effect.succeed<ReadonlyArray<BatchRow>>([])
          })),
        finish: Effect.void,
        concurrency
      }))

    return Stream.concat(Stream.unwrapScoped(claimed), Stream.unwrap(end))
  }

  return Stream.suspend(() => pass())
}
