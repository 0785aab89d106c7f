import { assert } from "@effect/vitest"
import { Chunk, Effect, Stream } from "effect"
import * as Conformance from "../../../src/Conformance.js"

/** How many histories each store goes through: `HISTORIES=10000` for the proof, a share of it in the tests. */
const wanted = Number(process.env.HISTORIES ?? 100)

/** The seed of the first: `HISTORY_SEED=4711 HISTORIES=1` repeats one that was printed. */
const firstSeed = Number(process.env.HISTORY_SEED ?? 1)

/** Every history in turn, a few at a time; the first that nothing explains is printed. */
export const explained = (subject: Conformance.HistorySubject, { count = wanted, concurrency = 8 } = {}) =>
  Stream.range(firstSeed, firstSeed + count - 1).pipe(
    Stream.mapEffect((seed) => Conformance.runHistory(subject, seed), { concurrency }),
    Stream.map((history) => ({ history, problem: Conformance.checkHistory(history, subject) })),
    Stream.tap(({ problem }) => Effect.sync(() => assert.isUndefined(problem, problem))),
    Stream.runCollect,
    Effect.map((chunk) => Chunk.toReadonlyArray(chunk).map(({ history }) => history)),
    Effect.tap((histories) =>
      Effect.sync(() => {
        const crashed = histories.filter(({ crashes }) => crashes > 0).length
        if (count > 1) assert.isAtLeast(crashed, Math.floor(count / 2), "histories with a crash")
        if (process.env.HISTORIES !== undefined) {
          const operations = histories.reduce((sum, { events }) => sum + events.length, 0)
          console.log(`${count} histories explained, ${operations} operations, ${crashed} histories with a crash`)
        }
      })
    )
  )
