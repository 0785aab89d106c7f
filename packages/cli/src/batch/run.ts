import { type Policy, Qurl } from "@qurl/sdk"
import { type JobError, Journal } from "@qurl/sdk/Journal"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { connected } from "../api/connect.js"
import { exitCodes } from "../exitCodes.js"
import { Problem } from "../problem.js"
import * as Print from "../terminal/print.js"
import { Session } from "../terminal/session.js"
import * as Stdio from "../terminal/stdio.js"
import { type Job, journalFile } from "./job.js"
import * as Progress from "./progress.js"
import { rows } from "./read.js"
import * as Results from "./results.js"

export interface Options {
  readonly retry: Policy
  readonly timeout: Duration.Duration | undefined
  readonly deadline: Duration.Duration | undefined
}

/** The journal, whose driver is loaded by the commands that need it. */
export const withJournal = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.gen(function*() {
    const filename = yield* journalFile
    const { layer } = yield* Effect.promise(() => import("@qurl/sdk/Journal/Sqlite"))
    return yield* Effect.provide(effect, layer({ filename }))
  })

/** What to do about a request whose answer the server may have forgotten. */
const explain = (job: Job, error: JobError): JobError | Problem =>
  error.reason === "expired"
    ? new Problem({
      exitCode: exitCodes.conflict,
      what:
        `${error.rows} rows of ${job.job} were sent, their answer was lost, and that is so long ago that the server may `
        + "have forgotten it: sending them again could create them twice.",
      outcome: "Unknown for these rows. Nothing was sent now.",
      next:
        `Look whether their targets have links (qurl jobs show ${job.job} --results tells which, qurl list --search), `
        + `then: qurl jobs reconcile ${job.job} --send-again, or --leave-unknown.`
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
          "This job had finished before, so nothing was sent. To create the links once more, name another: --job NAME"
        )
      }
      yield* Print.note(
        `${Progress.grouped(done)} done, ${Progress.grouped(failed)} failed, ${Progress.grouped(unknown)} unknown.`
      )
      yield* Stdio.out(`${job.out}\n`)
    }
    if (failed + unknown + notSent > 0) {
      return yield* new Problem({
        exitCode: exitCodes.general,
        what: `${failed + unknown + notSent} of ${job.rows} rows have no link.`,
        outcome: "All others were created.",
        next: `${job.out} says why. Mend these rows and run them as a file of their own.`
      })
    }
  })

/** Runs a job to its end, or as far as it gets. */
export const run = (job: Job, options: Options) =>
  withJournal(Effect.scoped(Effect.gen(function*() {
    const journal = yield* Journal
    const before = yield* Effect.option(journal.show(job.job))
    const file = yield* Results.open(job.out, job.format)
    const progress = yield* Progress.make(job.rows)
    const counts = { done: 0, failed: 0, unknown: 0, notSent: 0 }
    /** Lines of the rows that are on their way. */
    const lines = new Map<number, number>()
    let read = 0

    const input = rows(job.file, job.format).pipe(
      Stream.mapEffect((row) => {
        if (Either.isLeft(row)) {
          return new Problem({
            exitCode: exitCodes.conflict,
            what: `${job.file} has changed since it was checked.`,
            next: "Put the file back as it was, and run the command again."
          })
        }
        lines.set(read++, row.right.line)
        return Effect.succeed(row.right.input)
      })
    )
    const note = (row: Results.Result["result"], input: Results.Result["input"]) =>
      Effect.suspend(() => {
        counts[row.status === "not sent" ? "notSent" : row.status]++
        const line = lines.get(row.index)
        lines.delete(row.index)
        return Effect.zipRight(file.add({ row: row.index + 1, line, result: row, input }), progress.tell(counts))
      })

    const resume = `qurl jobs resume ${job.job}`
    yield* Qurl.batchCreateAll(input, {
      ...options,
      job: job.job,
      concurrency: job.concurrency,
      retention: job.retention
    }).pipe(
      Stream.runForEach(({ input, ...result }) => note(result, input)),
      connected,
      Effect.ensuring(progress.end),
      Effect.tapErrorTag("BatchStoppedError", () =>
        Effect.zipRight(file.finish, Print.note(`What became of each row: ${job.out}`))),
      Effect.catchTag("JobError", (error) =>
        Effect.fail(explain(job, error))),
      Effect.onInterrupt(() =>
        Effect.zipRight(
          Effect.ignore(file.flush),
          Stdio.err(
            `Stopped after ${Progress.grouped(counts.done + counts.failed)} of ${
              Progress.grouped(job.rows)
            } rows; results so `
              + `far are in ${file.part}.\nGo on with: ${resume}\nNothing is created twice.\n`
          )
        )
      )
    )
    yield* file.finish
    yield* ended(job, counts, Option.exists(before, ({ state }) => state === "finished"))
  })))

/** What a run would take, and at most. */
export const plan = (job: Pick<Job, "rows" | "concurrency">, deadline: Duration.Duration) => {
  const requests = Math.ceil(job.rows / 100)
  const worst = Math.ceil(requests / job.concurrency) * Duration.toMillis(deadline)
  return { requests, worst }
}
