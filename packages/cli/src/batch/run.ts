import type { Policy } from "@qurl/sdk"
import { type JobError, Journal } from "@qurl/sdk/Journal"
import { Qurl } from "@qurl/sdk/Qurls"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { connected } from "../api/connect.js"
import { shellQuote } from "../argv/shellQuote.js"
import { exitCodes } from "../exitCodes.js"
import { Problem } from "../problem.js"
import * as Print from "../terminal/print.js"
import { Session } from "../terminal/session.js"
import * as Stdio from "../terminal/stdio.js"
import { visible, visibleLines } from "../terminal/visible.js"
import { blocksOf, marked, type Marks, verified } from "./blocks.js"
import type { Job } from "./job.js"
import { sharedJournal, withJournal } from "./journal.js"
import * as Progress from "./progress.js"
import { rows } from "./read.js"
import * as Results from "./results.js"

export interface Options {
  readonly retry: Policy
  readonly timeout: Duration.Duration | undefined
  readonly deadline: Duration.Duration | undefined
  /** URL of a journal that several machines share. */
  readonly journal: string | undefined
}

/** Adds what to do about requests whose answer the server may have forgotten. */
const explain = (job: Job, error: JobError): JobError | Problem =>
  error.reason === "expired"
    ? new Problem({
      exitCode: exitCodes.conflict,
      what:
        `${error.rows} rows of ${job.job} were sent, their answer was lost, and that is so long ago that the server may `
        + "have forgotten it: sending them again could create them twice.",
      outcome: "Unknown for these rows. Nothing was sent now.",
      next:
        `Check whether their targets have links (qurl jobs show ${
          shellQuote(job.job)
        } --results lists them, qurl list --search finds `
        + `links), then: qurl jobs reconcile ${shellQuote(job.job)} --send-again, or --leave-unknown.`
    })
    : error

const ended = (job: Job, counts: Progress.Counts, wasFinished: boolean) =>
  Effect.gen(function*() {
    const { json } = yield* Session
    const { done, failed, notSent, unknown } = counts
    if (json) {
      yield* Print.line(
        Print.json({ job: job.job, rows: job.rows, done, failed, unknown, not_sent: notSent, results: job.out })
      )
    } else {
      if (wasFinished) {
        yield* Print.note(
          "This job had finished before, so nothing was sent. To create the links again, name another job: --job NAME"
        )
      }
      yield* Print.note(
        `${Progress.grouped(done)} done, ${Progress.grouped(failed)} failed, ${Progress.grouped(unknown)} unknown.`
      )
      yield* Print.line(visible(job.out))
    }
    if (failed + unknown + notSent > 0) {
      return yield* new Problem({
        exitCode: exitCodes.general,
        what: `${Progress.grouped(failed + unknown + notSent)} of ${Progress.counted(job.rows, "row")} have no link.`,
        outcome: "All other links were created.",
        next: `The column "problem" of ${job.out} says why. Fix these rows and run them as a separate file.`
      })
    }
  })

const changed = (job: Job, outcome: string) =>
  new Problem({
    exitCode: exitCodes.conflict,
    what: `${job.file} has changed since it was checked.`,
    outcome,
    next: `Restore the file and run: qurl jobs resume ${
      shellQuote(job.job)
    }. For the new content, run it as another job.`
  })

/** Compares the whole file with what was checked when the job began, and marks it. */
const unchanged = (job: Job): Effect.Effect<Marks, Problem> =>
  Effect.tryPromise({
    try: async (signal) => {
      const marks: Array<string> = []
      for await (const _ of marked(blocksOf(job.file, signal), marks)) void _
      return marks
    },
    catch: () => new Problem({ exitCode: exitCodes.notFound, what: `${job.file} could not be read.` })
  }).pipe(
    Effect.filterOrFail((marks) => marks.at(-1) === job.digest, () => changed(job, "Nothing was sent now."))
  )

/**
 * Rows of the file of a job. They end with a failure before the first row of a block that is not the one that was
 * checked: the SDK then leaves out the request that would hold the last rows.
 */
const input = (job: Job, marks: Marks, onRow: (line: number) => void) =>
  Stream.suspend(() => {
    const failure = () =>
      changed(job, `Everything that was sent is in the journal: qurl jobs show ${shellQuote(job.job)} --results`)
    return rows(job.file, job.format, { blocks: verified(blocksOf(job.file), marks, failure) }).pipe(
      Stream.mapEffect((row) => {
        if (Either.isLeft(row)) return failure()
        onRow(row.right.line)
        return Effect.succeed(row.right.input)
      })
    )
  })

const stopped = (job: Job, counts: Progress.Counts, part: string, isShared: boolean): string =>
  visibleLines(
    `Stopped after ${Progress.grouped(counts.done + counts.failed)} of ${
      Progress.grouped(job.rows)
    } rows; results so far `
      + `are in ${part}.\nResume with: ${
        isShared
          ? "the same command, on any machine that has the file"
          : `qurl jobs resume ${shellQuote(job.job)}`
      }\nNothing is created twice.\n`
  )

/** Runs a job to its end, or as far as it gets. `checked` are the marks of a file that was checked just now. */
export const run = (job: Job, { journal: shared, ...options }: Options, checked?: Marks) =>
  withJournal(
    Effect.scoped(Effect.gen(function*() {
      const marks = checked ?? (yield* unchanged(job))
      const journal = yield* Journal
      const before = yield* Effect.option(journal.show(job.job))
      const file = yield* Results.open(job)
      const settled = Option.match(before, { onNone: () => 0, onSome: ({ done, failed }) => done + failed })
      const progress = yield* Progress.make(job.rows, settled)
      const counts = { done: 0, failed: 0, unknown: 0, notSent: 0 }
      /** Lines of the rows that are on their way. */
      const lines = new Map<number, number>()
      let read = 0
      const note = (row: Results.Result["result"], input: Results.Result["input"]) =>
        Effect.suspend(() => {
          counts[row.status === "not sent" ? "notSent" : row.status]++
          const line = lines.get(row.index)
          lines.delete(row.index)
          return Effect.zipRight(file.add({ row: row.index + 1, line, result: row, input }), progress.report(counts))
        })

      yield* Qurl.batchCreateAll(input(job, marks, (line) => lines.set(read++, line)), {
        ...options,
        job: job.job,
        concurrency: job.concurrency,
        retention: job.retention
      }).pipe(
        Stream.runForEach(({ input, ...result }) => note(result, input)),
        (written) => connected(Qurl, written),
        Effect.ensuring(progress.end),
        Effect.tapErrorTag(
          "BatchStoppedError",
          () => Effect.zipRight(file.finish, Print.note(`Results of every row: ${job.out}`))
        ),
        Effect.catchTag("JobError", (error) => Effect.fail(explain(job, error))),
        Effect.onInterrupt(() =>
          Effect.zipRight(
            Effect.ignore(file.flush),
            Stdio.err(stopped(job, counts, file.part, sharedJournal(shared) !== undefined))
          )
        )
      )
      yield* file.finish
      yield* ended(job, counts, Option.exists(before, ({ state }) => state === "finished"))
    })),
    shared
  )

/** Number of requests of a run, and its longest duration in milliseconds. */
export const plan = (job: Pick<Job, "rows" | "concurrency">, deadline: Duration.Duration) => {
  const requests = Math.ceil(job.rows / 100)
  const worst = Math.ceil(requests / job.concurrency) * Duration.toMillis(deadline)
  return { requests, worst }
}
