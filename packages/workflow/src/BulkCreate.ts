/**
 * Any number of links as a durable workflow. The rows are split into ranges, and each range is a workflow of its own, so
 * that a cluster spreads them over its runners. A range is a journaled job: a runner that dies loses nothing, and the next
 * one continues with the same keys.
 *
 * @since 0.1.0
 */
import * as RateLimiter from "@effect/experimental/RateLimiter"
import * as Activity from "@effect/workflow/Activity"
import * as DurableClock from "@effect/workflow/DurableClock"
import * as Workflow from "@effect/workflow/Workflow"
import type { WorkflowEngine } from "@effect/workflow/WorkflowEngine"
import { type BatchAllError, type CreateInput, Journal, Qurl, type RowResult } from "@qurl/sdk"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schedule from "effect/Schedule"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { RowSource, RowSourceError } from "./RowSource.js"

/**
 * Rows by outcome.
 *
 * @since 0.1.0
 * @category models
 */
export const Counts = Schema.Struct({
  /** Rows with a link. */
  done: Schema.NonNegativeInt,
  /** Rows without a link, refused by the SDK or the server. */
  failed: Schema.NonNegativeInt,
  /** Rows that may have a link: their answers were lost. */
  unknown: Schema.NonNegativeInt,
  /** Rows without a link that were not sent. */
  notSent: Schema.NonNegativeInt
})

/**
 * @since 0.1.0
 * @category models
 */
export type Counts = typeof Counts.Type

/**
 * The job cannot continue by itself. Everything done so far is in the journal.
 *
 * Next: remove the cause and execute the workflow again with the next `run`.
 *
 * @since 0.1.0
 * @category errors
 */
export class BulkCreateError extends Schema.TaggedError<BulkCreateError>()("BulkCreateError", {
  job: Schema.String,
  /** First row of the range that failed, from 0. */
  from: Schema.Number,
  problem: Schema.String
}) {
  override get message(): string {
    return `Job ${
      JSON.stringify(this.job)
    } stopped in the range from row ${this.from}: ${this.problem} Execute it again `
      + "with the next `run` once the cause is gone."
  }
}

const job = {
  /** Name of the job, also in the journal. */
  job: Schema.NonEmptyString,
  /** Reference that the `RowSource` understands. */
  rows: Schema.NonEmptyString,
  /**
   * Counts the executions of the job, from 1. An engine answers an execution that has ended with its old result, so a job
   * that was stopped is resumed by the next run.
   */
  run: Schema.optionalWith(Schema.Positive.pipe(Schema.int()), { default: () => 1 }),
  /** Most requests per minute of all runners together, evenly spaced. One request creates 100 links. */
  requestsPerMinute: Schema.optional(Schema.Positive)
}

// An engine that cannot reach its storage fails with a defect. A workflow that captured it would end there, with the rest of
// its rows unsent. Uncaptured, the engine starts the workflow again.
const Range = Workflow.make({
  name: "@qurl/workflow/BulkRange",
  payload: { ...job, from: Schema.NonNegativeInt, count: Schema.NonNegativeInt },
  success: Counts,
  error: Schema.Union(BulkCreateError, RowSourceError),
  idempotencyKey: ({ from, job, run }) => JSON.stringify([job, from, run])
}).annotate(Workflow.CaptureDefects, false)

type Range = typeof Range.payloadSchema.Type

/**
 * The workflow. Its result counts the rows by outcome; `results` streams them.
 *
 * @example
 * import { WorkflowEngine } from "@effect/workflow"
 * import { NodeFileSystem } from "@effect/platform-node"
 * import { RateLimiter } from "@effect/experimental"
 * import * as Memory from "@qurl/sdk/Journal/Memory"
 * import { QurlLive } from "@qurl/sdk/Node"
 * import { BulkCreate, RowSource } from "@qurl/workflow"
 * import { Effect, Layer } from "effect"
 *
 * const program = BulkCreate.BulkCreate.execute({ job: "invite-2026", rows: "guests.ndjson", rangeSize: 1000 }).pipe(
 *   Effect.provide(BulkCreate.layer.pipe(
 *     Layer.provide([
 *       QurlLive,
 *       RowSource.layerFile.pipe(Layer.provide(NodeFileSystem.layer)),
 *       RateLimiter.layer.pipe(Layer.provide(RateLimiter.layerStoreMemory))
 *     ]),
 *     // In production: ClusterWorkflowEngine.layer, Journal/Postgres and Pace.layer.
 *     Layer.provideMerge(Memory.layer),
 *     Layer.provideMerge(WorkflowEngine.layerMemory)
 *   ))
 * )
 *
 * @since 0.1.0
 * @category models
 */
export const BulkCreate = Workflow.make({
  name: "@qurl/workflow/BulkCreate",
  payload: {
    ...job,
    /** Rows per range, 100 to 100,000. Ranges are what runners share among themselves. */
    rangeSize: Schema.optionalWith(Schema.Int.pipe(Schema.between(100, 100_000)), { default: () => 1000 }),
    /** Ranges at once. */
    concurrency: Schema.optionalWith(Schema.Positive.pipe(Schema.int()), { default: () => 16 })
  },
  success: Counts,
  error: Schema.Union(BulkCreateError, RowSourceError),
  idempotencyKey: ({ job, run }) => JSON.stringify([job, run])
}).annotate(Workflow.CaptureDefects, false)

const rowsPerRequest = 100

const nameOf = (job: string, from: number): string => `${job}/${from}`

const nothing: Counts = { done: 0, failed: 0, unknown: 0, notSent: 0 }

const plus = (a: Counts, b: Counts): Counts => ({
  done: a.done + b.done,
  failed: a.failed + b.failed,
  unknown: a.unknown + b.unknown,
  notSent: a.notSent + b.notSent
})

const counted = (counts: Counts, { status }: Pick<RowResult, "status">): Counts => {
  const name = status === "not sent" ? "notSent" : status
  return { ...counts, [name]: counts[name] + 1 }
}

/**
 * End of one attempt at a range. One that was stopped, by a request or by a database that could not be reached, can be
 * tried again: the journal knows what is done.
 */
const Attempt = Schema.Struct({ counts: Counts, stoppedBy: Schema.optional(Schema.String) })

const stopped = (stoppedBy: string, counts: Counts = nothing): Effect.Effect<typeof Attempt.Type> =>
  Effect.succeed({ counts, stoppedBy })

/** Takes a token of the shared pace for every request's worth of rows. */
const paced = (range: Range, rows: Stream.Stream<CreateInput, RowSourceError>) => {
  const { job, requestsPerMinute } = range
  if (requestsPerMinute === undefined) return rows
  const spacing = { limit: 1, window: Duration.millis(60_000 / requestsPerMinute), algorithm: "fixed-window" } as const
  return Stream.unwrap(Effect.map(RateLimiter.makeSleep, (sleep) =>
    rows.pipe(
      Stream.grouped(rowsPerRequest),
      Stream.mapEffect((group) =>
        sleep({ key: `qurl/${job}`, ...spacing }).pipe(
          Effect.mapError(({ message }) =>
            new RowSourceError({ rows: range.rows, reason: "unavailable", problem: message })
          ),
          Effect.as(group)
        )
      ),
      Stream.flattenChunks
    )))
}

/** A worker that died holds its range until its lease ends. */
const whileHeld = Schedule.intersect(Schedule.spaced("5 seconds"), Schedule.recurs(24))

const attempt = (range: Range, number: number) =>
  Activity.make({
    name: `create ${number}`,
    success: Attempt,
    error: Schema.Union(BulkCreateError, RowSourceError),
    execute: Effect.gen(function*() {
      const source = yield* RowSource
      const rows = paced(range, source.read(range.rows, range))
      const fail = (problem: string) => new BulkCreateError({ job: range.job, from: range.from, problem })
      return yield* Qurl.batchCreateAll(rows, { job: nameOf(range.job, range.from), concurrency: 1 }).pipe(
        Stream.runFold(nothing, counted),
        Effect.retry({ while: (error: BatchAllError | RowSourceError) => isHeld(error), schedule: whileHeld }),
        Effect.map((counts): typeof Attempt.Type => ({ counts })),
        Effect.catchTag("BatchStoppedError", ({ done, failed, message, notSent, unknown }) =>
          stopped(message, { done, failed, unknown, notSent })),
        Effect.catchTag("JournalError", ({ message, reason }) =>
          reason === "failed" || reason === "busy" ? stopped(message) : fail(message)),
        Effect.catchTag("RowSourceError", (error) =>
          error.reason === "unavailable" ? stopped(error.message) : error),
        Effect.catchTag("JobError", (error) =>
          isHeld(error) ? stopped(error.message) : fail(error.message)),
        Effect.catchTag("ValidationError", ({ message }) =>
          fail(message))
      )
    })
  })

const isHeld = (error: BatchAllError | RowSourceError): boolean =>
  error._tag === "JobError" && (error.reason === "busy" || error.reason === "lost")

const attempts = 12

/** Pause after an attempt that was stopped: five seconds, doubling to half an hour. It survives the runner. */
const pause = (number: number) =>
  DurableClock.sleep({
    name: `pause ${number}`,
    duration: Duration.min(Duration.times("5 seconds", 2 ** (number - 1)), "30 minutes")
  })

const create = (range: Range, number = 1): Effect.Effect<
  Counts,
  BulkCreateError | RowSourceError,
  Effect.Effect.Context<ReturnType<typeof attempt>> | Effect.Effect.Context<ReturnType<typeof pause>>
> =>
  Effect.flatMap(attempt(range, number), ({ counts, stoppedBy }) => {
    if (stoppedBy === undefined) return Effect.succeed(counts)
    return number >= attempts
      ? new BulkCreateError({ job: range.job, from: range.from, problem: stoppedBy })
      : Effect.zipRight(pause(number), create(range, number + 1))
  })

const count = (rows: string) =>
  Activity.make({
    name: "count rows",
    success: Schema.NonNegativeInt,
    error: RowSourceError,
    execute: Effect.flatMap(RowSource, (source) =>
      Effect.retry(source.count(rows), {
        while: ({ reason }) => reason === "unavailable",
        schedule: Schedule.intersect(Schedule.exponential("1 second"), Schedule.recurs(attempts))
      }))
  })

/**
 * Registers the workflow on a runner.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer: Layer.Layer<
  never,
  never,
  WorkflowEngine | Qurl | Journal.Journal | RowSource | RateLimiter.RateLimiter
> = Layer.mergeAll(
  Range.toLayer((range) => create(range)),
  BulkCreate.toLayer(({ concurrency, rangeSize, ...job }) =>
    Effect.gen(function*() {
      const total = yield* count(job.rows)
      const ranges = Array.from({ length: Math.ceil(total / rangeSize) }, (_, index) => ({
        ...job,
        from: index * rangeSize,
        count: Math.min(rangeSize, total - index * rangeSize)
      }))
      const counts = yield* Effect.forEach(ranges, (range) => Range.execute(range), { concurrency })
      return counts.reduce(plus, nothing)
    })
  )
)

/** Ranges of a job that the journal knows, in the order of the rows. */
const rangesOf = (job: string) =>
  Effect.map(Journal.list, (jobs) =>
    jobs.flatMap((info) => {
      const from = info.job.startsWith(`${job}/`) ? Number(info.job.slice(job.length + 1)) : Number.NaN
      return Number.isInteger(from) ? [{ from, info }] : []
    }).toSorted((a, b) => a.from - b.from))

/**
 * Counts the rows of a job that have been worked on so far, on any runner.
 *
 * @since 0.1.0
 * @category combinators
 */
export const progress = (job: string): Effect.Effect<Counts, Journal.JournalError, Journal.Journal> =>
  Effect.map(rangesOf(job), (ranges) => ranges.reduce((sum, { info }) => plus(sum, info), nothing))

/**
 * Results of the rows that have been worked on so far, in the order of the rows.
 *
 * @since 0.1.0
 * @category combinators
 */
export const results = (
  job: string
): Stream.Stream<RowResult, Journal.JobError | Journal.JournalError, Journal.Journal> =>
  Stream.unwrap(Effect.map(rangesOf(job), (ranges) =>
    Stream.fromIterable(ranges).pipe(
      Stream.flatMap(({ from, info }) =>
        Stream.map(Journal.results(info.job), (result) => ({ ...result, index: result.index + from }))
      )
    )))
