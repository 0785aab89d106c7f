/**
 * A journal in memory: for tests, and for programs whose jobs need not outlive them.
 *
 * @since 0.1.0
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { type Tally, tallyOf } from "../internal/bulk/tally.js"
import { type Chunk, JobError, type JobInfo, Journal, type Service } from "../Journal.js"

interface Job {
  readonly startedAt: number
  readonly chunkSize: number
  readonly chunks: Array<Chunk>
  updatedAt: number
  finishedAfter: number | undefined
  held: boolean
}

const infoOf = (job: string, { chunks, finishedAfter, held, startedAt, updatedAt }: Job): JobInfo => {
  const tallies = chunks.map(tallyOf)
  const count = (of: keyof Tally) => tallies.reduce((sum, tally) => sum + tally[of], 0)
  const [rows, done, failed, unknown] = [count("rows"), count("done"), count("failed"), count("unknown")]
  return {
    job,
    state: held ? "running" : finishedAfter === undefined ? "stopped" : "finished",
    startedAt,
    updatedAt,
    rows,
    done,
    failed,
    unknown,
    notSent: rows - done - failed - unknown
  }
}

/**
 * A journal. It forgets everything when the program ends.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make: Effect.Effect<Service> = Effect.sync(() => {
  const jobs = new Map<string, Job>()

  const find = (job: string): Effect.Effect<Job, JobError> =>
    Effect.suspend(() => {
      const found = jobs.get(job)
      return found === undefined ? new JobError({ job, reason: "not found" }) : Effect.succeed(found)
    })

  const take = (job: string, chunkSize: number): Effect.Effect<Job, JobError> =>
    Effect.flatMap(Clock.currentTimeMillis, (now) => {
      const found = jobs.get(job)
        ?? { startedAt: now, updatedAt: now, chunkSize, chunks: [], finishedAfter: undefined, held: false }
      if (found.held) return new JobError({ job, reason: "busy" })
      jobs.set(job, found)
      found.held = true
      found.updatedAt = now
      return Effect.succeed(found)
    })

  const written = (held: Job, write: () => void): Effect.Effect<void> =>
    Effect.map(Clock.currentTimeMillis, (now) => {
      write()
      held.updatedAt = now
    })

  return {
    open: (job, { chunkSize, shared }) =>
      Effect.map(
        Effect.acquireRelease(
          shared === true ? new JobError({ job, reason: "single worker" }) : take(job, chunkSize),
          (held) =>
            Effect.sync(() => {
              held.held = false
            })
        ),
        (held) => ({
          chunkSize: held.chunkSize,
          ordered: true,
          finishedAfter: held.finishedAfter,
          unsettled: Effect.sync(() => held.chunks.filter(({ state }) => state === "sent")),
          chunk: (number) => Effect.sync(() => held.chunks[number]),
          claim: () => Effect.succeed(true),
          put: (chunk) =>
            written(held, () => {
              held.chunks[chunk.number] = chunk
            }),
          finish: (rows) =>
            written(held, () => {
              held.finishedAfter = rows
            })
        })
      ),
    list: Effect.sync(() =>
      [...jobs].map(([job, found]) => infoOf(job, found)).toSorted((a, b) => b.startedAt - a.startedAt)
    ),
    show: (job) => Effect.map(find(job), (found) => infoOf(job, found)),
    chunks: (job) => Stream.unwrap(Effect.map(find(job), ({ chunks }) => Stream.fromIterable([...chunks]))),
    remove: (job) =>
      Effect.flatMap(find(job), ({ finishedAfter, held }) => {
        if (held) return new JobError({ job, reason: "busy" })
        if (finishedAfter === undefined) return new JobError({ job, reason: "unfinished" })
        return Effect.sync(() => jobs.delete(job))
      })
  }
})

/**
 * The journal as a layer.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer: Layer.Layer<Journal> = Layer.effect(Journal, make)
