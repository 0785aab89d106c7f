import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Stream from "effect/Stream"
import type { BatchAllError, BatchRow } from "../../BatchAll.js"
import type { CreateInput } from "../../Input.js"
import type { JobError, JournalError } from "../../Journal.js"
import { flow, reader } from "./flow.js"
import { changed, counts, firstDifference, settledRows } from "./inputRows.js"
import { begin, type Run, settle, writeDown } from "./job.js"
import { look } from "./rows.js"

/** Pause before the chunks of other workers are looked at again. */
const pause = "2 seconds"

const isLost = (error: JobError | JournalError): boolean => error._tag === "JobError" && error.reason === "lost"

/**
 * Results of a worker that shares its job. It goes through the whole input, and settles the chunks that it can claim.
 * While other workers hold chunks that are not settled, it goes through the input again, so that it takes over the chunks
 * of a worker that died. The requests of such a chunk are sent again under their old keys.
 */
export const shared = <E, R>(
  run: Run,
  rows: Iterable<CreateInput> | Stream.Stream<CreateInput, E, R>,
  concurrency: number
): Stream.Stream<BatchRow, BatchAllError | E, R> => {
  const { held } = run
  const tally = counts(run)

  const pass: Stream.Stream<BatchRow, BatchAllError | E, R> = Stream.suspend(() => {
    let total = 0
    let chunks = 0
    let pending = 0

    const claim = Effect.fnUntraced(function*(inputs: ReadonlyArray<CreateInput>) {
      const number = chunks++
      const looked = inputs.map(look)
      const firstRow = total
      total += looked.length
      const isSettled = (yield* held.chunk(number))?.state === "settled"
      if (!isSettled && !(yield* held.claim(number))) {
        pending++
        return undefined
      }
      // The worker that held the chunk may have written it down until it was claimed.
      const known = yield* held.chunk(number)
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
      if (pending > 0) return Stream.zipRight(Stream.fromEffect(Effect.sleep(pause)), pass)
      if ((yield* held.chunk(chunks)) !== undefined) return yield* changed(run, total)
      yield* held.finish(total)
      return Stream.empty
    })

    const claimed = Effect.map(reader(rows, held.chunkSize), (read) =>
      flow({
        next: Effect.gen(function*() {
          for (let inputs = yield* read; inputs !== undefined; inputs = yield* read) {
            const chunk = yield* claim(inputs)
            if (chunk !== undefined) return chunk
          }
          return undefined
        }),
        settle: (work, sent) =>
          Effect.either(settle(run, work, sent)).pipe(Effect.flatMap((settled) => {
            if (Either.isRight(settled)) return Effect.succeed(settledRows(run, settled.right, work.rows, tally))
            if (!isLost(settled.left)) return Effect.fail(settled.left)
            // Another worker took the chunk over, and reports its rows.
            pending++
            return Effect.succeed<ReadonlyArray<BatchRow>>([])
          })),
        finish: Effect.void,
        concurrency
      }))

    return Stream.concat(Stream.unwrapScoped(claimed), Stream.unwrap(end))
  })

  return pass
}
