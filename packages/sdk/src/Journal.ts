/**
 * Journals, in which a bulk job records what it is about to send, so that it can resume after any crash.
 *
 * A journal holds results, and results hold links: everyone who can read it can open them.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import type { JobError, JournalError } from "./JournalError.js"
import { RowResult } from "./RowResult.js"

export {
  /**
   * The job cannot continue as it is; `reason` says why.
   *
   * @since 0.1.0
   * @category errors
   */
  JobError,
  /**
   * The journal could not be read or written.
   *
   * @since 0.1.0
   * @category errors
   */
  JournalError
} from "./JournalError.js"

/**
 * Some rows of a job that are sent together, and how far they have got. It is written before a request is sent and
 * after its answer, both times as a whole.
 *
 * - `sent`: the request under `key` may have been sent, and what became of it is not written down.
 * - `refused`: that request did nothing. The next one needs a new key, since the server may keep the refusal.
 * - `settled`: every row has its result.
 *
 * @since 0.1.0
 * @category models
 */
export const Chunk = Schema.Struct({
  /** From 0, in the order of the input. */
  number: Schema.NonNegativeInt,
  /** Its first row in the input, from 0. */
  firstRow: Schema.NonNegativeInt,
  /** A digest of each row. */
  digests: Schema.Array(Schema.String),
  state: Schema.Literal("sent", "refused", "settled"),
  /** Requests that were written down before this one. */
  round: Schema.NonNegativeInt,
  key: Schema.String,
  /** When the request was written down, in milliseconds since 1970. The server cannot have kept its answer earlier. */
  sentAt: Schema.Number,
  /**
   * The rows without a result, by their place in the chunk. Each group is a request of its own, and the first group is
   * the one under `key`. `repeats` counts how often its rows have failed in a way that may pass.
   */
  groups: Schema.Array(Schema.Struct({
    rows: Schema.Array(Schema.NonNegativeInt),
    repeats: Schema.NonNegativeInt
  })),
  results: Schema.Array(RowResult)
})

/**
 * @since 0.1.0
 * @category models
 */
export type Chunk = typeof Chunk.Type

/**
 * Summary of a job. The counts are of rows that were recorded so far; `unknown` may have a link.
 *
 * @since 0.1.0
 * @category models
 */
export interface JobInfo {
  readonly job: string
  /** `running` while a worker holds it, `stopped` when it can be resumed, `finished` when the whole input was read. */
  readonly state: "running" | "stopped" | "finished"
  /** Milliseconds since 1970. */
  readonly startedAt: number
  /** When a worker last wrote or renewed its hold, in milliseconds since 1970. */
  readonly updatedAt: number
  readonly rows: number
  readonly done: number
  readonly failed: number
  readonly unknown: number
  readonly notSent: number
}

/**
 * A job in the hands of one worker. Every write fails with a `JobError` whose reason is `lost` once another worker has
 * taken the job over.
 *
 * @since 0.1.0
 * @category models
 */
export interface Held {
  /** Rows per request. */
  readonly chunkSize: number
  /** Rows of the whole input, once the job has finished. */
  readonly finishedAfter: number | undefined
  /** The chunks whose requests are unknown. */
  readonly unsettled: Effect.Effect<ReadonlyArray<Chunk>, JournalError>
  readonly chunk: (number: number) => Effect.Effect<Chunk | undefined, JournalError>
  /**
   * Claims a chunk for this worker. False while another live worker has it. Always true for a job held by one worker.
   * The claim of a dead worker passes to the next worker that asks, with the chunk's old key.
   */
  readonly claim: (number: number) => Effect.Effect<boolean, JobError | JournalError>
  /**
   * True if chunks are written in the order in which `put` was begun for them, and none after one that could not be
   * written. Then several may be under way at once.
   *
   * @default false
   */
  readonly ordered?: boolean | undefined
  /** Writes the chunk down. When this has returned it outlives a crash. */
  readonly put: (chunk: Chunk) => Effect.Effect<void, JobError | JournalError>
  /** The input came to its end after so many rows, and all of them have a result. */
  readonly finish: (rows: number) => Effect.Effect<void, JobError | JournalError>
}

/**
 * Operations of a journal.
 *
 * @since 0.1.0
 * @category models
 */
export interface Service {
  /**
   * Takes the job, which begins with this if it is new. It is held, and the hold renewed, until the scope closes; the
   * hold of a worker that has died ends by itself. With `shared`, other workers may hold it at the same time, and each
   * claims its chunks; a journal of one machine refuses that with the reason `single worker`.
   */
  readonly open: (
    job: string,
    options: { readonly chunkSize: number; readonly shared?: boolean | undefined }
  ) => Effect.Effect<Held, JobError | JournalError, Scope.Scope>
  /** All jobs, the latest first. */
  readonly list: Effect.Effect<ReadonlyArray<JobInfo>, JournalError>
  readonly show: (job: string) => Effect.Effect<JobInfo, JobError | JournalError>
  /** The chunks of a job in the order of the input, read a few at a time. */
  readonly chunks: (job: string) => Stream.Stream<Chunk, JobError | JournalError>
  /** Forgets a finished job and its results. */
  readonly remove: (job: string) => Effect.Effect<void, JobError | JournalError>
}

/**
 * The journal of bulk jobs. `Qurl.batchCreateAll` uses the one around the call, else the one that its service was built
 * with.
 *
 * @example
 * import { Journal, Qurl } from "@qurl/sdk"
 * import * as Sqlite from "@qurl/sdk/Journal/Sqlite"
 * import { QurlLive } from "@qurl/sdk/Node"
 * import { Console, Effect, Stream } from "effect"
 *
 * declare const guests: Stream.Stream<{ readonly target_url: string; readonly label: string }>
 *
 * // Run it again after a crash: it goes on, and nothing is created twice.
 * const invite = Qurl.batchCreateAll(guests, { job: "invite-2026" }).pipe(
 *   Stream.runForEach((row) => Console.log(row.index, row.status)),
 *   Effect.provide([QurlLive, Sqlite.layer({ filename: "invite.journal" })])
 * )
 *
 * // What is in it, for example to write the result file again.
 * const results = Journal.results("invite-2026").pipe(Stream.filter((row) => row.status === "done"))
 *
 * @since 0.1.0
 * @category tags
 */
export class Journal extends Context.Tag("@qurl/sdk/Journal")<Journal, Service>() {}

/**
 * All jobs of the journal, the latest first.
 *
 * @since 0.1.0
 * @category combinators
 */
export const list: Effect.Effect<ReadonlyArray<JobInfo>, JournalError, Journal> = Effect.flatMap(
  Journal,
  (journal) => journal.list
)

/**
 * A job of the journal.
 *
 * @since 0.1.0
 * @category combinators
 */
export const show = (job: string): Effect.Effect<JobInfo, JobError | JournalError, Journal> =>
  Effect.flatMap(Journal, (journal) => journal.show(job))

/**
 * Forgets a finished job and its results, links included.
 *
 * @since 0.1.0
 * @category combinators
 */
export const remove = (job: string): Effect.Effect<void, JobError | JournalError, Journal> =>
  Effect.flatMap(Journal, (journal) => journal.remove(job))

/**
 * Results of the rows of a chunk, in the order of the input.
 *
 * @since 0.1.0
 * @category combinators
 */
export const rowsOf = ({ digests, firstRow, groups, key, results, state }: Chunk): ReadonlyArray<RowResult> => {
  if (results.length === digests.length && results.every(({ index }, place) => index === firstRow + place)) {
    return results
  }
  const open = groups.flatMap(({ rows }, group) =>
    rows.map((place): RowResult =>
      state === "sent" && group === 0
        ? { index: firstRow + place, status: "unknown", ...(key === "" ? {} : { idempotencyKey: key }) }
        : { index: firstRow + place, status: "not sent" }
    )
  )
  const byPlace = new Map([...open, ...results].map((result) => [result.index - firstRow, result]))
  return digests.flatMap((_, place) => byPlace.get(place) ?? [])
}

/**
 * Results of the rows that were recorded so far, in the order of the input: all that a result file needs.
 *
 * @since 0.1.0
 * @category combinators
 */
export const results = (job: string): Stream.Stream<RowResult, JobError | JournalError, Journal> =>
  Stream.unwrap(Effect.map(Journal, (journal) => Stream.mapConcat(journal.chunks(job), rowsOf)))

/**
 * Settles the requests whose answers were lost, once an operator has found out which links exist. `send again` is for
 * requests that created no links and sends them under new keys; `leave unknown` makes `unknown` their result. The job
 * resumes the next time it is run. Returns the number of those requests.
 *
 * @since 0.1.0
 * @category combinators
 */
export const reconcile = (
  job: string,
  verdict: "send again" | "leave unknown"
): Effect.Effect<number, JobError | JournalError, Journal> =>
  Effect.scoped(Effect.gen(function*() {
    const journal = yield* Journal
    yield* journal.show(job)
    const { put, unsettled } = yield* journal.open(job, { chunkSize: 1 })
    const undecided = yield* unsettled
    yield* Effect.forEach(undecided, (chunk) => {
      if (verdict === "send again") return put({ ...chunk, state: "refused" })
      const [lost, ...groups] = chunk.groups
      const unknown = (lost?.rows ?? []).map((place): RowResult => ({
        index: chunk.firstRow + place,
        status: "unknown",
        idempotencyKey: chunk.key
      }))
      const results = [...chunk.results, ...unknown]
      return put({ ...chunk, state: groups.length === 0 ? "settled" : "refused", groups, results })
    }, { discard: true })
    return undecided.length
  }))
