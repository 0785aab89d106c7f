/**
 * Failures of jobs and of their journals.
 *
 * @since 0.1.0
 */
import { loggable } from "@qurl/idempotency/Support/Loggable"
import * as Schema from "effect/Schema"

const jobProblem = ({ index, job, reason, rows }: Omit<JobError, "message">): string => {
  const name = `Job ${JSON.stringify(job)}`
  switch (reason) {
    case "no journal":
      return `${name} has no journal: provide a Journal layer, such as the one of @qurl/sdk/Journal/Sqlite, or leave `
        + "the job's name out."
    case "busy":
      return `${name} is held by another worker: wait until it ends. The hold of a worker that died ends by itself.`
    case "lost":
      return `${name} was taken over by another worker, because this one was silent for too long: leave it to the other.`
    case "changed":
      return `${name} began with another input, which differs at row ${index}: give it the same rows in the same `
        + "order, or start a job with a new name. Nothing was sent for this row."
    case "expired":
      return `${name} has ${rows} rows from row ${index} whose answer was lost so long ago that the server may `
        + "have forgotten it: sending them again could create them twice. Look which of their targets have a link, then "
        + "call Journal.reconcile with \"send again\" or \"leave unknown\"."
    case "single worker":
      return `${name} cannot be shared in this journal, which serves one worker at a time: use @qurl/sdk/Journal/Postgres, `
        + "or leave out `shared`."
    case "not found":
      return `${name} is not in this journal: Journal.list tells which are.`
    case "unfinished":
      return `${name} has not finished, and its journal is all that keeps it from creating rows twice: run it to its end `
        + "before you remove it."
  }
}

/**
 * The job cannot continue.
 *
 * - `no journal`: a job was named, and no `Journal` is provided.
 * - `busy`: another worker holds it. A worker that has died loses its hold after some seconds.
 * - `lost`: this worker was silent for so long that another one has taken the job over.
 * - `changed`: the input is not the one that the job began with; `index` is the first row that differs.
 * - `expired`: the answer of a request is unknown, and the server may have forgotten it; `index` is its first row.
 * - `single worker`: several workers were asked for, and the journal serves one at a time.
 * - `not found`: the journal does not hold the job. `unfinished`: the job has not finished and cannot be removed.
 *
 * Next: do as the message says: it names the job, the row and the remedy.
 *
 * @since 0.1.0
 * @category errors
 */
export class JobError extends Schema.TaggedError<JobError>()("JobError", {
  job: Schema.String,
  reason: Schema.Literal(
    "no journal",
    "busy",
    "lost",
    "changed",
    "expired",
    "not found",
    "unfinished",
    "single worker"
  ),
  /** The row it is about, from 0. */
  index: Schema.optional(Schema.Number),
  /** How many rows it is about. */
  rows: Schema.optional(Schema.Number)
}) {
  static {
    loggable(this)
  }

  override readonly message: string = jobProblem(this)
}

const journalProblems = {
  busy: "is locked by another process",
  failed: "could not be read or written: check its disk and its permissions",
  unreadable: "holds what this version does not understand",
  "not durable": "is in a database that may forget a commit: turn fsync and synchronous_commit on"
}

/**
 * The journal could not be read or written. Nothing is sent that is not written down.
 *
 * Next: run the job again once the cause is gone.
 *
 * @since 0.1.0
 * @category errors
 */
export class JournalError extends Schema.TaggedError<JournalError>()("JournalError", {
  /**
   * `busy`: another process has locked it for too long. `unreadable`: it holds what no journal of this version does.
   * `not durable`: the database may forget a commit when it crashes.
   */
  reason: Schema.Literal("busy", "failed", "unreadable", "not durable"),
  /** The database's own code, such as `SQLITE_FULL`. */
  code: Schema.optional(Schema.String)
}) {
  static {
    loggable(this)
  }

  override readonly message: string = `The journal ${journalProblems[this.reason]}${
    this.code === undefined ? "" : ` (${this.code})`
  }.`
}
